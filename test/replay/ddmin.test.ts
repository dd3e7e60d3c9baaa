// Delta debugging: the result is interesting and minimal,
// and the number of trials is within the paper's bound.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ddmin, type Minimal } from '../../src/replay/ddmin.ts';
import { Random, SEED } from '../model/random.ts';

type Predicate = (part: readonly number[]) => boolean;

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const without = <T>(items: readonly T[], at: number): T[] => items.filter((_, i) => i !== at);
const hasAll = (part: readonly number[], wanted: Iterable<number>): boolean => {
  const there = new Set(part);
  return [...wanted].every((item) => there.has(item));
};

/** All subsets of a short list except the whole and the empty one. */
const properParts = (items: readonly number[]): number[][] =>
  upTo(2 ** items.length - 2).map((i) => items.filter((_, bit) => (((i + 1) >> bit) & 1) === 1));

/**
 * Shrinks and checks every predicate call: items in order, no part twice, and never the empty part.
 */
async function shrunk(n: number, isInteresting: Predicate): Promise<Minimal<number> & { asked: number }> {
  const asked = new Set<string>();
  const result = await ddmin(upTo(n), (part) => {
    assert.ok(part.length > 0 && part.length < n, 'a part, and not none');
    assert.ok(
      part.every((item, i) => i === 0 || item > (part[i - 1] ?? -1)),
      'in the order of the items',
    );
    assert.ok(!asked.has(part.join()), `asked twice about ${part.join()}`);
    asked.add(part.join());
    return isInteresting(part);
  });
  return { ...result, asked: asked.size };
}

/** Runs a property with many seeds; a failure names the one that repeats it. */
async function always(what: string, times: number, property: (random: Random) => Promise<void>): Promise<void> {
  for (let i = 0; i < times; i++) {
    await property(new Random(`${SEED}/${what}/${i}`)).catch((error: Error) => {
      throw new Error(`${what}, trial ${i}, seed ${SEED}: ${error.message}`, { cause: error });
    });
  }
}

describe('ddmin', () => {
  test('finds the only item that matters among a thousand, in twice log2 n trials', async () => {
    for (const guilty of [0, 1, 499, 500, 998, 999]) {
      const { items, isMinimal, asked } = await shrunk(1000, (part) => part.includes(guilty));
      assert.deepEqual([...items], [guilty]);
      assert.ok(isMinimal);
      assert.ok(asked <= 20, `${asked} trials`);
    }
  });

  test('where certain items are needed, and nothing hurts: exactly these are left', async () => {
    await always('needed', 200, async (random) => {
      const n = random.between(1, 60);
      const needed = random.some(upTo(n), random.unit());
      const { items } = await shrunk(n, (part) => hasAll(part, needed));
      // At least one item is left, because the empty part is never tried.
      if (needed.length > 0) assert.deepEqual([...items], needed);
      else assert.equal(items.length, 1);
    });
  });

  test('where one of several causes is enough: one of them whole, and no part of it would do', async () => {
    await always('causes', 200, async (random) => {
      const n = random.between(2, 40);
      const causes = upTo(random.between(1, 4)).map(() => random.shuffled(upTo(n)).slice(0, random.between(1, 7)));
      const isInteresting: Predicate = (part) => causes.some((cause) => hasAll(part, cause));
      const { items } = await shrunk(n, isInteresting);
      assert.ok(isInteresting(items));
      for (const part of properParts(items)) assert.ok(!isInteresting(part), `${part.join()} of ${items.join()}`);
    });
  });

  test('whatever the predicate: no single item can be left out, in n² + 3n trials at most', async () => {
    await always('any', 300, async (random) => {
      const n = random.between(2, 24);
      const share = random.unit();
      const salt = random.word();
      // An arbitrary predicate that always gives the same answer for the same part.
      const isInteresting: Predicate = (part) => new Random(`${salt}/${part.join()}`).chance(share);
      const { items, isMinimal, asked } = await shrunk(n, isInteresting);
      assert.ok(isMinimal);
      assert.ok(asked <= n * n + 3 * n, `${asked} trials for ${n} items`);
      assert.ok(items.length === n || isInteresting(items), 'what is left was asked about');
      if (items.length < 2) return;
      for (const i of items.keys()) assert.ok(!isInteresting(without(items, i)), `without item ${i}`);
    });
  });

  test('everything is needed: everything is left', async () => {
    const { items, isMinimal } = await shrunk(17, (part) => part.length === 17);
    assert.equal(items.length, 17);
    assert.ok(isMinimal);
  });

  test('when patience ends, the smallest so far is left, and nobody calls it minimal', async () => {
    let trials = 0;
    const isInteresting: Predicate = (part) => {
      trials += 1;
      return hasAll(part, [3, 90]);
    };
    const { items, isMinimal } = await ddmin(upTo(100), isInteresting, { isOver: () => trials >= 9 });
    assert.equal(trials, 9);
    assert.equal(isMinimal, false);
    assert.ok(hasAll(items, [3, 90]) && items.length < 100 && items.length > 2, items.join());
  });
});
