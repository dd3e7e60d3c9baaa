// Shares with intervals: pinned values of Wilson's score interval, and cautious intervals at zero.
import assert from 'node:assert/strict';
import test from 'node:test';
import { rateOf } from '../../src/stats/rates.ts';

const near = (a: number, b: number): void => assert.ok(Math.abs(a - b) < 5e-6, `${a} against ${b}`);

test('Wilson 95 %: the values of Newcombe (1998)', () => {
  const a = rateOf(81, 263);
  near(a.low, 0.25529);
  near(a.high, 0.36621);
  const b = rateOf(15, 148);
  near(b.low, 0.06239);
  near(b.high, 0.16049);
});

test('zero of n prints its upper bound: 1 − 0.05^(1/n)', () => {
  assert.deepEqual(rateOf(0, 0), { count: 0, of: 0, low: 0, high: 1 });
  near(rateOf(0, 1).high, 0.95);
  near(rateOf(0, 1_000_000).high, 3e-6);
  assert.equal(rateOf(0, 50).low, 0);
});

test('an interval holds its share and lies in 0…1', () => {
  for (let of = 1; of < 60; of++) {
    for (let count = 0; count <= of; count++) {
      const { low, high } = rateOf(count, of);
      assert.ok(low >= 0 && high <= 1 && low <= count / of && count / of <= high, `${count} of ${of}: ${low}…${high}`);
    }
  }
});
