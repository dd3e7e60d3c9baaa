// Why replicates may not be compared; the error carries what was found, for any language.

/**
 * `otherSeed`, `otherPeople`: the sides of a pair do not belong together. `sameSeed`: a replicate
 * occurs twice.
 */
export type WhyRefused = 'otherSeed' | 'otherPeople' | 'sameSeed';

/** Thrown instead of a meaningless statistic. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly why: WhyRefused;
  /** Which pair or replicate, from 0. */
  readonly at: number;
  /** The two seeds, or the two population hashes. */
  readonly found: readonly [string, string];
  constructor(why: WhyRefused, at: number, found: readonly [string, string]) {
    super(`${why} at ${at}: ${found.join(' and ')}`);
    this.why = why;
    this.at = at;
    this.found = found;
  }
}

/** @throws Refusal if a seed occurs twice: the same people again are no further evidence */
export function refuseSameSeed(seeds: readonly string[]): void {
  const seen = new Set<string>();
  for (const [at, seed] of seeds.entries()) {
    if (seen.has(seed)) throw new Refusal('sameSeed', at, [seed, seed]);
    seen.add(seed);
  }
}
