// Means with their intervals as people read them: as many digits as the interval is worth, in the unit that fits.
import { say } from '../language/language.ts';
import type { Unit } from '../result/headlines.ts';

/** A unit to print in: how many of the document's it holds, and how it is written behind a number. */
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

/** What a text puts behind a number: ` ms`, ` 毫秒`. */
const signOf = (as: Spelled): string => say(as, { n: '' });

/** Digits behind the point that leave two that count of an uncertainty; none for what is certain and whole. */
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

/** A mean and what is known of it. */
export interface Known {
  readonly mean: number;
  readonly half95?: number | undefined;
  readonly sd?: number | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

export interface KnownText {
  /** `42.1 ± 0.9 %`; without the interval where there is none. */
  readonly mean: string;
  readonly sd: string;
  readonly range: string;
}

const NONE = '–';

/** A mean, its interval, the scatter and the range, all in one unit; single values need a digit less than a mean. */
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

/** A difference of two means, with its sign: `+3.2 ± 0.8`; that of two shares is in percentage points, called `points`. */
export function differenceText(unit: Unit, known: Known, points: string): string {
  const text = knownText(unit, known).mean.replace(/ ?%$/, ` ${points}`);
  // What rounds to nothing has no sign.
  if (/^-?0(?:\.0+)?(?![\d.])/.test(text)) return text.replace(/^-/, '');
  return known.mean > 0 ? `+${text}` : text.replace(/^-/, '−');
}
