// The Kolmogorov–Smirnov distance of two distributions, judged by a bound and not by a p-value.
import { bucketOf, type Histogram } from '../model/core/histogram.ts';
import type { Waits } from '../model/core/waits.ts';

/**
 * Each side needs this many samples, pooled over its replicates. Two samples of one distribution are further than 0.05 apart
 * by chance in 52 % of cases at 500 a side, 14 % at 1 000 and 0.1 % at 3 000.
 */
export const FEWEST_SAMPLES = 3_000;

/** Distributions up to this far apart count as the same. A p-value would reject any model, given enough samples. */
export const CLOSE = 0.05;

export type Closeness =
  | { readonly verdict: 'too few'; readonly n: readonly [number, number] }
  | {
      readonly verdict: 'close' | 'apart';
      readonly n: readonly [number, number];
      /** 0 (same distribution) to 1 (no overlap). */
      readonly distance: number;
    };

/** How often each value occurs, in ascending order of the values. */
type Counts = readonly (readonly [value: number, count: number])[];

/**
 * D = max over t of |F(t) − G(t)|. F and G are the shares that had got what they waited for within
 * t (A. N. Kolmogorov 1933, N. V. Smirnov 1939). Tied times step together; a wait that never ends
 * counts as infinite. With open waits, F and G are the estimates of Kaplan and Meier (JASA 53,
 * 1958), as far as both are known. Times are those of the buckets of histograms: exact below 128.
 * Above, times of one bucket (within 0.8 %) count as tied, so without open waits D is at most that
 * of the times themselves.
 * @returns a verdict, or `too few` when a side has fewer than 3 000 waits
 */
export function closenessOfWaits(first: Waits<Histogram>, second: Waits<Histogram>): Closeness {
  const n = [first.of, second.of] as const;
  // Without open waits the estimate is the plain share, which is exact.
  const isPlain = first.open.n + second.open.n === 0;
  return judged(n, () => (isPlain ? largestGap(endsOf(first), endsOf(second), ...n) : gapOfCurves(first, second)));
}

const endsOf = ({ ended, never }: Waits<Histogram>): Counts => [...ended.toJSON().counts, [Infinity, never]];

function judged(n: readonly [number, number], distanceOf: () => number): Closeness {
  if (Math.min(...n) < FEWEST_SAMPLES) return { verdict: 'too few', n };
  const distance = distanceOf();
  return { verdict: distance <= CLOSE ? 'close' : 'apart', n, distance };
}

/**
 * Compares buckets and not values: each side cuts the middle of a bucket off at its own maximum.
 */
function gapOfCurves(first: Waits<Histogram>, second: Waits<Histogram>): number {
  const known = bucketOf(Math.min(first.known, second.known));
  const steps = [first, second]
    .flatMap((waits, side) => waits.curve().map(([time, share]) => ({ bucket: bucketOf(time), side, share })))
    .filter(({ bucket }) => bucket <= known)
    .sort((a, b) => a.bucket - b.bucket);
  const shares = [0, 0];
  let gap = 0;
  for (const [i, { bucket, side, share }] of steps.entries()) {
    shares[side] = share;
    if (steps[i + 1]?.bucket !== bucket) gap = Math.max(gap, Math.abs((shares[0] ?? 0) - (shares[1] ?? 0)));
  }
  return gap;
}

/** In whole numbers up to the last division: |a/n − b/m| = |a·m − b·n| / (n·m), exact for n·m < 2⁵³. */
function largestGap(first: Counts, second: Counts, n: number, m: number): number {
  let a = 0;
  let b = 0;
  let i = 0;
  let j = 0;
  let gap = 0;
  while (i < first.length && j < second.length) {
    const x = first[i]?.[0] ?? Infinity;
    const y = second[j]?.[0] ?? Infinity;
    if (x <= y) a += first[i++]?.[1] ?? 0;
    if (y <= x) b += second[j++]?.[1] ?? 0;
    gap = Math.max(gap, Math.abs(a * m - b * n));
  }
  // What is left of one side only narrows the gap.
  return gap / (n * m);
}
