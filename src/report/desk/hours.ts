// Describes office hours: days with the same hours together, the number of closed dates, the start
// of play.
import { dayWord } from '../../scenario/rules/days.ts';
import { say } from '../../language/language.ts';
import { DAY, formatTimeOfDay, type Micros } from '../../model/core/time.ts';
import { DAYS } from '../../model/rules/hours.ts';
import type { HoursRule } from '../../model/rules/rules.ts';

/** When a desk is open, in the language of this process. */
export function hoursLine(hours: HoursRule): string {
  const { closed, starts, shifts } = hours;
  return say('desk.hours', {
    open: spans(hours).join('; '),
    closed: closed.length,
    shifts: shifts.length,
    day: dayText(starts),
    starts: formatTimeOfDay(starts % DAY),
  });
}

/** The name of the day of a moment, given in µs since Monday 0:00. */
const dayText = (at: Micros): string => dayWord(1 + Math.floor(at / DAY));

/** Consecutive days with the same hours, joined; closed days are left out. */
function spans({ week }: HoursRule): string[] {
  const found: { from: number; to: number; times: string }[] = [];
  for (const day of DAYS) {
    const ofDay = week.filter(({ from }) => 1 + Math.floor(from / DAY) === day);
    const times = ofDay.map(({ from, to }) => `${timeText(from)}–${timeText(to, 'end')}`).join(', ');
    const last = found.at(-1);
    if (last !== undefined && last.to === day - 1 && last.times === times) last.to = day;
    else if (times !== '') found.push({ from: day, to: day, times });
  }
  return found.map(({ from, to, times }) => `${daysText(from, to)} ${times}`);
}

const timeText = (at: number, is?: 'end'): string => formatTimeOfDay(is === 'end' && at % DAY === 0 ? DAY : at % DAY);

function daysText(from: number, to: number): string {
  if (from === 1 && to === 7) return say('desk.everyDay');
  const [first, last] = [dayText((from - 1) * DAY), dayText((to - 1) * DAY)];
  return from === to ? first : say('desk.days', { first, last });
}
