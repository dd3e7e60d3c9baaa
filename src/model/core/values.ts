// Keeps every value exactly, for waits with limits: the middle of a bucket would be too coarse.
import { Histogram } from './histogram.ts';

/** Non-negative numbers, kept exactly. Merging does not depend on the order. */
export class Values {
  readonly #all: number[] = [];
  #isSorted = true;
  max = 0;

  get n(): number {
    return this.#all.length;
  }

  add(value: number): void {
    this.#all.push(value);
    this.#isSorted = false;
    if (value > this.max) this.max = value;
  }

  merge(other: Values): void {
    for (const value of other.#all) this.add(value);
  }

  /** `[value, 1]` for each, in order. */
  pairs(): [number, number][] {
    return this.#sorted().map((value) => [value, 1]);
  }

  /** The k-th smallest, from 1; undefined if there are fewer. Makes no copy, also of very many. */
  rank(k: number): number | undefined {
    return this.#sorted()[k - 1];
  }

  /** The same values in buckets, for showing their distribution. */
  histogram(): Histogram {
    const made = new Histogram();
    for (const value of this.#all) made.add(value);
    return made;
  }

  toJSON(): number[] {
    return [...this.#sorted()];
  }

  #sorted(): readonly number[] {
    if (!this.#isSorted) this.#all.sort((a, b) => a - b);
    this.#isSorted = true;
    return this.#all;
  }

  static from(all: readonly number[]): Values {
    const made = new Values();
    for (const value of all) made.add(value);
    return made;
  }
}
