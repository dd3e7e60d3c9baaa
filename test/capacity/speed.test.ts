// The speed limit: each of the three bounds applies where it should, and the deciding one is named.
import assert from 'node:assert/strict';
import test from 'node:test';
import { maxHazard, speedLimit } from '../../src/capacity/speed.ts';
import { tell } from '../../src/language/language.ts';
import { MINUTE, SECOND } from '../../src/model/core/time.ts';
import { DEFAULT_RULES } from '../../src/model/rules/rules.ts';
import { workloadOf } from '../../src/scenario/define.ts';
import festival from '../../scenarios/double-eleven-peak.ts';

const workload = workloadOf(festival, '1');
const limitOf = (epsilon: number, offered: number, framesPerCpuSecond = 1e6): ReturnType<typeof speedLimit> =>
  speedLimit({ calibration: { epsilon, framesPerCpuSecond }, workload, rules: DEFAULT_RULES, offered, engine: 'node' });

test('the hazard of pre-sale think time is 0.0135 per second at its greatest', () => {
  assert.ok(Math.abs(maxHazard({ kind: 'lognormal', median: 60 * SECOND, sigma: 1.3 }) - 0.0135) < 0.0005);
  assert.equal(maxHazard({ kind: 'exponential', mean: MINUTE }), 1 / 60);
});

test('the hazard of a mixture is never above the greater of its parts, and comes up to it', () => {
  const main = { kind: 'exponential', mean: 10 * SECOND } as const;
  const other = { kind: 'exponential', mean: 100 * SECOND } as const;
  const both = { kind: 'mixture', main, other, otherShare: 300, purpose: 1 } as const;
  // The hazard f / S of 0.7 exp(10 s) + 0.3 exp(100 s), computed second by second.
  const hazardAt = (t: number): number => {
    const [a, b] = [0.7 * Math.exp(-t / 10), 0.3 * Math.exp(-t / 100)];
    return (a / 10 + b / 100) / (a + b);
  };
  for (let t = 0; t < 600; t++) assert.ok(hazardAt(t) <= maxHazard(both), `${t} s`);
  // A visitor may change from one think time to the other,
  // so a hazard averaged over all would be too small.
  const late = { kind: 'mixture', main: other, other: main, otherShare: 1, purpose: 1 } as const;
  assert.equal(maxHazard(late), 0.1);
  assert.equal(maxHazard(both), 0.1);
});

test('think times that never vary bound nothing: the rules do', () => {
  for (const think of [
    { kind: 'fixed', value: 0 },
    { kind: 'fixed', value: 20 * SECOND },
    { kind: 'uniform', low: MINUTE, high: MINUTE },
  ] as const) {
    const personas = workload.personas.map((persona) => ({ ...persona, think }));
    const { limit, bound, all } = speedLimit({
      calibration: { epsilon: 1_000, framesPerCpuSecond: 1e6 },
      workload: { ...workload, personas },
      rules: DEFAULT_RULES,
      offered: 1,
      engine: 'node',
    });
    assert.ok(limit > 1 && Number.isFinite(limit), `${limit}`);
    assert.match(tell(bound), /may exceed 1\/20 of/);
    assert.equal(all.length, 2);
  }
});

test('a machine that carries next to nothing may play at no speed at all', () => {
  assert.equal(limitOf(1_000, 1000, 10).limit, 0);
});

test('lateness ten times as large gives a tenth of the speed', () => {
  const fine = limitOf(1_000, 1).limit;
  const coarse = limitOf(10_000, 1).limit;
  assert.ok(Math.abs(fine / coarse - 10) < 0.2, `${fine} against ${coarse}`);
  assert.match(tell(limitOf(10_000, 1).bound), /shift by more than 1 pp/);
});

test('offered load bounds the speed when the machine is the narrowest place', () => {
  const { limit, bound } = limitOf(1_000, 1000, 30_000);
  assert.match(tell(bound), /frames\/s at the peak/);
  assert.ok(limit < 100);
});

test('k6 carries half of what Node does with the same actors', () => {
  const load = (engine: 'node' | 'k6'): number => {
    const calibration = { epsilon: 1_000, framesPerCpuSecond: 30_000 };
    return speedLimit({ calibration, workload, rules: DEFAULT_RULES, offered: 10, engine }).all.at(-1)?.limit ?? NaN;
  };
  assert.equal(load('k6'), load('node') / 2);
});

test('the shortest rule, liveness included, stays 20 times above lateness', () => {
  const rules = { ...DEFAULT_RULES, liveness: { ...DEFAULT_RULES.liveness, page: { every: SECOND, limit: SECOND } } };
  const { limit, bound } = speedLimit({
    calibration: { epsilon: 5_000, framesPerCpuSecond: 1e6 },
    workload,
    rules,
    offered: 1,
    engine: 'k6',
  });
  assert.equal(limit, 10);
  assert.match(tell(bound), /liveness\.page\.every/);
});
