// When a desk is open: a moment of model time against the stretches of its week, its closed days and its clock. Pure.
import { DAY, type Micros } from '../core/time.ts';
import type { HoursRule, OpenStretch } from './rules.ts';

export const WEEK: Micros = 7 * DAY;
/** Monday to Sunday, as a number from 1. */
export const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;

/** Hours of one stretch on every day, for a desk that never closes for a day: times of day, µs since midnight. */
export function everyDay(opens: Micros, closes: Micros, starts: Micros): HoursRule {
  const length = closes > opens ? closes - opens : closes - opens + DAY;
  const week = DAYS.map((day) => ({ from: (day - 1) * DAY + opens, to: (day - 1) * DAY + opens + length }));
  return { week, closed: [], starts, shifts: [] };
}

/** Is the desk open at `at`? It is from the first µs of a stretch on, and no longer at its end. */
export function isOpenAt(hours: HoursRule | null, at: Micros): boolean {
  return hours === null || endAround(hours, clockAt(hours, at)) !== undefined;
}

/** When the desk closes after `at`, or now where it is closed; Infinity for a desk that never closes again. µs of model time */
export function closesAfter(hours: HoursRule | null, at: Micros): Micros {
  if (hours === null) return Infinity;
  let t = at;
  // From one end to the next, where another stretch begins at it; a clock that is put forward or back is read anew.
  for (let isOpen = true; isOpen;) {
    const shown = clockAt(hours, t);
    const end = endAround(hours, shown);
    if (end === undefined) return t;
    const put = hours.shifts.find((shift) => shift.at > t);
    const closes = t + end - shown;
    t = put !== undefined && put.at < closes ? put.at : closes;
    isOpen = !isForEver(hours, t, at);
  }
  return Infinity;
}

/** What the clock of the desk shows, µs since the Monday before model zero. */
function clockAt({ starts, shifts }: HoursRule, at: Micros): Micros {
  let shown = starts + at;
  for (const shift of shifts) if (shift.at <= at) shown += shift.by;
  return shown;
}

/** A whole week has been open, and nothing that is not the same every week lies ahead. */
function isForEver(hours: HoursRule, t: Micros, from: Micros): boolean {
  const lastDay = Math.max(0, ...hours.closed) * DAY + 2 * DAY;
  const lastShift = hours.shifts.at(-1)?.at ?? -Infinity;
  return t - Math.max(from, lastShift) > WEEK && clockAt(hours, t) - WEEK > lastDay;
}

/** When the stretch that `shown` lies in ends, by the clock of the desk; undefined where it is closed. */
function endAround(hours: HoursRule, shown: Micros): Micros | undefined {
  const week = Math.floor(shown / WEEK) * WEEK;
  for (const stretch of hours.week)
    for (const begins of [week, week - WEEK]) {
      const isIn = begins + stretch.from <= shown && shown < begins + stretch.to;
      if (isIn && !hours.closed.includes(dayOf(begins + stretch.from))) return begins + stretch.to;
    }
  return undefined;
}

const dayOf = (shown: Micros): number => Math.floor(shown / DAY);

/** Two stretches that are open at the same time, if there are any: also the last of a week and the first of the next one. */
export function overlapping(week: readonly OpenStretch[]): readonly [OpenStretch, OpenStretch] | undefined {
  const ordered = [...week].sort((a, b) => a.from - b.from || a.to - b.to);
  const [first] = ordered;
  for (const [i, one] of ordered.entries()) {
    const next = ordered[i + 1];
    const begins = next?.from ?? (first?.from ?? 0) + WEEK;
    if (one.to > begins) return [one, next ?? first ?? one];
  }
  return undefined;
}
