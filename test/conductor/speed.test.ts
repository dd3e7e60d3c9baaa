// Honest speed: each of the three bounds takes hold where it should, and the one that chose is named.
import assert from 'node:assert/strict';
import test from 'node:test';
import { maxHazard, speedLimit } from '../../src/conductor/speed.ts';
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

test('lateness ten times as large gives a tenth of the speed', () => {
  const fine = limitOf(1_000, 1).limit;
  const coarse = limitOf(10_000, 1).limit;
  assert.ok(Math.abs(fine / coarse - 10) < 0.2, `${fine} against ${coarse}`);
  assert.match(tell(limitOf(10_000, 1).bound), /bias below 1 pp/);
});

test('offered load bounds the speed when the machine is the narrowest place', () => {
  const { limit, bound } = limitOf(1_000, 1000, 30_000);
  assert.match(tell(bound), /frames\/s offered/);
  assert.ok(limit < 100);
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
