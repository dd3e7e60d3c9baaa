// Arrivals: a Poisson process in count, ramp and curve,
// the same one by one or all together, and scaled exactly.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HOUR, MINUTE, SECOND } from '../../../src/model/core/time.ts';
import { Arrivals } from '../../../src/model/population/arrivals.ts';
import type { ArrivalPhase } from '../../../src/model/population/workload.ts';
import { moments, SEED, trials, type Random } from '../random.ts';

function all(seed: string, phases: readonly ArrivalPhase[]): number[] {
  const arrivals = new Arrivals(seed, phases);
  const times: number[] = [];
  for (let at = arrivals.next(); at !== undefined; at = arrivals.next()) times.push(at);
  return times;
}

const RUNS = 300;
const over = <T>(act: (seed: string) => T): T[] => Array.from({ length: RUNS }, (_, i) => act(`${SEED}/${i}`));

/** Mean and variance of Poisson counts; the variance of a sample variance is about 2 λ² / n + λ / n. */
function poisson(counts: readonly number[], lambda: number, what: string): void {
  const { mean, variance } = moments(counts);
  const n = counts.length;
  const meanError = Math.sqrt(lambda / n);
  const varianceError = Math.sqrt((2 * lambda * lambda + lambda) / n);
  assert.ok(Math.abs(mean - lambda) <= 4 * meanError, `${what}: mean ${mean}, expected ${lambda} ± 4 × ${meanError}`);
  const text = `${what}: variance ${variance}, expected ${lambda} ± 4 × ${varianceError}`;
  assert.ok(Math.abs(variance - lambda) <= 4 * varianceError, text);
}

function randomPhases(random: Random): ArrivalPhase[] {
  return Array.from({ length: random.between(1, 4) }, (_, i) => ({
    name: `phase ${i}`,
    for: 4 * random.between(1, 50) * SECOND,
    visitors: random.below(60),
    ...(random.chance(0.5) && { ramp: [random.between(1, 9), random.between(1, 9)] as const }),
    ...(random.chance(0.3) && { curve: [1, random.below(5), random.below(5), 2] }),
  }));
}

describe('the number of arrivals', () => {
  const base: ArrivalPhase = { name: 'base', for: 10 * MINUTE, visitors: 40 };
  const shapes: Record<string, ArrivalPhase> = {
    flat: base,
    ramp: { ...base, ramp: [1, 5] },
    curve: { ...base, curve: [1, 4, 0, 3] },
  };
  for (const [name, phase] of Object.entries(shapes)) {
    it(`is Poisson in mean and variance over ${RUNS} seeds (${name})`, () => {
      poisson(
        over((seed) => all(seed, [phase]).length),
        40,
        name,
      );
    });
  }

  it('is Poisson in each phase alone, and independent between phases', () => {
    const phases: ArrivalPhase[] = [
      { ...base, visitors: 20 },
      { ...base, visitors: 60 },
    ];
    const counts = over((seed) => {
      const times = all(seed, phases);
      const first = times.filter((t) => t < 10 * MINUTE).length;
      return [first, times.length - first] as const;
    });
    poisson(
      counts.map(([a]) => a),
      20,
      'first phase',
    );
    poisson(
      counts.map(([, b]) => b),
      60,
      'second phase',
    );
    const covariance = counts.reduce((sum, [a, b]) => sum + (a - 20) * (b - 60), 0) / RUNS;
    assert.ok(Math.abs(covariance) < 4 * Math.sqrt((20 * 60) / RUNS), `covariance ${covariance}`);
  });

  it('is none where none are expected', () => {
    assert.deepEqual(all(SEED, [{ ...base, visitors: 0 }]), []);
    const later = all(SEED, [
      { ...base, visitors: 0 },
      { ...base, visitors: 30 },
    ]);
    assert.ok(later.length > 0 && later.every((t) => t >= 10 * MINUTE));
  });
});

describe('the shape of arrivals', () => {
  const pooled = (phase: ArrivalPhase): number[] => over((seed) => all(seed, [phase])).flat();

  it('flat: as many in the first half as in the second, and times between arrivals are exponential', () => {
    const phase: ArrivalPhase = { name: 'flat', for: HOUR, visitors: 100 };
    const times = pooled(phase);
    const early = times.filter((t) => t < HOUR / 2).length;
    assert.ok(Math.abs(early - times.length / 2) < 4 * Math.sqrt(times.length / 4), `${early} of ${times.length}`);
    const gaps = over((seed) => all(seed, [phase])).flatMap((run) => run.slice(1).map((t, i) => t - (run[i] ?? 0)));
    const beyond = gaps.filter((gap) => gap > (HOUR / 100) * Math.LN2).length / gaps.length;
    assert.ok(Math.abs(beyond - 0.5) < 0.02, `share of gaps beyond the exponential median: ${beyond}`);
  });

  for (const ramp of [
    [1, 5],
    [4, 1],
  ] as const) {
    it(`ramp ${ramp.join(' to ')}: the share in each quarter is the area below the line`, () => {
      const times = pooled({ name: 'ramp', for: HOUR, visitors: 100, ramp });
      const rate = (x: number): number => ramp[0] + (ramp[1] - ramp[0]) * x;
      for (let quarter = 0; quarter < 4; quarter++) {
        const p = rate(quarter / 4 + 1 / 8) / 4 / rate(0.5);
        const count = times.filter((t) => Math.floor((4 * t) / HOUR) === quarter).length;
        const text = `quarter ${quarter}: ${count} of ${times.length}, expected ${p}`;
        assert.ok(Math.abs(count - times.length * p) < 4 * Math.sqrt(times.length * p * (1 - p)), text);
      }
    });
  }

  it('curve: the share of each part is its weight, and a weight of 0 has none', () => {
    const curve = [1, 4, 0, 3];
    const times = pooled({ name: 'curve', for: HOUR, visitors: 100, curve });
    curve.forEach((weight, i) => {
      const count = times.filter((t) => Math.floor((4 * t) / HOUR) === i).length;
      const p = weight / 8;
      const text = `part ${i}: ${count} of ${times.length}, expected ${p}`;
      assert.ok(Math.abs(count - times.length * p) <= 4 * Math.sqrt(times.length * p * (1 - p)), text);
    });
  });
});

describe('arrivals', () => {
  it('come in order, as whole µs, inside their phases', () => {
    trials('order of arrivals', 300, (random, i) => {
      const phases = randomPhases(random);
      const end = phases.reduce((sum, phase) => sum + phase.for, 0);
      let before = 0;
      for (const at of all(`${SEED}/${i}`, phases)) {
        assert.ok(Number.isInteger(at) && at >= before && at < end, `${at} after ${before}, end ${end}`);
        before = at;
      }
    });
  });

  it('asked for one by one, with others in between, are those asked for at once', () => {
    const phases: ArrivalPhase[] = [{ name: 'a', for: MINUTE, visitors: 50, ramp: [1, 2] }];
    const eager = all('one', phases);
    const [lazy, other] = [new Arrivals('one', phases), new Arrivals('two', phases)];
    for (const at of eager) {
      assert.equal(lazy.next(), at);
      other.next();
    }
    assert.equal(lazy.next(), undefined);
    assert.equal(lazy.next(), undefined);
  });

  it('are numbered: `index` is the number handed out so far, also when there are no more', () => {
    const arrivals = new Arrivals('one', [{ name: 'a', for: MINUTE, visitors: 5 }]);
    let count = 0;
    while (arrivals.next() !== undefined) assert.equal(arrivals.index, ++count);
    assert.equal(arrivals.index, count);
  });

  it('are k times as late, exactly, when every phase is k times as long', () => {
    trials('scaled arrivals', 300, (random, i) => {
      const phases = randomPhases(random);
      const k = random.between(2, 100);
      const slow = phases.map((phase) => ({ ...phase, for: phase.for * k }));
      assert.deepEqual(
        all(`${SEED}/${i}`, slow),
        all(`${SEED}/${i}`, phases).map((t) => t * k),
        JSON.stringify(phases),
      );
    });
  });

  it('of earlier phases do not depend on later ones', () => {
    trials('prefix of arrivals', 100, (random, i) => {
      const phases = randomPhases(random);
      const times = all(`${SEED}/${i}`, phases);
      const longer = all(`${SEED}/${i}`, [...phases, ...randomPhases(random)]);
      assert.deepEqual(longer.slice(0, times.length), times);
    });
  });

  it('of a phase that cannot be cut into whole seconds are refused with its name and the numbers', () => {
    const phase: ArrivalPhase = { name: 'noon', for: 10 * SECOND, visitors: 5, curve: [1, 2, 3] };
    assert.throws(() => new Arrivals('1', [phase]), /"noon": 10 s .* 3 parts of whole seconds/);
  });
});
