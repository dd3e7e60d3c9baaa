// Reads office hours: one or several stretches, days of the week, closed dates and a time zone.
import { z } from 'zod';
import { dayWord } from './days.ts';
import { say } from '../../language/language.ts';
import { DAY, formatTimeOfDay, HOUR, MINUTE, type Micros } from '../../model/core/time.ts';
import { DAYS, overlapping } from '../../model/rules/hours.ts';
import type { HoursRule, OpenStretch } from '../../model/rules/rules.ts';
import { missing } from '../faults.ts';
import { timeOfDay } from '../lengths.ts';
import { momentOf, offsetOf, shiftsAfter, zoneOf } from './time-zone.ts';

const NAMES = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** The number of a day by its full name or first three letters: Monday is 1; 0 for other words. */
const dayNumber = (name: string): number =>
  1 + NAMES.findIndex((full) => name.toLowerCase() === full || name.toLowerCase() === full.slice(0, 3));

const day = z.union(
  [
    z
      .int({ error: () => say('shape.day') })
      .min(1, { error: () => say('shape.day') })
      .max(7, { error: () => say('shape.day') }),
    z.string().transform((name, ctx) => {
      const number = dayNumber(name);
      if (number === 0) ctx.addIssue({ code: 'custom', message: say('shape.day'), input: name });
      return number;
    }),
  ],
  { error: () => say('shape.day') },
);

const opening = timeOfDay.refine((at) => at < DAY, { error: () => say('shape.opens') });

const stretch = {
  opens: opening.describe('When the desk opens.'),
  closes: timeOfDay.describe(
    'When it closes; earlier than `opens` if the desk works past midnight. `24:00` is the end of the day.',
  ),
  days: z
    .array(day)
    .min(1)
    .optional()
    .describe(
      'Days of the week on which it opens: 1 (Monday) to 7 (Sunday), or `mon` to `sun`. Every day if left out.',
    ),
};

const STARTS =
  /^(?:(?<name>[A-Za-z]+) +|(?<date>\d{4}-\d\d-\d\d)[ T])?(?<hour>[01]?\d|2[0-3]):(?<minute>[0-5]\d)(?<offset>Z|[+-](?:0\d|1[0-4]):[0-5]\d)?$/;

/**
 * What the clock shows at model time 0: a day of the week (0 is Monday) or a date (days since
 * 1970), and a time of day.
 */
export interface Start {
  readonly weekday: number;
  readonly date?: number;
  readonly time: Micros;
  readonly offset?: Micros;
}

/** Days since 1970-01-01, a Thursday; undefined for a date that does not exist. */
function dateNumber(text: string): number | undefined {
  const at = Date.parse(`${text}T00:00:00Z`);
  const isDate = /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
  return isDate ? at / 86_400_000 : undefined;
}

const weekdayOf = (date: number): number => (((date + 3) % 7) + 7) % 7;

function startOf(text: string): Start | undefined {
  const found = STARTS.exec(text.trim())?.groups;
  if (found === undefined) return undefined;
  const { name, date: written, hour, minute, offset } = found;
  const time = Number(hour) * HOUR + Number(minute) * MINUTE;
  if (written === undefined) {
    const number = name === undefined ? 1 : dayNumber(name);
    return number === 0 || offset !== undefined ? undefined : { weekday: number - 1, time };
  }
  const date = dateNumber(written);
  if (date === undefined) return undefined;
  return { weekday: weekdayOf(date), date, time, ...(offset !== undefined && { offset: offsetOf(offset) ?? 0 }) };
}

const starts = z
  .string({ error: ({ input }) => `${input === undefined ? missing() : ''}${say('shape.starts')}` })
  .transform((text, ctx) => {
    const start = startOf(text);
    if (start !== undefined) return start;
    ctx.addIssue({ code: 'custom', message: say('shape.starts'), input: text });
    return z.NEVER;
  });

const date = z.string({ error: () => say('shape.date') }).transform((text, ctx) => {
  const number = dateNumber(text);
  if (number !== undefined) return number;
  ctx.addIssue({ code: 'custom', message: say('shape.date'), input: text });
  return z.NEVER;
});

const zone = z.string().refine((name) => zoneOf(name) !== undefined, { error: () => say('shape.zone') });

const clock = {
  starts: starts.describe(
    'Time of the desk when the scenario begins: `9:00` (on a Monday), `Fri 16:50` or `2026-11-11 9:00`, or with an offset from UTC: `2026-11-11T01:00Z`.',
  ),
  closed: z
    .array(date)
    .default([])
    .describe(
      'Dates on which the desk does not open, such as `2026-12-25`; hours that began the day before go on. Needs a date in `starts`.',
    ),
  zone: zone
    .optional()
    .describe(
      'Time zone of the desk, such as `Europe/Berlin` or `+08:00`, with its daylight-saving time. Needs a date in `starts`.',
    ),
};

const one = z.strictObject({ ...stretch, ...clock });
const several = z.strictObject({
  open: z.array(z.strictObject(stretch)).min(1).describe('Stretches in which the desk is open; they must not overlap.'),
  ...clock,
});
const list = z
  .array(
    z.strictObject({
      ...stretch,
      starts: clock.starts.optional(),
      closed: z.array(date).optional().describe('As in the form with `open`; in one entry.'),
      zone: clock.zone,
    }),
  )
  .min(1);

type Stretch = z.output<typeof one>;
type Written = z.output<typeof several>;

/** The path of a part, relative to `hours`. */
type Path = readonly (string | number)[];
type Complain = (path: Path, message: string) => void;

export const officeHours = z
  .union([z.literal('always'), one, several, list], { error: () => say('shape.hours') })
  .transform((written, ctx): HoursRule | null => {
    if (written === 'always') return null;
    let isFaulty = false;
    const complain: Complain = (path, message) => {
      isFaulty = true;
      ctx.addIssue({ code: 'custom', path: [...path], message, input: written });
    };
    const place = Array.isArray(written) ? [] : 'open' in written ? ['open'] : undefined;
    const hours = Array.isArray(written)
      ? ofList(written, complain)
      : 'open' in written
        ? written
        : { ...written, open: [written] };
    const at = (i: number): Path => (place === undefined ? [] : [...place, i]);
    const rule = hours === undefined ? undefined : ruleOf(hours, at, complain);
    return isFaulty || rule === undefined ? z.NEVER : rule;
  });

/** A list of stretches; one of them has the start, closed dates and zone for all. */
function ofList(entries: z.output<typeof list>, complain: Complain): Written | undefined {
  const first = entries.findIndex((entry) => entry.starts !== undefined);
  const start = entries[first]?.starts;
  if (start === undefined) {
    complain([0, 'starts'], `${missing()}${say('shape.starts')}`);
    return undefined;
  }
  for (const key of ['starts', 'closed', 'zone'] as const) {
    const places = entries.flatMap((entry, i) => (entry[key] === undefined ? [] : [i]));
    if (places[1] !== undefined) complain([places[1], key], say('shape.hoursTwice'));
  }
  const named = entries.find((entry) => entry.zone !== undefined)?.zone;
  return {
    open: entries,
    starts: start,
    closed: entries.flatMap(({ closed = [] }) => closed),
    ...(named !== undefined && { zone: named }),
  };
}

function ruleOf(hours: Written, at: (i: number) => Path, complain: Complain): HoursRule | undefined {
  const week = weekOf(hours.open, at, complain);
  const { starts: start, closed, zone: name } = hours;
  if (start.date === undefined) {
    if (closed.length > 0) complain(['closed'], say('shape.needsDate'));
    if (name !== undefined) complain(['zone'], say('shape.needsDate'));
    return { week, closed: [], starts: start.weekday * DAY + start.time, shifts: [] };
  }
  const clockThen = clockAtStart(start.date * DAY + start.time, start.offset, name);
  if (clockThen === undefined) {
    complain(['starts'], say('shape.leftOut', { zone: name ?? '' }));
    return undefined;
  }
  const today = Math.floor(clockThen.shown / DAY);
  const monday = today - weekdayOf(today);
  const days = [...new Set(closed.map((one_) => one_ - monday))].sort((a, b) => a - b);
  return { week, closed: days, starts: clockThen.shown - monday * DAY, shifts: clockThen.shifts };
}

/**
 * What the desk's clock shows at model time 0 (µs since 1970), and when it is put forward or back.
 */
function clockAtStart(
  written: Micros,
  offset: Micros | undefined,
  name: string | undefined,
): { readonly shown: Micros; readonly shifts: HoursRule['shifts'] } | undefined {
  const there = name === undefined ? undefined : zoneOf(name);
  if (there === undefined) return { shown: written, shifts: [] };
  const moment = offset === undefined ? momentOf(there, written) : written - offset;
  return moment === undefined ? undefined : { shown: moment + there(moment), shifts: shiftsAfter(there, moment) };
}

const stretchText = ({ from, to }: OpenStretch): string =>
  say('desk.stretch', {
    day: dayWord(1 + Math.floor(from / DAY)),
    opens: formatTimeOfDay(from % DAY),
    closes: formatTimeOfDay(to % DAY === 0 ? DAY : to % DAY),
  });

/** The stretches of a week, in order; empty and overlapping ones are errors. */
function weekOf(
  open: readonly Pick<Stretch, 'opens' | 'closes' | 'days'>[],
  at: (i: number) => Path,
  complain: Complain,
): OpenStretch[] {
  const places = new Map<OpenStretch, number>();
  for (const [i, { opens, closes, days = DAYS }] of open.entries()) {
    if (opens === closes) complain([...at(i), 'closes'], say('shape.hoursEmpty'));
    for (const number of new Set(days)) {
      const midnight = (number - 1) * DAY;
      places.set({ from: midnight + opens, to: midnight + closes + (closes > opens ? 0 : DAY) }, i);
    }
  }
  const week = [...places.keys()].sort((a, b) => a.from - b.from);
  const clash = overlapping(week);
  if (clash !== undefined) {
    const last = Math.max(...clash.map((one_) => places.get(one_) ?? 0));
    const [one_ = '', other = ''] = clash.map(stretchText);
    complain(at(last), say('shape.hoursOverlap', { one: one_, other }));
  }
  return week;
}
