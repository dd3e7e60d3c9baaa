// The verdict on pairs of runs: agreement must be shown, and without data nothing agrees.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Figures } from '../../../src/study/agree/figures.ts';
import { compare, SHARE_MARGIN, TIME_MARGIN } from '../../../src/study/agree/agreement.ts';
import { AGREEMENT_EXIT, verdictOf } from '../../../src/study/agree/agreed.ts';
import { Refusal } from '../../../src/stats/refusal.ts';
import type { Comparison } from '../../../src/result/agreement.ts';
import { figures, noise, runs, waits } from '../figures.ts';

/** Resolution of times, µs. */
const RESOLUTION = 500_000;

const compared = (first: readonly Figures[], second: readonly Figures[], resolution = RESOLUTION): Comparison =>
  compare({ what: 'model', engine: 'node', from: 'SN', to: 'RN', first, second, resolution });

/** The same runs with some timeouts more or less. */
const timeouts = (n: number, more: (i: number) => number): Figures[] =>
  runs(n, (i) => ({ timeouts: { count: 100 + more(i), of: 400 } }));

describe('shares', () => {
  it('twenty pairs that scatter round 0 within the margin of 1 pp are equivalent', () => {
    const { timeoutRate } = compared(
      runs(20),
      timeouts(20, (i) => noise(i, 2)),
    ).metrics;
    assert.equal(SHARE_MARGIN, 1);
    assert.equal(timeoutRate.verdict, 'equivalent');
    assert.deepEqual([timeoutRate.n, timeoutRate.from, timeoutRate.difference], [20, 25, 0]);
    assert.ok((timeoutRate.half90 ?? 9) < 0.25, `${timeoutRate.half90}`);
    assert.ok((timeoutRate.half95 ?? 0) > (timeoutRate.half90 ?? 9), 'the 95 % interval is wider');
  });

  it('a shift of 3 pp is different, whichever way it goes', () => {
    for (const shift of [12, -12]) {
      const { timeoutRate } = compared(
        runs(20),
        timeouts(20, (i) => shift + noise(i, 2)),
      ).metrics;
      assert.equal(timeoutRate.verdict, 'different');
      assert.equal(timeoutRate.difference, shift / 4);
    }
  });

  it('scatter as large as the margin decides nothing', () => {
    const found = compared(
      runs(20),
      timeouts(20, (i) => noise(i, 16)),
    );
    assert.equal(found.metrics.timeoutRate.verdict, 'inconclusive');
  });

  it('nineteen pairs are too few, however well they agree', () => {
    const found = compared(runs(19), runs(19));
    assert.equal(found.metrics.timeoutRate.verdict, 'too_few');
    assert.equal(found.metrics.timeoutRate.difference, 0, 'what was seen is said all the same');
  });

  it('none on either side is nothing to compare; none on one side is not', () => {
    const without = runs(20, () => ({ timeouts: { count: 0, of: 400 }, premature: { count: 0, of: 0 } }));
    const neither = compared(without, without).metrics;
    assert.equal(neither.timeoutRate.verdict, 'nothing_to_compare');
    assert.equal(neither.prematureRate.verdict, 'nothing_to_compare');
    const one = compared(without, runs(20)).metrics;
    assert.equal(one.timeoutRate.verdict, 'different');
    assert.equal(one.prematureRate.verdict, 'too_few', 'there is no pair with a share on both sides');
  });

  it('no pair at all is too few', () => {
    const { metrics, shapes, visitors, seeds } = compared(runs(20), []);
    assert.deepEqual([metrics.missedRate.verdict, metrics.missedRate.n], ['too_few', 0]);
    assert.deepEqual([shapes.firstResponse.verdict, visitors, seeds], ['too_few', { differ: 0, of: 0 }, []]);
  });

  it('runs make a pair by their seed; those without a twin are left out', () => {
    const found = compared(runs(3), [figures('1/3'), figures('1/9'), figures('1/1')]);
    assert.deepEqual(found.seeds, ['1/1', '1/3']);
  });

  it('two runs of a seed with other people are refused', () => {
    const others = runs(20, (i) => (i === 7 ? { populationHash: 'others' } : {}));
    assert.throws(() => compared(runs(20), others), Refusal);
  });
});

describe('transfer latency', () => {
  const transfers = (n: number, of: (i: number) => Figures['transfers']): Figures[] =>
    runs(n, (i) => ({ transfers: of(i) }));

  it('is the mean of all transfers: a seed with one counts less than a seed with many', () => {
    const lopsided = transfers(20, (i) => (i === 0 ? { sum: 100e6, n: 1 } : { sum: 300e6, n: 10 }));
    const { from, to, difference } = compared(runs(20), lopsided).metrics.transferLatency;
    const mean = (100e6 + 19 * 300e6) / 191;
    assert.equal(from, 30e6);
    assert.ok(Math.abs((to ?? 0) - mean) < 1, `${to}`);
    assert.ok(Math.abs((difference ?? 0) - (mean - 30e6)) < 1);
  });

  it('each seed stands with what it adds to the common mean: worked out by hand for seeds of ten and of thirty', () => {
    // Ten seeds with 10 of 30 s and ten with 30 of 40 s: m = 37.5 s, n̄ = 20, and m + (Σ − m·n) ÷ n̄ is 33.75 s and 41.25 s.
    const uneven = transfers(20, (i) => (i % 2 === 0 ? { sum: 300e6, n: 10 } : { sum: 1200e6, n: 30 }));
    const { from, to, differences, difference, sd, half90 } = compared(runs(20), uneven).metrics.transferLatency;
    assert.deepEqual([from, to, difference], [30e6, 37.5e6, 7.5e6]);
    assert.deepEqual(
      differences,
      Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 3.75e6 : 11.25e6)),
    );
    // √(20 · 3.75² ÷ 19) s, and t(0.95; 19) = 1.729133 times a √20th of it.
    assert.ok(Math.abs((sd ?? 0) - 3.75e6 * Math.sqrt(20 / 19)) < 1, `${sd}`);
    assert.ok(Math.abs((half90 ?? 0) - (1.729133 * 3.75e6) / Math.sqrt(19)) < 2, `${half90}`);
  });

  it('a seed without any is no reason to leave its pair out', () => {
    const found = compared(
      runs(20),
      transfers(20, (i) => (i < 5 ? { sum: 0, n: 0 } : { sum: 300e6, n: 10 })),
    ).metrics.transferLatency;
    assert.deepEqual([found.verdict, found.n, found.difference], ['equivalent', 20, 0]);
  });

  it('may differ by a tenth, or by what a compressed clock cannot tell apart', () => {
    assert.equal(TIME_MARGIN, 0.1);
    const later = transfers(20, () => ({ sum: 340e6, n: 10 }));
    assert.deepEqual(
      [0, 5e6].map((resolution) => {
        const { verdict, margin } = compared(runs(20), later, resolution).metrics.transferLatency;
        return [verdict, margin];
      }),
      [
        ['different', 3e6],
        ['equivalent', 5e6],
      ],
    );
  });

  it('none on either side is nothing to compare, none on one side too few', () => {
    const without = transfers(20, () => ({ sum: 0, n: 0 }));
    assert.equal(compared(without, without).metrics.transferLatency.verdict, 'nothing_to_compare');
    assert.equal(compared(without, runs(20)).metrics.transferLatency.verdict, 'too_few');
  });
});

describe('distributions', () => {
  const answered = (n: number, middle: number): Figures[] =>
    runs(20, () => ({ shapes: { transfer: waits(0, 1), firstResponse: waits(n, middle) } }));

  it('pooled over seeds: from 3 000 samples a side on they are close or apart', () => {
    const same = compared(answered(150, 20e6), answered(150, 20e6)).shapes;
    assert.deepEqual(same.firstResponse, { verdict: 'close', n: [3000, 3000], distance: 0 });
    const later = compared(answered(150, 20e6), answered(150, 24e6)).shapes.firstResponse;
    assert.equal(later.verdict, 'apart');
    assert.ok((later.distance ?? 0) > 0.1, `${later.distance}`);
  });

  it('3 000 of fewer than 20 evenings are too few, close or not', () => {
    for (const middle of [20e6, 24e6]) {
      const found = compared(answered(160, 20e6).slice(1), answered(160, middle).slice(1)).shapes.firstResponse;
      assert.deepEqual(found, { verdict: 'too_few', n: [3040, 3040] });
    }
  });

  it('who never gets an answer belongs to it: the same answers for two thirds of those who ask are something else', () => {
    const some = runs(20, () => ({
      shapes: { transfer: waits(0, 1), firstResponse: waits(100, 20e6, { never: 50 }) },
    }));
    const found = compared(answered(150, 20e6), some).shapes.firstResponse;
    assert.deepEqual([found.verdict, found.n], ['apart', [3000, 3000]]);
    assert.ok(Math.abs((found.distance ?? 0) - 1 / 3) < 0.01, `${found.distance}`);
    assert.deepEqual(compared(some, some).shapes.firstResponse, { verdict: 'close', n: [3000, 3000], distance: 0 });
  });

  it('2 980 are too few, and none are nothing', () => {
    const few = compared(answered(149, 20e6), answered(150, 20e6)).shapes;
    assert.deepEqual(few.firstResponse, { verdict: 'too_few', n: [2980, 3000] });
    assert.deepEqual(few.transfer, { verdict: 'nothing_to_compare', n: [0, 0] });
  });
});

it('visitors are compared one by one', () => {
  const changed = runs(2, () => ({ outcomes: new Map([['v0', 'missed, finished']]) }));
  assert.deepEqual(compared(runs(2), changed).visitors, { differ: 4, of: 4 });
  assert.deepEqual(compared(runs(2), runs(2)).visitors, { differ: 0, of: 4 });
});

describe('the verdict on all of it', () => {
  const equal = compared(runs(20), runs(20));
  const shifted = compared(
    runs(20),
    timeouts(20, () => 12),
  );
  const noisy = compared(
    runs(20),
    timeouts(20, (i) => noise(i, 16)),
  );
  const few = compared(runs(3), runs(3));
  const nothing = compared(
    ...([1, 2].map(() =>
      runs(20, () => ({
        timeouts: { count: 0, of: 9 },
        premature: { count: 0, of: 0 },
        missed: { count: 0, of: 9 },
        transfers: { sum: 0, n: 0 },
      })),
    ) as [Figures[], Figures[]]),
  );

  it('a difference stands whatever is missing; agreement has to be shown everywhere', () => {
    assert.equal(verdictOf([equal, equal], false), 'equivalent');
    assert.equal(verdictOf([equal, shifted, few], true), 'different');
    assert.equal(verdictOf([equal, noisy], false), 'inconclusive');
    assert.equal(verdictOf([equal, noisy, few], false), 'too_few');
    assert.equal(verdictOf([equal, equal], true), 'invalid');
    assert.equal(verdictOf([equal, nothing], false), 'equivalent');
    assert.equal(verdictOf([nothing, nothing], false), 'nothing_to_compare', 'which is no agreement');
  });

  it('ends with 0 only where agreement was shown, with 2 where a difference was', () => {
    assert.deepEqual(AGREEMENT_EXIT, {
      equivalent: 0,
      different: 2,
      inconclusive: 4,
      too_few: 4,
      invalid: 4,
      nothing_to_compare: 4,
    });
  });
});
