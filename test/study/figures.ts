// Made-up figures of runs, for tests of how runs are compared.
import type { Figures } from '../../src/study/agree/figures.ts';
import { Histogram } from '../../src/model/core/histogram.ts';
import { Waits } from '../../src/model/core/waits.ts';

/**
 * 400 sessions, of which 100 ended idle, 20 of those prematurely;
 * 1000 messages, of which 50 were missed; ten transfers of 30 s.
 */
export function figures(seed: string, change: Partial<Figures> = {}): Figures {
  return {
    seed,
    populationHash: `people of ${seed}`,
    timeouts: { count: 100, of: 400 },
    premature: { count: 20, of: 100 },
    missed: { count: 50, of: 1000 },
    transfers: { sum: 300e6, n: 10 },
    shapes: { transfer: waits(10, 30e6), firstResponse: waits(300, 20e6) },
    ack: 900,
    outcomes: new Map([
      ['v0', 'delivered, finished'],
      ['v1', 'delivered, gave up: queue'],
    ]),
    ...change,
  };
}

/** `n` values, spread evenly between half and one and a half of the middle. */
export function histogram(n: number, middle: number): Histogram {
  const made = new Histogram();
  for (let i = 0; i < n; i++) made.add(Math.round(middle * (0.5 + (i + 0.5) / n)));
  return made;
}

/**
 * `n` ended waits, spread like those of {@link histogram},
 * and others that never end or are still open.
 */
export function waits(n: number, middle: number, other: { never?: number; open?: Histogram } = {}): Waits<Histogram> {
  const made = new Waits(() => new Histogram());
  made.ended.merge(histogram(n, middle));
  made.never = other.never ?? 0;
  if (other.open !== undefined) made.open.merge(other.open);
  return made;
}

/** Runs of the seeds 1/1, 1/2, …, each with its own change. */
export const runs = (n: number, change: (i: number) => Partial<Figures> = () => ({})): Figures[] =>
  Array.from({ length: n }, (_, i) => figures(`1/${i + 1}`, change(i)));

/** Noise with mean 0, the same in every test run: −1, 1, −1, … times `size`. */
export const noise = (i: number, size: number): number => (i % 2 === 0 ? -size : size);
