// The Kolmogorov–Smirnov distance of waits against its
// definition, with ties, endless waits and open waits.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Closeness, CLOSE, closenessOfWaits, FEWEST_SAMPLES } from '../../src/stats/kolmogorov-smirnov.ts';
import { bucketLow, bucketOf, Histogram } from '../../src/model/core/histogram.ts';
import { Waits } from '../../src/model/core/waits.ts';
import { type Random, SEED, trials } from '../model/random.ts';

/**
 * The definition: the greatest difference of the shares up to a time, over all times that occur.
 */
function bruteForce(first: readonly number[], second: readonly number[]): number {
  const share = (values: readonly number[], x: number): number => values.filter((v) => v <= x).length / values.length;
  const times = [...new Set([...first, ...second])];
  return Math.max(...times.map((x) => Math.abs(share(first, x) - share(second, x))));
}

/** Repeats the values to get enough samples; the shares and the distance stay the same. */
const repeated = (values: readonly number[], times = Math.ceil(FEWEST_SAMPLES / values.length)): number[] =>
  Array.from({ length: times }, () => values).flat();

function distanceOf(told: Closeness): number {
  assert.ok(told.verdict !== 'too few');
  return told.distance;
}

/** Waits of which some never end (an infinite time) and some are still open after a time. */
function waitsOf(times: readonly number[], open: readonly number[] = []): Waits<Histogram> {
  const made = new Waits(() => new Histogram());
  for (const time of times) {
    if (time === Infinity) made.never += 1;
    else made.ended.add(time);
  }
  for (const time of open) made.open.add(time);
  return made;
}

/** The closeness of waits without open ones. */
const closeness = (first: readonly number[], second: readonly number[]): Closeness =>
  closenessOfWaits(waitsOf(first), waitsOf(second));

const some = (random: Random, below: number): number[] =>
  Array.from({ length: random.between(1, 8) }, () => random.below(below));

const near = (value: number, reference: number): void =>
  assert.ok(Math.abs(value - reference) < 1e-14, `${value} is not ${reference}`);

describe('the Kolmogorov–Smirnov distance of waits', () => {
  it('is the largest difference of shares, with ties within and between the sides', () => {
    trials('distance by definition', 200, (random) => {
      const below = random.pick([2, 4, 10, 128]);
      const [first, second] = [some(random, below), some(random, below)];
      near(distanceOf(closeness(repeated(first), repeated(second))), bruteForce(first, second));
    });
  });

  it('is so on thousands of waits of many times', () => {
    trials('distance of many values', 3, (random) => {
      const first = Array.from({ length: 3000 }, () => Math.round(random.unit() * 127));
      const second = Array.from({ length: 3500 }, () => Math.round(random.unit() ** 1.2 * 127));
      near(distanceOf(closeness(first, second)), bruteForce(first, second));
    });
  });

  it('is 0 for the same shares, 1 without overlap, and takes "never" as the largest time', () => {
    assert.equal(distanceOf(closeness(repeated([1, 2, 3]), repeated([3, 1, 2], 2000))), 0);
    assert.equal(distanceOf(closeness(repeated([1, 2]), repeated([3, 4]))), 1);
    assert.equal(distanceOf(closeness(repeated([1, Infinity]), repeated([1, 2]))), 0.5);
  });

  it('does not depend on sides or unit, and leaves the waits as they were', () => {
    trials('sides, unit', 50, (random) => {
      const [first, second] = [repeated(some(random, 9)), repeated(some(random, 9))];
      const [a, b] = [waitsOf(first), waitsOf(second)];
      const told = closenessOfWaits(a, b);
      assert.equal(distanceOf(closenessOfWaits(b, a)), distanceOf(told));
      const stretched = (values: readonly number[]): number[] => values.map((v) => v * 13 + 5);
      assert.deepEqual(closeness(stretched(first), stretched(second)), told);
      assert.deepEqual([a, b], [waitsOf(first), waitsOf(second)]);
    });
  });

  it('is that of the times below 128, and of their buckets above', () => {
    trials('times and buckets', 100, (random) => {
      const exact = random.chance(0.5);
      const value = (): number => (exact ? random.below(128) : Math.floor(2 ** (random.unit() * 40)));
      const times = (): number[] => Array.from({ length: random.between(1, 8) }, value);
      const [first, second] = [times(), times()];
      const told = distanceOf(closeness(repeated(first), repeated(second)));
      const inBuckets = (values: readonly number[]): number[] => values.map((v) => bucketLow(bucketOf(v)));
      near(told, bruteForce(inBuckets(first), inBuckets(second)));
      const ofTimes = bruteForce(first, second);
      if (exact) near(told, ofTimes);
      else assert.ok(told <= ofTimes + 1e-14);
    });
  });

  it('is the same whether the replicates were merged or counted as one', () => {
    trials('merged replicates', 20, (random) => {
      const parts = Array.from({ length: 5 }, () => Array.from({ length: 700 }, () => random.below(1e6)));
      const merged = new Waits(() => new Histogram());
      for (const part of parts) merged.merge(waitsOf(part));
      const other = waitsOf(Array.from({ length: 3000 }, () => random.below(1e6)));
      assert.deepEqual(closenessOfWaits(merged, other), closenessOfWaits(waitsOf(parts.flat()), other));
    });
  });
});

describe('waits that have not ended', () => {
  it('for ever: are an infinite time', () => {
    trials('never', 50, (random) => {
      const times = (): number[] => [
        ...repeated(some(random, 100)),
        ...Array<number>(random.below(3000)).fill(Infinity),
      ];
      const [first, second] = [times(), times()];
      const told = closeness(first, second);
      near(distanceOf(told), bruteForce(first, second));
      assert.deepEqual(told.n, [first.length, second.length]);
    });
  });

  it('still: say nothing of how they would have ended, so that a cut evening is close to the whole one', () => {
    trials('cut', 5, (random) => {
      const times = (n: number): number[] =>
        Array.from({ length: n }, () => Math.round(-Math.log(1 - random.unit()) * 1e6));
      const [whole, other] = [times(20_000), times(20_000)];
      // Each wait began at some time of the run, and is observed until the end of the run.
      const looked = other.map((time) => ({ time, until: Math.round(random.unit() * 2e6) }));
      const ended = looked.flatMap(({ time, until }) => (time <= until ? [time] : []));
      const cut = waitsOf(
        ended,
        looked.flatMap(({ time, until }) => (time > until ? [until] : [])),
      );
      const told = closenessOfWaits(waitsOf(whole), cut);
      assert.equal(told.verdict, 'close', JSON.stringify(told));
      assert.deepEqual(told.n, [20_000, 20_000]);
      // The ended waits are the short ones, so they alone have another distribution.
      assert.equal(closeness(whole, ended).verdict, 'apart');
      assert.equal(distanceOf(closenessOfWaits(cut, cut)), 0);
    });
  });

  it('are compared as far as both sides are known', () => {
    const early = waitsOf(repeated([10]), repeated([20]));
    const later = (at: number): Waits<Histogram> => waitsOf([...repeated([10]), ...repeated([at])]);
    assert.equal(distanceOf(closenessOfWaits(early, later(20))), 0.5, 'nobody of the first had got it by then');
    assert.equal(distanceOf(closenessOfWaits(early, later(21))), 0, 'nobody knows');
    const never = waitsOf([...repeated([10]), Infinity], repeated([20]));
    assert.ok(distanceOf(closenessOfWaits(never, later(21))) > 0.49, 'who never gets it is known for ever');
  });
});

describe('the verdict on the distance', () => {
  it('needs 3 000 samples a side, and gives no distance before', () => {
    const enough = repeated([1]);
    const short = enough.slice(1);
    assert.equal(FEWEST_SAMPLES, 3000);
    assert.deepEqual(closeness(short, enough), { verdict: 'too few', n: [2999, 3000] });
    assert.deepEqual(closeness(enough, short), { verdict: 'too few', n: [3000, 2999] });
    assert.deepEqual(closeness([], []), { verdict: 'too few', n: [0, 0] });
    assert.deepEqual(closeness(enough, enough), { verdict: 'close', n: [3000, 3000], distance: 0 });
  });

  it('is close up to 0.05 and apart above', () => {
    assert.equal(CLOSE, 0.05);
    const ones = (n: number): number[] => Array.from({ length: 10_000 }, (_, i) => (i < n ? 1 : 0));
    assert.deepEqual(closeness(ones(500), ones(0)), { verdict: 'close', n: [10_000, 10_000], distance: 0.05 });
    assert.equal(closeness(ones(501), ones(0)).verdict, 'apart');
  });

  it(`calls one distribution apart in 0.1 % of cases at 3 000 a side, and a shift by a tenth always (seed ${SEED})`, () => {
    trials('false alarms of the distance', 1, (random) => {
      const uniform = (shift: number): number[] =>
        Array.from({ length: 3000 }, () => Math.floor((random.unit() + shift) * 1e6));
      let falsely = 0;
      for (let i = 0; i < 300; i++) if (closeness(uniform(0), uniform(0)).verdict === 'apart') falsely++;
      // 0.33 are expected; 5 or more occur once in 30 000 seeds.
      assert.ok(falsely <= 4, `${falsely} of 300 falsely apart`);
      for (let i = 0; i < 50; i++) assert.equal(closeness(uniform(0), uniform(0.1)).verdict, 'apart');
    });
  });
});
