// TOST: its decisions on known differences and by
// p-values, and its error rates and power by simulation.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ALPHA, type Equivalence, equivalence, FEWEST_DIFFERENCES } from '../../src/stats/equivalence.ts';
import { studentTCdf } from './student-t-cdf.ts';
import { moments, SEED, trials } from '../model/random.ts';
import { near, shareNear } from './near.ts';
import { normals } from './normal.ts';

/**
 * 20 differences around `mean` with a standard error of
 * exactly 1: half of them √19 above, half of them below.
 */
const around = (mean: number): number[] =>
  Array.from({ length: 20 }, (_, i) => mean + (i % 2 === 0 ? 1 : -1) * Math.sqrt(19));
const T95 = 1.72913281152137;
const T975 = 2.09302405440831;

const verdictOf = (differences: readonly number[], margin: number): Equivalence['verdict'] =>
  equivalence(differences, margin).verdict;

describe('equivalence', () => {
  it('is shown when the 90 % interval lies within the margin, on either side of 0', () => {
    for (const mean of [0, 0.5, -0.5, 3, -3]) {
      const needed = Math.abs(mean) + T95;
      assert.equal(verdictOf(around(mean), needed + 1e-9), 'equivalent', `mean ${mean}`);
      assert.equal(verdictOf(around(mean), needed - 1e-9), 'inconclusive', `mean ${mean}`);
    }
  });

  it('is refuted when the 95 % interval lies outside of the margin, and only then', () => {
    for (const sign of [1, -1]) {
      assert.equal(verdictOf(around(sign * (2 + T975 + 1e-9)), 2), 'different');
      assert.equal(verdictOf(around(sign * (2 + T975 - 1e-9)), 2), 'inconclusive');
      assert.equal(verdictOf(around(sign * (2 + T95)), 2), 'inconclusive', 'outside by the 90 % interval only');
    }
  });

  it('is left open when the interval is wider than the margin, however near to 0 the mean is', () => {
    assert.equal(verdictOf(around(0), 1), 'inconclusive');
  });

  it('tells the numbers behind the verdict', () => {
    const told = equivalence(around(0.5), 4);
    assert.ok(told.verdict !== 'too few');
    near(told.half90, T95, 1e-13);
    near(told.spread.half95, T975, 1e-13);
    assert.deepEqual([told.margin, told.spread.n], [4, 20]);
    near(told.spread.mean, 0.5, 1e-14);
  });

  it('is not judged from fewer than 20 differences, however clear they look', () => {
    assert.equal(FEWEST_DIFFERENCES, 20);
    for (const n of [0, 1, 2, 19]) {
      const told = equivalence(
        Array.from({ length: n }, () => 0),
        1,
      );
      assert.deepEqual([told.verdict, told.spread.n], ['too few', n]);
    }
    assert.equal(verdictOf(around(0).slice(1), 100), 'too few');
    assert.equal(verdictOf(around(0), 100), 'equivalent');
  });

  it('of differences that are all equal is decided by that value; on the margin it stays open', () => {
    const equal = (value: number): number[] => Array.from({ length: 20 }, () => value);
    const told = equivalence(equal(0), 0.01);
    assert.deepEqual(told, {
      verdict: 'equivalent',
      margin: 0.01,
      spread: { n: 20, mean: 0, min: 0, max: 0, median: 0, sd: 0, standardError: 0, half95: 0 },
      half90: 0,
    });
    for (const sign of [1, -1]) {
      assert.equal(verdictOf(equal(sign * 0.0099), 0.01), 'equivalent');
      assert.equal(verdictOf(equal(sign * 0.01), 0.01), 'inconclusive');
      assert.equal(verdictOf(equal(sign * 0.0101), 0.01), 'different');
    }
  });

  it('is what the two one-sided p-values say', () => {
    trials('intervals and p-values', 2000, (random) => {
      const margin = 1;
      const differences = normals(random, random.between(20, 60), 3 * random.unit() - 1.5, 0.2 + 3 * random.unit());
      const { mean, error } = moments(differences);
      const df = differences.length - 1;
      const below = 1 - studentTCdf((mean + margin) / error, df);
      const above = studentTCdf((mean - margin) / error, df);
      const p = Math.max(below, above);
      const outside = Math.min(studentTCdf((margin - mean) / error, df), studentTCdf((mean + margin) / error, df));
      if (Math.abs(p - ALPHA) < 1e-9 || Math.abs(outside - ALPHA / 2) < 1e-9) return;
      const expected = p < ALPHA ? 'equivalent' : outside < ALPHA / 2 ? 'different' : 'inconclusive';
      assert.equal(verdictOf(differences, margin), expected, `p ${p}, outside ${outside}`);
    });
  });

  it('does not depend on signs, order or unit', () => {
    trials('signs, order, unit', 500, (random) => {
      const differences = normals(random, 25, random.unit(), 1).map((value) => Math.round(value * 1024) / 1024);
      const verdict = verdictOf(differences, 0.5);
      assert.equal(
        verdictOf(
          differences.map((value) => -value),
          0.5,
        ),
        verdict,
      );
      assert.equal(verdictOf(random.shuffled(differences), 0.5), verdict);
      assert.equal(
        verdictOf(
          differences.map((value) => value / 64),
          0.5 / 64,
        ),
        verdict,
      );
    });
  });

  it('needs a margin above 0, and numbers', () => {
    for (const margin of [0, -1, NaN, Infinity]) assert.throws(() => equivalence(around(0), margin), /margin/);
    assert.throws(() => equivalence([...around(0), NaN], 1), RangeError);
  });
});

/**
 * The exact chances of `equivalent` and `different` for normal differences with standard deviation 1: the integral over the
 * sample deviation s of its density times P(|mean| + t s/√n < margin), as in K. F. Phillips, J. Pharmacokinetics and
 * Biopharmaceutics 18, 1990, by 20-digit quadrature.
 */
const CHANCES: { n: number; mean: number; margin: number; equivalent: number; different: number }[] = [
  // A true difference as large as the margin: 5 % when the margin is wide, less when it is narrow; 2.5 % `different`.
  { n: 20, mean: 1, margin: 1, equivalent: 0.0499999999981, different: 0.025 },
  { n: 20, mean: 0.5, margin: 0.5, equivalent: 0.0463773250377, different: 0.0250000002345 },
  { n: 20, mean: 0.4, margin: 0.4, equivalent: 0.0270051171451, different: 0.0250000387755 },
  // Power: no difference, a smaller one than the margin, a larger one.
  { n: 20, mean: 0, margin: 0.5, equivalent: 0.39346305083, different: 4.30435e-5 },
  { n: 20, mean: 0, margin: 0.8, equivalent: 0.928345601259, different: 7.75511e-8 },
  { n: 20, mean: 0.3, margin: 1, equivalent: 0.914810266606, different: 3.80712e-7 },
  { n: 40, mean: 0, margin: 0.5, equivalent: 0.856211762466, different: 4.47631e-7 },
  { n: 20, mean: 1.5, margin: 1, equivalent: 7.08375e-5, different: 0.564482896679 },
  { n: 40, mean: 1, margin: 0.5, equivalent: 9.9741e-7, different: 0.869397911208 },
];

describe(`equivalence, how often it is wrong and how often right (seed ${SEED})`, () => {
  const ROUNDS = 10_000;
  for (const { n, mean, margin, equivalent, different } of CHANCES) {
    it(`${n} differences around ${mean}, margin ${margin}: equivalent in ${(100 * equivalent).toFixed(2)} %`, () => {
      trials(`chances of ${n} around ${mean}, margin ${margin}`, 1, (random) => {
        const seen = { equivalent: 0, different: 0, inconclusive: 0, 'too few': 0 };
        for (let i = 0; i < ROUNDS; i++) seen[verdictOf(normals(random, n, mean, 1), margin)]++;
        // A rare decision is not normally distributed, so it has its own bound.
        if (equivalent * ROUNDS > 5) shareNear(seen.equivalent, ROUNDS, equivalent, 'equivalent');
        else assert.ok(seen.equivalent <= 8, `equivalent ${seen.equivalent} times`);
        if (different * ROUNDS > 5) shareNear(seen.different, ROUNDS, different, 'different');
        else assert.ok(seen.different <= 8, `different ${seen.different} times`);
        if (mean >= margin) {
          const most = ALPHA + 4 * Math.sqrt((ALPHA * (1 - ALPHA)) / ROUNDS);
          assert.ok(seen.equivalent / ROUNDS <= most, `${seen.equivalent} of ${ROUNDS} falsely equivalent`);
        }
      });
    });
  }
});
