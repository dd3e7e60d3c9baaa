// When a desk is open, from the stretches of its week, its closed days and its clock. Pure.
import { DAY, type Micros } from '../core/time.ts';
import type { HoursRule, OpenStretch } from './rules.ts';

export const WEEK: Micros = 7 * DAY;
/** Monday to Sunday, as a number from 1. */
export const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;

/**
 * Office hours with the same stretch every day and no closed days. Times of day are µs since
 * midnight.
 */
export function everyDay(opens: Micros, closes: Micros, starts: Micros): HoursRule {
  const length = closes > opens ? closes - opens : closes - opens + DAY;
  const week = DAYS.map((day) => ({ from: (day - 1) * DAY + opens, to: (day - 1) * DAY + opens + length }));
  return { week, closed: [], starts, shifts: [] };
}

/** Whether the desk is open at `at`. A stretch includes its first µs and excludes its end. */
export function isOpenAt(hours: HoursRule | null, at: Micros): boolean {
  return hours === null || endAround(hours, clockAt(hours, at)) !== undefined;
}

/**
 * When the desk closes after `at`, µs of model time; `at` itself if it is closed, Infinity if it
 * never closes again.
 */
export function closesAfter(hours: HoursRule | null, at: Micros): Micros {
  if (hours === null) return Infinity;
  let t = at;
  // Go from end to end, because another stretch may begin there. After a shift of the clock, read
  // it again.
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

/**
 * Whether the desk has been open for a whole week, and no closed day or shift of the clock lies
 * ahead.
 */
function isForEver(hours: HoursRule, t: Micros, from: Micros): boolean {
  const lastDay = Math.max(0, ...hours.closed) * DAY + 2 * DAY;
  const lastShift = hours.shifts.at(-1)?.at ?? -Infinity;
  return t - Math.max(from, lastShift) > WEEK && clockAt(hours, t) - WEEK > lastDay;
}

/** When the stretch around `shown` ends, by the desk's clock; undefined if the desk is closed. */
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

/**
 * Two stretches that overlap, if there are any; the last of a week may overlap the first of the
 * next.
 */
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
