// Differences between two runs of the same people: what both share cancels, so few pairs say much.
import { Refusal, refuseSameSeed } from './refusal.ts';
import { type Spread, spread } from './spread.ts';

/** One number of one run, and who the people of that run were. */
export interface Side {
  readonly seed: string;
  readonly populationHash: string;
  readonly value: number;
}

export interface Pair {
  readonly first: Side;
  readonly second: Side;
}

export interface Paired {
  /** In the order of the pairs, as are the differences. */
  readonly seeds: readonly string[];
  /** Second minus first, in the unit of the values. */
  readonly differences: readonly number[];
  readonly spread: Spread;
}

/**
 * The differences second − first, pair by pair, and their spread: the paired t-interval, whose unit is the pair.
 * @throws Refusal when the sides of a pair differ in seed or people, or when two pairs have the same seed
 * @throws RangeError for a value that is not finite
 */
export function pairedDifferences(pairs: readonly Pair[]): Paired {
  for (const [at, { first, second }] of pairs.entries()) {
    if (first.seed !== second.seed) throw new Refusal('otherSeed', at, [first.seed, second.seed]);
    if (first.populationHash !== second.populationHash)
      throw new Refusal('otherPeople', at, [first.populationHash, second.populationHash]);
  }
  const seeds = pairs.map(({ first }) => first.seed);
  refuseSameSeed(seeds);
  const differences = pairs.map(({ first, second }) => second.value - first.value);
  return { seeds, differences, spread: spread(differences) };
}
