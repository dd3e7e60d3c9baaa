// ln, exp, normal tail and quantile from + - * / and sqrt alone: every engine gives the same bits.

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

/** 2^(i/32), i = 0…31: correctly rounded constants, computed with 40 digits. */
const POWERS = [
  1.0, 1.0218971486541166, 1.0442737824274138, 1.0671404006768237, 1.0905077326652577, 1.1143867425958924,
  1.1387886347566916, 1.1637248587775775, 1.189207115002721, 1.215247359980469, 1.241857812073484, 1.2690509571917332,
  1.2968395546510096, 1.3252366431597413, 1.3542555469368927, 1.383909881963832, 1.4142135623730951, 1.4451808069770467,
  1.4768261459394993, 1.5091644275934228, 1.5422108254079407, 1.5759808451078865, 1.6104903319492543, 1.645755478153965,
  1.681792830507429, 1.718619298122478, 1.7562521603732995, 1.7947090750031072, 1.8340080864093424, 1.8741676341103,
  1.9152065613971474, 1.9571441241754002,
];

/**
 * e^x for |x| ≤ 700: x = (32·k + i)·ln2/32 + r with |r| ≤ ln2/64, then 2^k · 2^(i/32) · e^r with a Taylor polynomial of
 * degree 6 (error below 1e-17 on that range). Relative error of the product below 4e-16.
 * @throws RangeError outside that range
 */
export function exp(x: number): number {
  if (!(x >= -700 && x <= 700)) throw new RangeError(`exp needs -700..700, got ${x}`);
  const n = Math.floor((x * 32) / (LN2_HI + LN2_LO) + 0.5);
  const r = x - (n * LN2_HI) / 32 - (n * LN2_LO) / 32;
  const k = Math.floor(n / 32);
  const p = 1 + r * (1 + r * (0.5 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r / 720)))));
  word[0] = 1;
  bits[HIGH] = (k + 1023) << 20;
  return p * (POWERS[n - 32 * k] as number) * word[0];
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
    const over =
      ((((-7.784894002430293e-3 * q - 3.223964580411365e-1) * q - 2.400758277161838) * q - 2.549732539343734) * q +
        4.374664141464968) *
        q +
      2.938163982698783;
    const under =
      (((7.784695709041462e-3 * q + 3.224671290700398e-1) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1;
    return over / under;
  }
  const q = p - 0.5;
  const r = q * q;
  const over =
    ((((-3.969683028665376e1 * r + 2.209460984245205e2) * r - 2.759285104469687e2) * r + 1.38357751867269e2) * r -
      3.066479806614716e1) *
      r +
    2.506628277459239;
  const under =
    ((((-5.447609879822406e1 * r + 1.615858368580409e2) * r - 1.556989798598866e2) * r + 6.680131188771972e1) * r -
      1.328068155288572e1) *
      r +
    1;
  return (over * q) / under;
}

/** Beyond this the tail is smaller than the error of its formula. */
const NO_TAIL = 30;

/** 1 − Φ(x), the share of the standard normal distribution above x: Abramowitz & Stegun 26.2.17, error below 7.5e-8. */
export function normalTail(x: number): number {
  if (x < 0) return 1 - normalTail(-x);
  if (x > NO_TAIL) return 0;
  const t = 1 / (1 + 0.2316419 * x);
  const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * poly;
}
