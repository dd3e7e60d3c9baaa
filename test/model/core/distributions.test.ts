// Distributions: scaling all lengths by an integer scales
// samples exactly, and samples have the right moments.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { choose, drawCount, sample, type Duration } from '../../../src/model/core/distributions.ts';
import { owner, PURPOSE } from '../../../src/model/core/draw.ts';
import { DAY, HOUR, MINUTE, MS, SECOND } from '../../../src/model/core/time.ts';
import { moments, type Random, SEED, trials } from '../random.ts';

const N = 20_000;
const drawn = (d: Duration, name = 'v1'): number[] =>
  Array.from({ length: N }, (_, k) => sample(d, owner(SEED, name), PURPOSE.think, k));

function randomSimple(random: Random): Duration {
  const length = (): number => random.between(1, random.pick([50, 5000, 3_600_000])) * MS;
  const low = length();
  return random.pick<() => Duration>([
    () => ({ kind: 'fixed', value: low }),
    () => ({ kind: 'exponential', mean: low }),
    () => ({ kind: 'lognormal', median: low, sigma: random.unit() * 2.5 }),
    () => ({ kind: 'lognormal', median: low, sigma: random.unit() * 2.5, cap: low + length() }),
    () => ({ kind: 'uniform', low, high: low + length() }),
  ])();
}

function randomDuration(random: Random): Duration {
  if (random.chance(0.7)) return randomSimple(random);
  const [main, other] = [randomSimple(random), randomSimple(random)];
  return { kind: 'mixture', main, other, otherShare: random.below(1001), purpose: PURPOSE.thinkMixture };
}

/** The same distribution with every length k times as long. */
function times(d: Duration, k: number): Duration {
  if (d.kind === 'fixed') return { ...d, value: d.value * k };
  if (d.kind === 'exponential') return { ...d, mean: d.mean * k };
  if (d.kind === 'uniform') return { ...d, low: d.low * k, high: d.high * k };
  if (d.kind === 'mixture') return { ...d, main: times(d.main, k), other: times(d.other, k) };
  return { ...d, median: d.median * k, ...(d.cap !== undefined && { cap: d.cap * k }) };
}

describe('samples', () => {
  it('are k times as long, exactly, when every length is k times as long', () => {
    trials('scaled samples', 2000, (random, i) => {
      const d = randomDuration(random);
      const k = random.between(2, 1000);
      const of = owner(SEED, `v${i}`);
      for (let n = 0; n < 5; n++) {
        assert.equal(
          sample(times(d, k), of, PURPOSE.think, n),
          k * sample(d, of, PURPOSE.think, n),
          `${JSON.stringify(d)} × ${k}`,
        );
      }
    });
  });

  it('are whole µs, not negative, and safe integers for medians up to 10 days', () => {
    trials('whole samples', 2000, (random, i) => {
      const d = random.chance(0.5)
        ? randomDuration(random)
        : ({ kind: 'lognormal', median: 10 * DAY, sigma: random.unit() * 4 } as const);
      const value = sample(d, owner(SEED, `v${i}`), PURPOSE.think, i);
      assert.ok(Number.isSafeInteger(value) && value >= 0, `${value} from ${JSON.stringify(d)}`);
    });
  });

  it('never exceed their cap, and reach it', () => {
    const values = drawn({ kind: 'lognormal', median: MINUTE, sigma: 2, cap: 2 * MINUTE });
    assert.ok(values.every((v) => v <= 2 * MINUTE));
    assert.ok(values.some((v) => v === 2 * MINUTE));
  });
});

const near = (values: readonly number[], expected: number, what: string): void => {
  const { mean, error } = moments(values);
  const text = `${what}: mean ${mean}, expected ${expected} ± 4 × ${error} (seed ${SEED})`;
  assert.ok(Math.abs(mean - expected) <= 4 * error, text);
};
/** The number of values below a quantile is binomial for every distribution. */
const share = (values: readonly number[], below: number, p: number, what: string): void => {
  const count = values.filter((v) => v < below).length;
  const text = `${what}: ${count} of ${N} below ${below}, expected ${N * p} (seed ${SEED})`;
  assert.ok(Math.abs(count - N * p) <= 4 * Math.sqrt(N * p * (1 - p)), text);
};

describe('moments, within 4 standard errors', () => {
  it('exponential: mean, and the memoryless median', () => {
    const values = drawn({ kind: 'exponential', mean: 100 * SECOND });
    near(values, 100 * SECOND, 'exponential');
    share(values, 100 * SECOND * Math.LN2, 0.5, 'exponential');
    share(values, 300 * SECOND, 1 - Math.exp(-3), 'exponential tail');
  });

  it('log-normal: median, mean, and the point one σ out', () => {
    const values = drawn({ kind: 'lognormal', median: MINUTE, sigma: 0.8 });
    share(values, MINUTE, 0.5, 'log-normal');
    share(values, MINUTE * Math.exp(0.8), 0.8413447460685429, 'log-normal + σ');
    share(values, MINUTE * Math.exp(-1.6), 0.0227501319481792, 'log-normal − 2σ');
    near(values, MINUTE * Math.exp(0.32), 'log-normal');
  });

  it('uniform: mean and both ends', () => {
    const values = drawn({ kind: 'uniform', low: 10 * MINUTE, high: 40 * MINUTE });
    near(values, 25 * MINUTE, 'uniform');
    share(values, 20 * MINUTE, 1 / 3, 'uniform');
    const [least, most] = [Math.min(...values), Math.max(...values)];
    assert.ok(least >= 10 * MINUTE && least < 10.1 * MINUTE && most <= 40 * MINUTE && most > 39.9 * MINUTE);
  });

  it('mixture: the share of its other part', () => {
    const values = drawn({
      kind: 'mixture',
      main: { kind: 'fixed', value: MINUTE },
      other: { kind: 'fixed', value: HOUR },
      otherShare: 80,
      purpose: PURPOSE.thinkMixture,
    });
    share(values, HOUR, 0.92, 'mixture');
  });

  it('count: geometric from 1 with its mean, and never above its limit', () => {
    const counts = Array.from({ length: N }, (_, i) => drawCount(4, 1000, owner(SEED, `v${i}`), PURPOSE.turns, 0));
    near(counts, 4, 'count');
    share(counts, 2, 1 / 4, 'count of 1');
    for (let i = 0; i < 1000; i++) {
      assert.equal(drawCount(1, 20, owner(SEED, `v${i}`), PURPOSE.turns, 0), 1);
      assert.ok(drawCount(50, 3, owner(SEED, `v${i}`), PURPOSE.turns, 0) <= 3);
    }
  });

  it('choice: by weight, and a weight of 0 never', () => {
    const weights = [45, 0, 35, 20, 0];
    const counts = weights.map(() => 0);
    for (let k = 0; k < N; k++) {
      const i = choose(weights, owner(SEED, 'v1'), PURPOSE.persona, k);
      counts[i] = (counts[i] ?? 0) + 1;
    }
    counts.forEach((count, i) => {
      const p = (weights[i] ?? 0) / 100;
      assert.ok(Math.abs(count - N * p) <= 4 * Math.sqrt(N * p * (1 - p)), `weight ${weights[i]} came ${count} times`);
    });
  });
});
