// The distribution function of Student's t by the
// incomplete beta function, as a reference for quantiles.
import { regularisedBeta } from '../../src/stats/beta.ts';

/** P(T ≤ t) with `df` degrees of freedom: ½ I_x(ν/2, ½) at x = ν/(ν + t²) in each tail (Abramowitz & Stegun 26.5.27 and 26.7.1). */
export function studentTCdf(t: number, df: number): number {
  const ratio = (t * t) / df;
  const tail = regularisedBeta(df / 2, 0.5, 1 / (1 + ratio), 1 / (1 + 1 / ratio)) / 2;
  return t < 0 ? tail : 1 - tail;
}
