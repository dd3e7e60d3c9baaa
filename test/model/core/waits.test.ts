// Waits that never end or have not ended yet: quantiles
// against published survival data and by properties.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Histogram } from '../../../src/model/core/histogram.ts';
import { Values } from '../../../src/model/core/values.ts';
import { Waits } from '../../../src/model/core/waits.ts';
import { SEED, trials } from '../random.ts';

const exact = (): Waits<Values> => new Waits(() => new Values());

function waits(ended: readonly number[], open: readonly number[] = [], never = 0): Waits<Values> {
  const made = exact();
  for (const value of ended) made.ended.add(value);
  for (const value of open) made.open.add(value);
  made.never = never;
  return made;
}

/** Weeks of remission under 6-MP and under placebo: Freireich et al., Blood 21 (1963), the classic example of Kaplan–Meier estimates. */
const SIX_MP = waits([6, 6, 6, 7, 10, 13, 16, 22, 23], [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]);
const PLACEBO = waits([1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]);

describe('the quantile of waits', () => {
  it('is that of published remission times: median 23 weeks with 12 of 21 censored, 8 weeks without', () => {
    assert.equal(SIX_MP.quantile(0.5), 23);
    assert.equal(PLACEBO.quantile(0.5), 8);
    // The published table has S(13) = 0.690, S(16) = 0.627
    // and S(23) = 0.448, and S does not fall below that.
    assert.equal(SIX_MP.quantile(0.309), 13);
    assert.equal(SIX_MP.quantile(0.311), 16);
    assert.equal(SIX_MP.quantile(0.55), 23);
    assert.equal(SIX_MP.quantile(0.56), null);
  });

  it('counts who never got it as longer than everybody', () => {
    assert.equal(waits([1, 2, 3], [], 1).quantile(0.75), 3);
    assert.equal(waits([1, 2, 3], [], 1).quantile(0.76), null);
    assert.equal(waits([], [], 5).quantile(0.01), null);
  });

  it('is null for nobody', () => assert.equal(exact().quantile(0.5), null));

  it('takes who still waits after the same time as one who waits longer', () => {
    assert.equal(waits([5], [5]).quantile(0.5), 5);
    assert.equal(waits([5], [4]).quantile(1), 5);
  });

  it(`is the nearest rank where everybody got it, in values and in buckets (seed ${SEED})`, () => {
    trials('nearest rank', 200, (random) => {
      const values = Array.from({ length: random.between(1, 300) }, () => random.between(0, 127));
      const q = random.between(1, 1000) / 1000;
      const sorted = [...values].sort((a, b) => a - b);
      const rank = sorted[Math.max(1, Math.ceil(q * values.length)) - 1];
      assert.equal(waits(values).quantile(q), rank);
      const bucketed = new Waits(() => new Histogram());
      for (const value of values) bucketed.ended.add(value);
      assert.equal(bucketed.quantile(q), rank);
    });
  });

  it(`lies between taking who still waits as answered now, and as never answered (seed ${SEED})`, () => {
    trials('between', 200, (random) => {
      const some = (): number[] => Array.from({ length: random.between(0, 40) }, () => random.between(0, 1000));
      const [ended, open, never] = [some(), some(), random.between(0, 5)];
      const of = (w: Waits<Values>): number => w.quantile(0.5) ?? Infinity;
      const found = of(waits(ended, open, never));
      assert.ok(of(waits([...ended, ...open], [], never)) <= found);
      assert.ok(found <= of(waits(ended, [], never + open.length)));
    });
  });

  it(`does not depend on how the waits came together, nor on the way between threads (seed ${SEED})`, () => {
    trials('merged', 100, (random) => {
      const parts = Array.from({ length: 3 }, () => {
        const some = (): number[] => Array.from({ length: random.between(0, 20) }, () => random.between(0, 1e9));
        return waits(some(), some(), random.between(0, 3));
      });
      const sum = (order: readonly number[]): unknown => {
        const all = exact();
        for (const i of order) all.merge(parts[i] as Waits<Values>);
        return [all.summary(), JSON.parse(JSON.stringify(all))];
      };
      assert.deepEqual(sum([0, 1, 2]), sum([2, 0, 1]));
      const [part = exact()] = parts;
      const json = JSON.parse(JSON.stringify(part)) as ReturnType<typeof part.toJSON>;
      assert.deepEqual(Waits.from(json, (all) => Values.from(all)).summary(), part.summary());
    });
  });
});

describe('the width of buckets', () => {
  it('is nothing to an exact wait: a limit between two values is above the one and below the other', () => {
    // One bucket of a histogram holds both values.
    assert.equal(waits([60_000_001]).quantile(0.95), 60_000_001);
    assert.equal(waits([60_000_000]).quantile(0.95), 60_000_000);
  });
});
