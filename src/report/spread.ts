// Formats means with their intervals, with as many digits as the interval allows.
import { say } from '../language/language.ts';
import type { Unit } from '../result/headlines.ts';

/** A unit to print in: its size in units of the document, and its sign behind a number. */
interface Scale {
  readonly size: number;
  readonly sign: string;
}

type Spelled = `report.${'micros' | 'millis' | 'seconds' | 'minutes' | 'hours' | 'percent'}`;

const TIMES: readonly { readonly below: number; readonly size: number; readonly as: Spelled }[] = [
  { below: 1e6, size: 1e3, as: 'report.millis' },
  { below: 120e6, size: 1e6, as: 'report.seconds' },
  { below: 7200e6, size: 60e6, as: 'report.minutes' },
  { below: Infinity, size: 3600e6, as: 'report.hours' },
];
const MOST_DIGITS = 3;

/** The unit for values of this size. */
function scaleFor(unit: Unit, value: number): Scale {
  if (unit === 'share') return { size: 0.01, sign: signOf('report.percent') };
  if (unit === 'count') return { size: 1, sign: '' };
  const { size, as } = TIMES.find(({ below }) => value < below) ?? { size: 1, as: 'report.micros' as const };
  return { size, sign: signOf(as) };
}

/** The sign that a text puts behind a number: ` ms`, ` 毫秒`. */
const signOf = (as: Spelled): string => say(as, { n: '' });

/** Decimals that show two significant digits of an uncertainty; none for a certain whole number. */
function digitsFor(uncertainty: number, value: number): number {
  if (!(uncertainty > 0)) return Number.isInteger(Number(value.toFixed(6))) ? 0 : 1;
  return Math.max(0, Math.min(MOST_DIGITS, 1 - Math.floor(Math.log10(uncertainty))));
}

/** `12 345.6`: groups of three before the point. */
function grouped(value: number, digits: number): string {
  const [whole = '', rest] = value.toFixed(digits).split('.');
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ' ');
  return rest === undefined ? groups : `${groups}.${rest}`;
}

/** A mean, and what is known about its spread. */
export interface Known {
  readonly mean: number;
  readonly half95?: number | undefined;
  readonly sd?: number | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

export interface KnownText {
  /** `42.1 ± 0.9 %`; only the mean where there is no interval. */
  readonly mean: string;
  readonly sd: string;
  readonly range: string;
}

const NONE = '–';

/**
 * A mean, its interval, standard deviation and range in one unit; single values get one decimal
 * less than a mean.
 */
export function knownText(unit: Unit, { mean, half95, sd, min, max }: Known): KnownText {
  const { size, sign } = scaleFor(unit, Math.max(Math.abs(mean), half95 ?? 0));
  const digits = digitsFor((half95 ?? sd ?? 0) / size, mean / size);
  const text = (value: number, less = 0): string => grouped(value / size, Math.max(0, digits - less));
  return {
    mean: half95 === undefined || half95 === 0 ? `${text(mean)}${sign}` : `${text(mean)} ± ${text(half95)}${sign}`,
    sd: sd === undefined ? NONE : `${text(sd)}${sign}`,
    range:
      min === undefined || max === undefined || half95 === undefined
        ? NONE
        : `${text(min, 1)} … ${text(max, 1)}${sign}`,
  };
}

/**
 * A difference of two means with its sign: `+3.2 ± 0.8`. A difference of two shares is in
 * percentage points, called `points`.
 */
export function differenceText(unit: Unit, known: Known, points: string): string {
  const text = knownText(unit, known).mean.replace(/ ?%$/, ` ${points}`);
  // A difference that rounds to 0 gets no sign.
  if (/^-?0(?:\.0+)?(?![\d.])/.test(text)) return text.replace(/^-/, '');
  return known.mean > 0 ? `+${text}` : text.replace(/^-/, '−');
}
