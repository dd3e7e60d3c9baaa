// Office hours as people write them: every form becomes
// periods of a week, and a fault is one clear line (R42).
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { DAY, HOUR, MINUTE, type Micros } from '../../../src/model/core/time.ts';
import { closesAfter, everyDay, isOpenAt, WEEK } from '../../../src/model/rules/hours.ts';
import type { HoursRule, SessionRules } from '../../../src/model/rules/rules.ts';
import { deskLines } from '../../../src/report/desk/desk.ts';
import { readData } from '../../../src/scenario/data.ts';
import { UsageError } from '../../../src/scenario/define.ts';
import { rulesFrom } from '../../../src/scenario/rules/rules-file.ts';

const rulesIn = (yaml: string): SessionRules =>
  rulesFrom(parse(`name: desk\nrules:\n${yaml.replaceAll(/^/gm, '  ')}`)).rules;
const hoursOf = (yaml: string): HoursRule => rulesIn(yaml).hours ?? assert.fail('always open');
const saysOf = (rules: SessionRules): string | undefined => deskLines(rules).find(([rule]) => rule === 'hours')?.[1];
/**
 * When the desk opens and closes in the first days, as `day h:mm`, from a scan minute by minute.
 */
function changes(hours: HoursRule, days: number): string[] {
  const found: string[] = [];
  let was = isOpenAt(hours, 0);
  for (let t: Micros = 0; t < days * DAY; t += MINUTE) {
    const is = isOpenAt(hours, t);
    if (is !== was) found.push(`${is ? 'opens' : 'closes'} after ${t / HOUR} h`);
    was = is;
  }
  return found;
}

describe('R42: hours by the day', () => {
  it('one stretch, as ever: every day the same', () => {
    assert.deepEqual(
      hoursOf('hours: { opens: "9:00", closes: "18:00", starts: "17:00" }'),
      everyDay(9 * HOUR, 18 * HOUR, 17 * HOUR),
    );
    assert.deepEqual(
      hoursOf('hours: { opens: 22:00, closes: 2:00, starts: 1:00 }'),
      everyDay(22 * HOUR, 2 * HOUR, HOUR),
    );
    assert.deepEqual(hoursOf('hours: { opens: 0:00, closes: 24:00, starts: 1:00 }'), everyDay(0, DAY, HOUR));
  });

  it('always, and null, are no hours at all', () => {
    assert.equal(rulesIn('hours: always').hours, null);
    assert.equal(rulesIn('hours: null').hours, null);
  });

  it('several stretches a day (8 to 12 and 14 to 18), as a list in which one entry says when play begins', () => {
    const rules = rulesIn(`hours:
  - { opens: "8:00", closes: "12:00", starts: "11:50" }
  - { opens: "14:00", closes: "18:00" }`);
    const hours = rules.hours ?? assert.fail();
    assert.deepEqual(changes(hours, 1).slice(0, 3), [
      `closes after ${10 / 60} h`,
      `opens after ${130 / 60} h`,
      `closes after ${370 / 60} h`,
    ]);
    assert.equal(saysOf(rules), 'open every day 8:00–12:00, 14:00–18:00; the run begins on Monday at 11:50');
    const clean = 'hours: { open: [{ opens: 8:00, closes: 12:00 }, { opens: 14:00, closes: 18:00 }], starts: 11:50 }';
    assert.deepEqual(hoursOf(clean), hours);
  });

  it('Monday to Friday 9 to 17: closed from Friday evening to Monday morning', () => {
    const rules = rulesIn('hours: { opens: "9:00", closes: "17:00", starts: "16:50", days: [1, 2, 3, 4, 5] }');
    const hours = rules.hours ?? assert.fail();
    assert.equal(closesAfter(hours, 0), 10 * MINUTE);
    const fridayEvening = 4 * DAY + 10 * MINUTE;
    assert.ok(isOpenAt(hours, fridayEvening - 1) && !isOpenAt(hours, fridayEvening));
    const mondayMorning = WEEK - (16 * 60 + 50) * MINUTE + 9 * HOUR;
    assert.ok(!isOpenAt(hours, mondayMorning - 1) && isOpenAt(hours, mondayMorning));
    assert.equal(saysOf(rules), 'open Monday to Friday 9:00–17:00; the run begins on Monday at 16:50');
    assert.deepEqual(
      hoursOf('hours: { opens: 9:00, closes: 17:00, starts: 16:50, days: [mon, Tuesday, WED, thu, friday] }'),
      hours,
    );
  });

  it('some days otherwise: Saturday in the morning, play begins on a Friday', () => {
    const rules = rulesIn(`hours:
  open:
    - { opens: 9:00, closes: 17:00, days: [mon, tue, wed, thu, fri] }
    - { opens: 10:00, closes: 12:00, days: [sat] }
  starts: Fri 16:00`);
    assert.deepEqual(changes(rules.hours ?? assert.fail(), 2), [
      'closes after 1 h',
      'opens after 18 h',
      'closes after 20 h',
    ]);
    assert.equal(
      saysOf(rules),
      'open Monday to Friday 9:00–17:00; Saturday 10:00–12:00; the run begins on Friday at 16:00',
    );
  });
});

describe('R42: hours by the date', () => {
  it('on a closed date nothing opens; what has opened on the day before goes on', () => {
    const night = hoursOf('hours: { opens: 20:00, closes: 4:00, starts: 2026-12-24 18:00, closed: ["2026-12-25"] }');
    assert.deepEqual(changes(night, 3), [
      'opens after 2 h',
      'closes after 10 h',
      'opens after 50 h',
      'closes after 58 h',
    ]);
  });

  it('the time zone says what its clock shows at a moment told in another one', () => {
    const there = hoursOf('hours: { opens: 9:00, closes: 18:00, starts: "2026-11-11T01:00Z", zone: Asia/Shanghai }');
    // 2026-11-11 is a Wednesday.
    assert.equal(there.starts, 2 * DAY + 9 * HOUR);
    assert.deepEqual(
      hoursOf('hours: { opens: 9:00, closes: 18:00, starts: "2026-11-11T01:00Z", zone: "+08:00" }'),
      there,
    );
    assert.deepEqual(hoursOf('hours: { opens: 9:00, closes: 18:00, starts: "2026-11-11 09:00+08:00" }'), there);
    assert.deepEqual(there.shifts, []);
  });

  it('clocks that are put forward or back in the night move the morning: the day has 23 or 25 hours', () => {
    for (const [date, by, opens] of [
      ['2026-03-28', HOUR, 14],
      ['2026-10-24', -HOUR, 16],
    ] as const) {
      const hours = hoursOf(`hours: { opens: 9:00, closes: 17:00, starts: ${date} 18:00, zone: Europe/Berlin }`);
      assert.deepEqual(
        hours.shifts.map((shift) => shift.by),
        [by],
        date,
      );
      assert.deepEqual(changes(hours, 1.1), [`opens after ${opens} h`, `closes after ${opens + 8} h`], date);
    }
  });

  it('two shifts within a hundred days are both known', () => {
    const hours = hoursOf('hours: { opens: 9:00, closes: 17:00, starts: 2026-03-01 9:00, zone: Africa/Casablanca }');
    assert.ok(hours.shifts.length <= 2 && hours.shifts.every(({ by }) => Math.abs(by) === HOUR));
  });
});

describe('hours that cannot be: one line with its place', () => {
  const faults: [what: string, hours: string, says: RegExp][] = [
    [
      'no form',
      'closed',
      /desk\.yaml:3:10: rules\.hours = "closed": write \{opens, closes, starts\}, or \{open: .*, or "always"/,
    ],
    [
      'no start',
      '{ opens: 9:00, closes: 17:00 }',
      /rules\.hours\.starts = \(missing\): is missing; write the time at which the scenario begins/,
    ],
    [
      'no start in a list',
      '[{ opens: 9:00, closes: 17:00 }]',
      /rules\.hours\.0\.starts = \(missing\): is missing; write the time at which the scenario begins/,
    ],
    [
      'two starts',
      '[{ opens: 9:00, closes: 10:00, starts: 9:00 }, { opens: 11:00, closes: 12:00, starts: 9:00 }]',
      /rules\.hours\.1\.starts = "9:00": is already set in another entry/,
    ],
    [
      'a day that is none',
      '{ opens: 9:00, closes: 17:00, starts: 9:00, days: [8] }',
      /rules\.hours\.days\.0 = 8: write a day of the week: 1 \(Monday\)/,
    ],
    [
      'a name that is no day',
      '{ opens: 9:00, closes: 17:00, starts: 9:00, days: [mo] }',
      /rules\.hours\.days\.0 = "mo": write a day of the week/,
    ],
    [
      'a moment that is none',
      '{ opens: 9:00, closes: 17:00, starts: 2026-02-30 9:00 }',
      /rules\.hours\.starts = "2026-02-30 9:00": write the time at which the scenario begins/,
    ],
    [
      'a date that is none',
      '{ opens: 9:00, closes: 17:00, starts: 2026-02-01 9:00, closed: ["2026-02-30"] }',
      /rules\.hours\.closed\.0 = "2026-02-30": write a date that exists/,
    ],
    [
      'closed dates without a date',
      '{ opens: 9:00, closes: 17:00, starts: 9:00, closed: ["2026-12-25"] }',
      /rules\.hours\.closed = .*: needs a date in `starts`/,
    ],
    [
      'a zone without a date',
      '{ opens: 9:00, closes: 17:00, starts: 9:00, zone: Asia/Tokyo }',
      /rules\.hours\.zone = "Asia\/Tokyo": needs a date in `starts`/,
    ],
    [
      'no zone',
      '{ opens: 9:00, closes: 17:00, starts: 2026-02-01 9:00, zone: Mars/Base }',
      /rules\.hours\.zone = "Mars\/Base": unknown time zone/,
    ],
    [
      'a time that clocks leave out',
      '{ opens: 9:00, closes: 17:00, starts: 2026-03-29 2:30, zone: Europe/Berlin }',
      /rules\.hours\.starts = .*clocks of Europe\/Berlin go forward/,
    ],
    [
      'no time at all',
      '{ opens: 9:00, closes: 9:00, starts: 9:00 }',
      /rules\.hours\.closes = "9:00": opens and closes at the same time/,
    ],
    [
      'opens at 24:00',
      '{ opens: 24:00, closes: 9:00, starts: 9:00 }',
      /rules\.hours\.opens = "24:00": 24:00 is only a closing time/,
    ],
    [
      'two at a time',
      '{ open: [{ opens: 9:00, closes: 17:00, days: [mon, tue] }, { opens: 16:00, closes: 20:00, days: [tue] }], starts: 9:00 }',
      /rules\.hours\.open\.1 = .*: Tuesday 9:00–17:00 and Tuesday 16:00–20:00 overlap; write one stretch/,
    ],
    [
      'past midnight into the next day',
      '[{ opens: 20:00, closes: 9:00, days: [sun], starts: 9:00 }, { opens: 8:00, closes: 12:00, days: [mon] }]',
      /rules\.hours\.1 = .*: Sunday 20:00–9:00 and Monday 8:00–12:00/,
    ],
    [
      'a misspelt key',
      '{ opens: 9:00, closes: 17:00, starts: 9:00, dais: [1] }',
      /rules\.hours\.dais = .*unknown key "dais", did you mean "days"/,
    ],
    ['no stretch', '{ open: [], starts: 9:00 }', /rules\.hours\.open = \[\]: has too few entries/],
  ];
  for (const [what, hours, says] of faults)
    it(what, () => {
      const { data, at } = readData(`name: desk\nrules:\n  hours: ${hours}\n`, 'desk.yaml');
      try {
        rulesFrom(data, at);
      } catch (error) {
        assert.ok(error instanceof UsageError);
        assert.match(error.message, says);
        assert.match(error.message, /^desk\.yaml:3:\d+: /);
        assert.equal(error.message.split('\n').length, 1, error.message);
        return;
      }
      assert.fail('it was accepted');
    });
});
