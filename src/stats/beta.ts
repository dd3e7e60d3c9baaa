// The beta function and its regularised incomplete form, from which the probabilities of Student's t come.

/** The continued fraction needs about √max(a, b) terms: this many are enough for a = 10⁹. */
const MOST_TERMS = 100_000;
const SMALLEST = 1e-300;
const HALF_LN_2_PI = 0.9189385332046727;

/**
 * ln Γ(z) − [(z − ½) ln z − z + ½ ln 2π] for z ≥ 10, to the last bit: Stirling's series, Abramowitz & Stegun, Handbook of
 * Mathematical Functions, 6.1.40–41.
 */
function stirlingRest(z: number): number {
  const u = 1 / (z * z);
  return (1 / 12 - u * (1 / 360 - u * (1 / 1260 - u * (1 / 1680 - u * (1 / 1188 - (u * 691) / 360360))))) / z;
}

/** ln Γ(z), z > 0; below 10 by Γ(z + 1) = z Γ(z). */
function lnGamma(z: number): number {
  let product = 1;
  for (; z < 10; z++) product *= z;
  return (z - 0.5) * Math.log(z) - z + HALF_LN_2_PI + stirlingRest(z) - Math.log(product);
}

/**
 * ln B(a, b) = ln Γ(a) + ln Γ(b) − ln Γ(a + b), a and b > 0. With a large argument the two large
 * logarithms are subtracted by formula (Stirling's form), because their numerical difference would
 * keep only a few digits.
 */
export function lnBeta(a: number, b: number): number {
  const large = Math.max(a, b);
  const small = Math.min(a, b);
  const sum = large + small;
  if (large < 10) return lnGamma(large) + lnGamma(small) - lnGamma(sum);
  const difference =
    small - (large - 0.5) * Math.log1p(small / large) - small * Math.log(sum) + stirlingRest(large) - stirlingRest(sum);
  return lnGamma(small) + difference;
}

/**
 * The continued fraction 1 + d₁/(1 + d₂/(1 + …)) of the incomplete beta function (Abramowitz & Stegun 26.5.8), by the
 * modified method of Lentz (Press et al., Numerical Recipes, 3rd ed., §5.2 and §6.4). Converges fast for x < (a+1)/(a+b+2).
 */
function continuedFraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 0;
  let value = 1;
  for (let n = 1; n <= MOST_TERMS; n++) {
    const m = Math.floor(n / 2);
    const over = (a + n - 1) * (a + n);
    const term = n % 2 === 1 ? (-(a + m) * (a + b + m) * x) / over : (m * (b - m) * x) / over;
    d = 1 / (1 + term * d || SMALLEST);
    c = 1 + term / c || SMALLEST;
    value *= c * d;
    if (Math.abs(c * d - 1) < Number.EPSILON) return value;
  }
  throw new Error(`unreachable: the incomplete beta function of ${a}, ${b}, ${x} does not converge`);
}

/** ln x, where y = 1 − x is known without rounding. */
const lnOf = (x: number, y: number): number => (x < 0.5 ? Math.log(x) : Math.log1p(-y));

/**
 * I_x(a, b) = ∫₀ˣ u^(a−1) (1−u)^(b−1) du / B(a, b), the regularised incomplete beta function: 0 at
 * x = 0, 1 at x = 1, I_x(a, b) = 1 − I_(1−x)(b, a) (Abramowitz & Stegun 26.5.1–2). Relative error
 * below 10⁻¹¹ for a and b up to 10⁶.
 * @param y 1 − x, if the caller knows it more exactly than a subtraction gives it
 * @throws RangeError unless a and b are positive and 0 ≤ x ≤ 1
 */
export function regularisedBeta(a: number, b: number, x: number, y = 1 - x): number {
  if (!(a > 0 && b > 0 && Number.isFinite(a + b))) throw new RangeError(`a and b must be above 0, got ${a} and ${b}`);
  if (!(x >= 0 && y >= 0 && x <= 1 && y <= 1)) throw new RangeError(`x must be in 0..1, got ${x}`);
  if (x === 0 || y === 0) return x === 0 ? 0 : 1;
  const power = Math.exp(a * lnOf(x, y) + b * lnOf(y, x) - lnBeta(a, b));
  if (x < (a + 1) / (a + b + 2)) return power / (a * continuedFraction(a, b, x));
  return 1 - power / (b * continuedFraction(b, a, y));
}
