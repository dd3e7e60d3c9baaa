// What a few replicates say about one number: its mean, its scatter, and the error of the mean.
import { studentTQuantile } from './student-t.ts';

/** Squares of larger values would overflow. */
const LARGEST = 1e150;

/** A key that cannot be known is absent: no values give no mean, and one value gives no scatter. */
export interface Spread {
  readonly n: number;
  /** In so many runs the value was not reached; mean and scatter are then unknown. */
  readonly notReached?: number;
  readonly mean?: number;
  readonly min?: number;
  readonly max?: number;
  readonly median?: number;
  /** Sample standard deviation, √(Σ(v − mean)² / (n − 1)). */
  readonly sd?: number;
  /** Of the mean: sd / √n. */
  readonly standardError?: number;
  /** Half the 95 % interval of the mean, t(0.975, n − 1) · standardError; it is mean ± half95. */
  readonly half95?: number;
}

/** The spread of two or more values. */
export type FullSpread = Required<Omit<Spread, 'notReached'>>;

/**
 * The spread of independent values: one per replicate, never one per session, because the sessions
 * of a run share its queue. The t-interval is Student's (Biometrika 6, 1908). Values that are all
 * equal have sd 0, without rounding.
 * @throws RangeError for a value that is not finite or beyond ±10¹⁵⁰
 */
export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  for (const value of values)
    if (!(Math.abs(value) <= LARGEST)) throw new RangeError(`a value must be finite, got ${value}`);
  const n = sorted.length;
  const [min] = sorted;
  const max = sorted.at(-1);
  if (min === undefined || max === undefined) return { n };
  const known = { n, mean: meanOf(sorted, min, max), min, max, median: medianOf(sorted) };
  if (n < 2) return known;
  const sd = deviation(sorted, known.mean);
  const standardError = sd / Math.sqrt(n);
  return { ...known, sd, standardError, half95: studentTQuantile(0.975, n - 1) * standardError };
}

/** Whether the scatter is known, which takes two or more values. */
export const isFull = (of: Spread): of is FullSpread => of.n >= 2 && of.notReached === undefined;

/**
 * Sums distances from the smallest, so that the mean of equal values is exact; rounding may not
 * leave the range.
 */
function meanOf(values: readonly number[], min: number, max: number): number {
  const above = values.reduce((sum, value) => sum + (value - min), 0) / values.length;
  return Math.min(max, min + above);
}

function medianOf(sorted: readonly number[]): number {
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  if (sorted.length % 2 === 1) return upper;
  const lower = sorted[sorted.length / 2 - 1] ?? 0;
  return lower + (upper - lower) / 2;
}

/** In two passes: the mean first, so that no large squares are subtracted from each other. */
function deviation(values: readonly number[], mean: number): number {
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return Math.sqrt(squares / (values.length - 1));
}
