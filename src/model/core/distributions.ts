// Distributions of durations, as data.
// A sample is (whole milliseconds) × (a factor in thousandths), so that scaling time scales it
// exactly.
import { drawChance, drawBelow, drawUnit, type Owner, type Purpose } from './draw.ts';
import { exp, ln, normalQuantile } from './numeric.ts';
import { MS, type Micros } from './time.ts';

/** A distribution of durations. Lengths are µs and must be whole milliseconds; `sigma` is of ln(duration). */
export type Duration =
  | { readonly kind: 'fixed'; readonly value: Micros }
  | { readonly kind: 'exponential'; readonly mean: Micros }
  | { readonly kind: 'lognormal'; readonly median: Micros; readonly sigma: number; readonly cap?: Micros }
  | { readonly kind: 'uniform'; readonly low: Micros; readonly high: Micros }
  | {
      readonly kind: 'mixture';
      readonly main: Duration;
      readonly other: Duration;
      readonly otherShare: number;
      readonly purpose: Purpose;
    };

/** Largest factor of a draw: 10 000 × the median. It keeps every sample an exact integer. */
const FACTOR_MAX = 10_000_000;

/**
 * Multiplies a factor by a stretch in thousandths.
 * @returns whole thousandths, from 1 to FACTOR_MAX
 */
const thousandths = (factor: number, stretch: number): number =>
  Math.min(FACTOR_MAX, Math.max(1, Math.round(factor * stretch)));

/**
 * The k-th sample that `of` draws for `purpose`, in µs. A mixture uses one more draw, on its own
 * purpose, to choose the part.
 * @param stretch scales the sample, in thousandths. Whole milliseconds × thousandths stay exact
 *   under time scaling; a sample multiplied afterwards would not.
 * @returns integer µs ≥ 0
 */
export function sample(d: Duration, of: Owner, purpose: Purpose, k: number, stretch = 1000): Micros {
  switch (d.kind) {
    case 'fixed':
      return (d.value / MS) * stretch;
    case 'exponential':
      return (d.mean / MS) * thousandths(-ln(drawUnit(of, purpose, k)), stretch);
    case 'lognormal': {
      const factor = exp(d.sigma * normalQuantile(drawUnit(of, purpose, k)));
      const value = (d.median / MS) * thousandths(factor, stretch);
      return d.cap === undefined ? value : Math.min(value, (d.cap / MS) * stretch);
    }
    case 'uniform':
      return (
        (d.low / MS) * stretch +
        ((d.high - d.low) / MS) * Math.round((drawBelow(of, purpose, k, 1001) * stretch) / 1000)
      );
    case 'mixture':
      return sample(drawChance(of, d.purpose, k, d.otherShare) ? d.other : d.main, of, purpose, k, stretch);
  }
}

/** An index into `weights` (non-negative integers, not all zero), chosen with chances proportional to them. */
export function choose(weights: readonly number[], of: Owner, purpose: Purpose, k: number): number {
  let total = 0;
  for (const weight of weights) total += weight;
  let left = drawBelow(of, purpose, k, total);
  for (let i = 0; i < weights.length; i++) {
    left -= weights[i] ?? 0;
    if (left < 0) return i;
  }
  return weights.length - 1;
}

/** A count ≥ 1 with the given mean, geometric beyond 1 (mean 1 gives always 1), at most `most`. */
export function drawCount(mean: number, most: number, of: Owner, purpose: Purpose, k: number): number {
  if (mean <= 1) return 1;
  const stop = 1 / mean;
  return Math.min(most, 1 + Math.floor(ln(drawUnit(of, purpose, k)) / ln(1 - stop)));
}
