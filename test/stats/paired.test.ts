// Paired differences: the same people on both sides, or a refusal that says what was found.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Pair, type Side, pairedDifferences } from '../../src/stats/paired.ts';
import { Refusal } from '../../src/stats/refusal.ts';
import { isFull } from '../../src/stats/spread.ts';
import { moments, trials } from '../model/random.ts';
import { near } from './near.ts';
import { normals } from './normal.ts';

const side = (seed: string, value: number, people = `people of ${seed}`): Side => ({
  seed,
  populationHash: people,
  value,
});
const pair = (seed: string, first: number, second: number): Pair => ({
  first: side(seed, first),
  second: side(seed, second),
});

function refused(pairs: readonly Pair[]): Refusal {
  try {
    pairedDifferences(pairs);
  } catch (error) {
    assert.ok(error instanceof Refusal);
    return error;
  }
  return assert.fail('not refused');
}

describe('paired differences', () => {
  it("are second minus first, by seed: Student's two drugs, ten patients", () => {
    const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
    const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    const { seeds, differences, spread } = pairedDifferences(first.map((v, i) => pair(`s${i}`, v, second[i] ?? NaN)));
    assert.deepEqual(seeds.slice(0, 3), ['s0', 's1', 's2']);
    near(differences[1] ?? NaN, 2.4, 1e-15);
    assert.ok(isFull(spread));
    near(spread.mean / spread.standardError, 4.062127683382036, 1e-13);
  });

  it('cancel what both sides have in common', () => {
    trials('common noise cancels', 20, (random) => {
      const people = normals(random, 30, 50, 10);
      const noise = normals(random, 30, 1, 0.1);
      const pairs = people.map((value, i) => pair(`s${i}`, value, value + (noise[i] ?? 0)));
      const { spread } = pairedDifferences(pairs);
      assert.ok(isFull(spread));
      near(spread.mean, moments(noise).mean, 1e-9);
      near(spread.sd, Math.sqrt(moments(noise).variance), 1e-9);
    });
  });

  it('change their sign when the sides change places', () => {
    const pairs = [pair('a', 1, 3), pair('b', 4, 2), pair('c', 0, 5)];
    const turned = pairs.map(({ first, second }) => ({ first: second, second: first }));
    assert.deepEqual(pairedDifferences(pairs).differences, [2, -2, 5]);
    assert.deepEqual(pairedDifferences(turned).differences, [-2, 2, -5]);
  });

  it('of no pairs, and of one, have no interval', () => {
    assert.deepEqual(pairedDifferences([]).spread, { n: 0 });
    assert.equal(pairedDifferences([pair('a', 1, 2)]).spread.half95, undefined);
  });

  it('are refused when the sides have different seeds', () => {
    const { why, at, found, message } = refused([pair('a', 1, 2), { first: side('b', 1), second: side('c', 1) }]);
    assert.deepEqual({ why, at, found }, { why: 'otherSeed', at: 1, found: ['b', 'c'] });
    assert.equal(message, 'otherSeed at 1: b and c');
  });

  it('are refused when the sides had different people', () => {
    const { why, at, found } = refused([{ first: side('a', 1, 'hash1'), second: side('a', 1, 'hash2') }]);
    assert.deepEqual({ why, at, found }, { why: 'otherPeople', at: 0, found: ['hash1', 'hash2'] });
  });

  it('are refused when a seed stands twice: the same people again are no further evidence', () => {
    const { why, at, found } = refused([pair('a', 1, 2), pair('b', 1, 2), pair('a', 1, 3)]);
    assert.deepEqual({ why, at, found }, { why: 'sameSeed', at: 2, found: ['a', 'a'] });
  });

  it('are refused when a value is no number', () => {
    assert.throws(() => pairedDifferences([pair('a', 1, NaN)]), RangeError);
  });
});
