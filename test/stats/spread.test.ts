// Spread: published examples, invariance under shifts,
// and how often the interval contains the true mean.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type FullSpread, isFull, spread } from '../../src/stats/spread.ts';
import { Random, SEED, trials } from '../model/random.ts';
import { near, shareNear } from './near.ts';
import { normals } from './normal.ts';

function full(values: readonly number[]): FullSpread {
  const of = spread(values);
  assert.ok(isFull(of));
  return of;
}

describe('spread', () => {
  it("is that of Student's own example: ten patients, 1.58 hours more sleep, 95 % interval 0.7001142 to 2.4598858", () => {
    const of = full([1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4]);
    near(of.mean, 1.58, 1e-15);
    near(of.sd, 1.2299954832798727, 1e-14);
    near(of.standardError, 0.38895872388839525, 1e-14);
    near(of.mean - of.half95, 0.700114236723017, 1e-13);
    near(of.mean + of.half95, 2.459885763276983, 1e-13);
    assert.deepEqual([of.n, of.min, of.max, of.median], [10, 0, 4.6, 1.3]);
  });

  it('keeps its digits where all values are large and alike (NIST StRD NumAcc1, NumAcc3, NumAcc4)', () => {
    const alternating = (middle: number): number[] => [
      middle,
      ...Array.from({ length: 1000 }, (_, i) => middle + (i % 2 === 0 ? -0.1 : 0.1)),
    ];
    assert.deepEqual(
      [full([10000001, 10000003, 10000002]).mean, full([10000001, 10000003, 10000002]).sd],
      [10000002, 1],
    );
    near(full(alternating(1000000.2)).sd, 0.1, 1e-9);
    near(full(alternating(10000000.2)).sd, 0.1, 1e-8);
    near(full(alternating(10000000.2)).mean, 10000000.2, 1e-15);
  });

  it('knows nothing of no values, and of one value nothing that takes two: no NaN, no interval of width 0', () => {
    assert.deepEqual(spread([]), { n: 0 });
    assert.deepEqual(spread([0.3]), { n: 1, mean: 0.3, min: 0.3, max: 0.3, median: 0.3 });
    assert.equal(isFull(spread([0.3])), false);
    assert.ok(isFull(spread([0.3, 0.4])));
  });

  it('of equal values is exactly 0 around that value', () => {
    trials('equal values', 500, (random) => {
      const value = (random.unit() - 0.5) * 10 ** random.between(-10, 10);
      const n = random.between(2, 60);
      const expected = { n, mean: value, min: value, max: value, median: value, sd: 0, standardError: 0, half95: 0 };
      assert.deepEqual(spread(Array.from({ length: n }, () => value)), expected);
    });
  });

  it('does not depend on the order, moves with the values, and grows with them', () => {
    trials('moved values', 500, (random) => {
      const values = Array.from({ length: random.between(2, 40) }, () => random.between(-1000, 1000));
      const of = full(values);
      assert.deepEqual(spread(random.shuffled(values)), of);
      const moved = full(values.map((value) => value + 4096));
      near(moved.mean, of.mean + 4096, 1e-14);
      near(moved.sd, of.sd, 1e-11);
      assert.equal(moved.median, of.median + 4096);
      const doubled = full(values.map((value) => -8 * value));
      near(doubled.half95, 8 * of.half95, 1e-12);
      assert.deepEqual([doubled.min, doubled.max], [-8 * of.max, -8 * of.min]);
      assert.ok(of.min <= of.mean && of.mean <= of.max && of.min <= of.median && of.median <= of.max);
    });
  });

  it('has the middle value as median, or the middle of the two', () => {
    assert.equal(spread([9, 1, 5]).median, 5);
    assert.equal(spread([9, 1, 5, 6]).median, 5.5);
  });

  it(`holds the true mean in 95 of 100 samples, however few values there are (seed ${SEED})`, () => {
    trials('coverage', 1, (random) => {
      for (const n of [2, 5, 20]) {
        const rounds = 10_000;
        let held = 0;
        for (let i = 0; i < rounds; i++) {
          const of = full(normals(random, n, 7, 3));
          if (Math.abs(of.mean - 7) <= of.half95) held++;
        }
        shareNear(held, rounds, 0.95, `${n} values`);
      }
    });
  });

  it('refuses what is no number, and leaves the list as it was', () => {
    for (const value of [NaN, Infinity, -Infinity, 1e200]) assert.throws(() => spread([1, value, 2]), RangeError);
    const values = new Random('kept').shuffled([3, 1, 2]);
    const before = [...values];
    spread(values);
    assert.deepEqual(values, before);
  });
});
