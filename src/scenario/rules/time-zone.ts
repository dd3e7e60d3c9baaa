// Time zones: the local time at a moment, and clock changes; the model gets whole numbers.
import { DAY, MS, SECOND, type Micros } from '../../model/core/time.ts';

/** The offset of local time from UTC at a moment (Unix µs), µs. */
export type Zone = (at: Micros) => Micros;

const OFFSET = /^([+-])(0\d|1[0-4]):([0-5]\d)$/;

/** `+08:00` or `Z` as µs ahead of UTC; undefined for anything else. */
export function offsetOf(text: string): Micros | undefined {
  if (text === 'Z') return 0;
  const [, sign, hours, minutes] = OFFSET.exec(text) ?? [];
  if (hours === undefined) return undefined;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60) * SECOND;
}

/**
 * A zone by its name (`Europe/Berlin`) or its offset from UTC (`+08:00`); undefined for an unknown
 * name.
 */
export function zoneOf(name: string): Zone | undefined {
  const fixed = offsetOf(name);
  if (fixed !== undefined) return () => fixed;
  let format: Intl.DateTimeFormat;
  try {
    const parts = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
    const time = { hour: 'numeric', minute: 'numeric', second: 'numeric' } as const;
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'iso8601',
      hourCycle: 'h23',
      ...parts,
      ...time,
    });
  } catch {
    return undefined;
  }
  return (at) => {
    const seconds = Math.floor(at / SECOND);
    const shown = Object.fromEntries(
      format.formatToParts(seconds * 1000).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
    return Date.UTC(year, month - 1, day, hour, minute, second) * MS - seconds * SECOND;
  };
}

/**
 * The moment (Unix µs) of a local time. A time that occurs twice means the earlier one; undefined
 * for a time that a clock change skips.
 */
export function momentOf(zone: Zone, shown: Micros): Micros | undefined {
  const guesses = [shown - zone(shown - DAY), shown - zone(shown + DAY)].sort((a, b) => a - b);
  return guesses.find((at) => at + zone(at) === shown);
}

/** How far ahead clock changes are searched: no run is longer. */
const AHEAD: Micros = 100 * DAY;

/** Clock changes after `from` (Unix µs). `at` counts from there; `at` and `by` in µs. */
export function shiftsAfter(zone: Zone, from: Micros): { readonly at: Micros; readonly by: Micros }[] {
  const shifts = [];
  for (let t = from; t < from + AHEAD; t += DAY) {
    const by = zone(t + DAY) - zone(t);
    if (by === 0) continue;
    // Clocks change at a whole second.
    let [before, after] = [Math.floor(t / SECOND), Math.ceil((t + DAY) / SECOND)];
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (zone(middle * SECOND) === zone(t)) before = middle;
      else after = middle;
    }
    shifts.push({ at: after * SECOND - from, by });
  }
  return shifts;
}
