// Model time: integer microseconds, and the durations people write (`90s`, `30m`, `2h`, `1d`).

/** Integer microseconds of model time, counted from the run's epoch. Exact in a double for 285 years. */
export type Micros = number;

export const MS: Micros = 1_000;
export const SECOND: Micros = 1_000_000;
export const MINUTE: Micros = 60 * SECOND;
export const HOUR: Micros = 60 * MINUTE;
export const DAY: Micros = 24 * HOUR;
/** Later than anything a run reaches; "no deadline". */
export const NEVER: Micros = Number.MAX_SAFE_INTEGER;

/** Leaves room for sums and products of durations in exact integers. */
const LONGEST: Micros = 100 * DAY;

const UNITS: Readonly<Record<string, Micros>> = { ms: MS, s: SECOND, m: MINUTE, h: HOUR, d: DAY };
const FORM = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/;

/** Why a text is no duration: not of the form, finer than a millisecond, or longer than counts can hold. */
export class DurationError extends Error {
  readonly fault: 'form' | 'fine' | 'long';

  constructor(fault: DurationError['fault'], message: string) {
    super(message);
    this.fault = fault;
  }
}

/**
 * Reads a duration such as `90s`, `1.5h` or `500ms`.
 * @returns integer µs
 * @throws DurationError naming the text and the form expected; also when the value is not a whole number of milliseconds
 */
export function parseDuration(text: string): Micros {
  const match = FORM.exec(text.trim());
  const unit = match?.[2] === undefined ? undefined : UNITS[match[2]];
  if (match?.[1] === undefined || unit === undefined) {
    throw new DurationError(
      'form',
      `"${text}" is not a duration; write a number and a unit, such as 500ms, 90s, 30m, 2h or 1d`,
    );
  }
  const exact = Number(match[1]) * unit;
  const micros = Math.round(exact);
  if (micros % MS !== 0 || Math.abs(exact - micros) > 1e-6 * Math.max(1, exact / MS))
    throw new DurationError('fine', `"${text}" is not a whole number of milliseconds; the finest duration is 1ms`);
  if (micros > LONGEST)
    throw new DurationError('long', `"${text}" is too long; the longest duration is ${LONGEST / DAY} days`);
  return micros;
}

/** Writes µs in the largest unit that keeps it short and exact to the millisecond: `30m`, `1.5s`, `250ms`, `80us`. */
export function formatDuration(micros: Micros): string {
  if (micros < 0) return `-${formatDuration(-micros)}`;
  if (micros === 0) return '0s';
  if (micros < MS) return `${micros}us`;
  for (const [unit, size] of [
    ['d', DAY],
    ['h', HOUR],
    ['m', MINUTE],
    ['s', SECOND],
  ] as const) {
    if (micros >= size && micros % size === 0) return `${micros / size}${unit}`;
  }
  if (micros >= SECOND) return `${Math.round(micros / MS) / 1000}s`;
  return `${Math.round(micros) / MS}ms`;
}

/** `1:02:03` (hours:minutes:seconds) of a model time, for people. */
export function formatClock(micros: Micros): string {
  const total = Math.floor(micros / SECOND);
  const two = (n: number): string => (n < 10 ? `0${n}` : String(n));
  return `${Math.floor(total / 3600)}:${two(Math.floor(total / 60) % 60)}:${two(total % 60)}`;
}
