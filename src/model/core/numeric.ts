// Logarithm, exponential and normal quantile from + - * / and sqrt alone, so that every JavaScript engine gives the same bits.

const LN2_HI = 6.9314718036912381649e-1;
const LN2_LO = 1.90821492927058770002e-10;
const SQRT2 = 1.4142135623730951;
const word = new Float64Array(1);
const bits = new Uint32Array(word.buffer);
const LITTLE = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;
const HIGH = LITTLE ? 1 : 0;

/**
 * Natural logarithm of a positive, normal number. fdlibm's `e_log.c` (Sun Microsystems, 1993): reduce to
 * [sqrt(2)/2, sqrt(2)), then a polynomial in s = f/(2+f). Relative error below 1 ulp.
 */
export function ln(x: number): number {
  if (!(x > 0)) throw new RangeError(`ln needs a positive number, got ${x}`);
  word[0] = x;
  let exponent = (((bits[HIGH] ?? 0) >>> 20) & 0x7ff) - 1023;
  bits[HIGH] = ((bits[HIGH] ?? 0) & 0x000fffff) | 0x3ff00000;
  let m = word[0] ?? 1;
  if (m > SQRT2) {
    m /= 2;
    exponent += 1;
  }
  const f = m - 1;
  if (f === 0) return exponent * LN2_HI + exponent * LN2_LO;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const t1 = w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1));
  const t2 =
    z *
    (6.66666666666673513e-1 +
      w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1)));
  const r = t1 + t2;
  const half = 0.5 * f * f;
  return exponent * LN2_HI - (half - (s * (half + r) + exponent * LN2_LO) - f);
}

/**
 * e^x for |x| ≤ 700: reduce by multiples of ln 2, then a Taylor polynomial on |r| ≤ ln2/2 (14 terms, error < 1e-16).
 * @throws RangeError outside that range
 */
export function exp(x: number): number {
  if (!(x >= -700 && x <= 700)) throw new RangeError(`exp needs -700..700, got ${x}`);
  const k = Math.floor(x / (LN2_HI + LN2_LO) + 0.5);
  const r = x - k * LN2_HI - k * LN2_LO;
  let sum = 1;
  for (let n = 14; n >= 1; n--) sum = 1 + (sum * r) / n;
  word[0] = 1;
  bits[HIGH] = (k + 1023) << 20;
  return sum * (word[0] ?? 1);
}

const A = [-3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1];
const B = [-5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1];
const C = [-7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968];
const D = [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416];

function horner(coefficients: readonly number[], x: number, last: number): number {
  let sum = 0;
  for (const c of coefficients) sum = sum * x + c;
  return sum * x + last;
}

/**
 * Quantile of the standard normal distribution, p in (0, 1). P. J. Acklam's rational approximation (2003),
 * relative error below 1.2e-9: far finer than the thousandths to which every draw is rounded.
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`normalQuantile needs 0 < p < 1, got ${p}`);
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * ln(p));
    return horner(C, q, 2.938163982698783) / horner(D, q, 1);
  }
  const q = p - 0.5;
  const r = q * q;
  return (horner(A, r, 2.506628277459239) * q) / horner(B, r, 1);
}
