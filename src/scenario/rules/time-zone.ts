// Time zones: what the clocks of a place show at a moment, and when they are put forward or back. The model gets the result as whole numbers.
import { DAY, MS, SECOND, type Micros } from '../../model/core/time.ts';

/** How far clocks of a place are ahead of UTC at a moment (unix µs). µs */
export type Zone = (at: Micros) => Micros;

const OFFSET = /^([+-])(0\d|1[0-4]):([0-5]\d)$/;

/** `+08:00` or `Z` as µs ahead of UTC; undefined for anything else. */
export function offsetOf(text: string): Micros | undefined {
  if (text === 'Z') return 0;
  const [, sign, hours, minutes] = OFFSET.exec(text) ?? [];
  if (hours === undefined) return undefined;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60) * SECOND;
}

/** A zone by its name (`Europe/Berlin`) or its offset from UTC (`+08:00`); undefined when there is none of that name. */
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

/** The moment (unix µs) at which clocks show a time, the earlier one where they show it twice; undefined for a time that they leave out. */
export function momentOf(zone: Zone, shown: Micros): Micros | undefined {
  const guesses = [shown - zone(shown - DAY), shown - zone(shown + DAY)].sort((a, b) => a - b);
  return guesses.find((at) => at + zone(at) === shown);
}

/** How far ahead clocks are looked at: no run is longer. */
const AHEAD: Micros = 100 * DAY;

/** When clocks are put forward or back in the time after `from` (unix µs). `at` counts from there; µs */
export function shiftsAfter(zone: Zone, from: Micros): { readonly at: Micros; readonly by: Micros }[] {
  const shifts = [];
  for (let t = from; t < from + AHEAD; t += DAY) {
    const by = zone(t + DAY) - zone(t);
    if (by === 0) continue;
    // Clocks are put at a whole second.
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
