// Model time: integer microseconds, and the durations people write (`90s`, `30m`, `2h`, `1h30m`, `1d`).

/** Integer microseconds of model time, counted from the run's epoch. Exact in a double for 285 years. */
export type Micros = number;

export const MS: Micros = 1_000;
export const SECOND: Micros = 1_000_000;
export const MINUTE: Micros = 60 * SECOND;
export const HOUR: Micros = 60 * MINUTE;
export const DAY: Micros = 24 * HOUR;
/** Later than anything a run reaches; "no deadline". */
export const NEVER: Micros = Number.MAX_SAFE_INTEGER;

/** Longest duration. It leaves room for exact sums and products of durations. */
const LONGEST: Micros = 100 * DAY;

/** The units people write, the largest first; a unit is written once, and a larger one before a smaller one. */
const UNITS = [
  ['d', DAY],
  ['h', HOUR],
  ['m', MINUTE],
  ['s', SECOND],
  ['ms', MS],
] as const;
/** Only the last part may have a fraction: `1h30m`, `7m42.8s`, `1.5h`. */
const FORM = /^(?:\d+(?:ms|s|m|h|d))*\d+(?:\.\d+)?(?:ms|s|m|h|d)$/;
const PART = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/g;
/** Below this count, a duration is written in one unit: `90m`, not `1h30m`. */
const SHORT = 100;

/** Why a text is not a duration: wrong form, finer than a millisecond, or too long. */
export class DurationError extends Error {
  readonly fault: 'form' | 'fine' | 'long';

  constructor(fault: DurationError['fault'], message: string) {
    super(message);
    this.fault = fault;
  }
}

/**
 * Reads a duration such as `90s`, `1.5h`, `1h30m` or `500ms`.
 * @returns integer µs
 * @throws DurationError naming the text and the form expected; also when the value is not a whole number of milliseconds
 */
export function parseDuration(text: string): Micros {
  const parts = partsOf(text.trim());
  if (parts === undefined) {
    throw new DurationError(
      'form',
      `"${text}" is not a duration; write numbers and units, such as 500ms, 90s, 30m, 2h, 1h30m or 1d`,
    );
  }
  let exact = 0;
  for (const [number, unit] of parts) exact += number * unit;
  const micros = Math.round(exact);
  if (micros % MS !== 0 || Math.abs(exact - micros) > 1e-6 * Math.max(1, exact / MS))
    throw new DurationError('fine', `"${text}" is not a whole number of milliseconds; the finest duration is 1ms`);
  if (micros > LONGEST)
    throw new DurationError('long', `"${text}" is too long; the longest duration is ${LONGEST / DAY} days`);
  return micros;
}

/** The numbers of a duration, each with the length of its unit; undefined if the text is none. */
function partsOf(text: string): [number: number, size: Micros][] | undefined {
  if (!FORM.test(text)) return undefined;
  const parts: [number, Micros][] = [];
  for (const [, number, name] of text.matchAll(PART)) {
    const size = UNITS.find(([unit]) => unit === name)?.[1] ?? 0;
    if (size >= (parts.at(-1)?.[1] ?? Infinity)) return undefined;
    parts.push([Number(number), size]);
  }
  return parts;
}

/**
 * Writes µs as a short text that can be read back and is exact to the millisecond: `30m`, `90m`,
 * `1.5s`, `250ms`, `2h45m`, `7m42.8s`. Below 1 ms it writes `80us`; above, it rounds to
 * milliseconds.
 */
export function formatDuration(micros: Micros): string {
  if (micros < 0) return `-${formatDuration(-micros)}`;
  if (micros === 0) return '0s';
  if (micros < MS) return `${micros}us`;
  if (micros < SECOND) return `${Math.round(micros) / MS}ms`;
  const whole = Math.round(micros / MS) * MS;
  for (const [unit, size] of UNITS)
    if (whole % size === 0 && (whole / size < SHORT || size === DAY)) return `${whole / size}${unit}`;
  if (whole < SHORT * SECOND) return `${whole / SECOND}s`;
  let rest = whole;
  let text = '';
  for (const [unit, size] of UNITS) {
    if (unit === 'ms') break;
    const count = unit === 's' ? rest / SECOND : Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return text;
}

/** `9:05` of a time of day, µs since midnight; `24:00` is the end of the day. */
export const formatTimeOfDay = (micros: Micros): string =>
  `${Math.floor(micros / HOUR)}:${String(Math.floor((micros % HOUR) / MINUTE)).padStart(2, '0')}`;

/** `1:02:03` (hours:minutes:seconds) of a model time, for people. */
export function formatClock(micros: Micros): string {
  const total = Math.floor(micros / SECOND);
  const two = (n: number): string => (n < 10 ? `0${n}` : String(n));
  return `${Math.floor(total / 3600)}:${two(Math.floor(total / 60) % 60)}:${two(total % 60)}`;
}
