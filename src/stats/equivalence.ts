// Whether two kinds of runs agree, by two one-sided t-tests (TOST).
// Agreement must be shown; that no difference was found is not enough.
import { type FullSpread, type Spread, isFull, spread } from './spread.ts';
import { studentTQuantile } from './student-t.ts';

/** Fewer differences than this are no evidence. */
export const FEWEST_DIFFERENCES = 20;

/** The chance of calling a difference as large as the margin `equivalent`. */
export const ALPHA = 0.05;

export type Equivalence =
  | { readonly verdict: 'too few'; readonly margin: number; readonly spread: Spread }
  | {
      readonly verdict: 'equivalent' | 'different' | 'inconclusive';
      readonly margin: number;
      readonly spread: FullSpread;
      /** Half the 90 % interval, t(1 − α, n − 1) · standard error: equivalent when mean ± half90 lies within ±margin. */
      readonly half90: number;
    };

/**
 * Judges whether the mean of independent differences lies within ±margin (D. J. Schuirmann, J.
 * Pharmacokinetics and Biopharmaceutics 15, 1987).
 * - `equivalent`: the 90 % interval lies inside the margin, so both one-sided tests at α = 0.05
 *   reject
 * - `different`: the 95 % interval lies outside entirely
 * - `inconclusive`: between the two, or a bound touches the margin; more replicates may tell
 * @returns the verdict. Differences that are all equal (sd 0) are judged by that one value. The
 *   caller must check whether it is 0 because neither side had anything to count.
 * @param margin in the unit of the differences
 * @throws RangeError unless the margin is positive and finite and every difference is finite
 */
export function equivalence(differences: readonly number[], margin: number): Equivalence {
  if (!(margin > 0 && margin < Infinity)) throw new RangeError(`the margin must be above 0, got ${margin}`);
  const of = spread(differences);
  if (of.n < FEWEST_DIFFERENCES || !isFull(of)) return { verdict: 'too few', margin, spread: of };
  const half90 = studentTQuantile(1 - ALPHA, of.n - 1) * of.standardError;
  return { verdict: verdictOf(Math.abs(of.mean), half90, of.half95, margin), margin, spread: of, half90 };
}

/** The margin is the same on both sides, so only the distance of the mean from 0 matters. */
function verdictOf(distance: number, half90: number, half95: number, margin: number) {
  if (distance + half90 < margin) return 'equivalent';
  return distance - half95 > margin ? 'different' : 'inconclusive';
}
