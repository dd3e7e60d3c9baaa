// Student's t distribution: how far the mean of a few replicates can be from the truth.
import { lnBeta, regularisedBeta } from './beta.ts';

/** Beyond this, t² would overflow with one degree of freedom. */
const SMALLEST_P = 1e-100;

function checkDegrees(df: number): void {
  if (!(df >= 1 && df < Infinity)) throw new RangeError(`degrees of freedom must be 1 or more, got ${df}`);
}

/** P(T > t) for t ≥ 0: ½ I_x(ν/2, ½) at x = ν/(ν + t²) (Abramowitz & Stegun 26.5.27 and 26.7.1). */
function tailAbove(t: number, df: number): number {
  const ratio = (t * t) / df;
  return regularisedBeta(df / 2, 0.5, 1 / (1 + ratio), 1 / (1 + 1 / ratio)) / 2;
}

/** (1 + t²/ν)^(−(ν+1)/2) / (√ν B(ν/2, ½)). */
function density(t: number, df: number): number {
  return Math.exp(-0.5 * Math.log(df) - lnBeta(df / 2, 0.5) - ((df + 1) / 2) * Math.log1p((t * t) / df));
}

/**
 * The t above which a share `q` ≤ ½ lies. Above 0 the tail is convex and falls, so Newton's method
 * from 0 climbs to the root and never passes it. It needs no bracket and no first guess.
 */
function quantileAbove(q: number, df: number): number {
  let t = 0;
  for (;;) {
    const next = t + (tailAbove(t, df) - q) / density(t, df);
    if (!(next - t > 1e-15 * next)) return t;
    t = next;
  }
}

/**
 * The t below which a share `p` of Student's t lies (Student, Biometrika 6, 1908); 0.975 gives the factor of a 95 % interval.
 * @throws RangeError unless 1 ≤ df < ∞ and 10⁻¹⁰⁰ ≤ p < 1
 */
export function studentTQuantile(p: number, df: number): number {
  checkDegrees(df);
  if (!(p >= SMALLEST_P && p < 1)) throw new RangeError(`p must be in ${SMALLEST_P}..1, got ${p}`);
  return p < 0.5 ? -quantileAbove(p, df) : quantileAbove(1 - p, df);
}
