// Weekly office hours against a scan minute by minute
// (R42), with closed days and a clock that changes.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DAY, HOUR, MINUTE } from '../../../src/model/core/time.ts';
import { closesAfter, everyDay, isOpenAt, overlapping, WEEK } from '../../../src/model/rules/hours.ts';
import type { HoursRule, OpenStretch } from '../../../src/model/rules/rules.ts';
import { trials, type Random } from '../random.ts';

/**
 * Separate open periods, drawn one after the other.
 * Some go past midnight, some begin where another ends.
 */
function randomWeek(random: Random): OpenStretch[] {
  const week: OpenStretch[] = [];
  let at = random.below(30 * 60) * MINUTE;
  while (at < WEEK && week.length < 20) {
    const to = at + random.between(1, 24 * 60) * MINUTE;
    week.push({ from: at, to });
    at = to + random.pick([0, 0, 1, 60, 17 * 60, 40 * 60]) * MINUTE;
  }
  const [first] = week;
  return first === undefined ? [{ from: 0, to: DAY }] : week.filter(({ to }) => to <= WEEK + first.from);
}

/**
 * Whether the desk is open at `t`, by the wording of the rule: in a period whose day is not closed.
 */
function isIn({ week, closed, starts, shifts }: HoursRule, t: number): boolean {
  const shown = shifts.reduce((sum, { at, by }) => (at <= t ? sum + by : sum), starts + t);
  return week.some(({ from, to }) =>
    [-1, 0, 1, 2, 3, 4].some((n) => {
      const opens = n * WEEK + from;
      return opens <= shown && shown < n * WEEK + to && !closed.includes(Math.floor(opens / DAY));
    }),
  );
}

describe('R42: office hours by the week', () => {
  it('agree with a scan minute by minute, whatever the week, the closed days and the clock', () => {
    let [open, closed] = [0, 0];
    trials('weeks', 150, (random) => {
      const hours: HoursRule = {
        week: randomWeek(random),
        closed: random.some([0, 1, 2, 3, 6, 7, 8, 13], 0.2),
        starts: random.below(7 * 24 * 60) * MINUTE,
        shifts: random.chance(0.4)
          ? [{ at: random.below(14 * 24 * 60) * MINUTE, by: random.pick([-60, 60, 30]) * MINUTE }]
          : [],
      };
      for (let n = 0; n < 10; n++) {
        const at = random.below(14 * 24 * 60) * MINUTE;
        const text = `${JSON.stringify(hours)} at ${at}`;
        assert.equal(isOpenAt(hours, at), isIn(hours, at), text);
        let close = at;
        while (isIn(hours, close) && close < at + 30 * DAY) close += MINUTE;
        assert.equal(closesAfter(hours, at), close < at + 30 * DAY ? close : Infinity, text);
        if (close === at) closed += 1;
        else open += 1;
      }
    });
    assert.ok(open > 300 && closed > 300, `${open} open, ${closed} closed: both must have been tried`);
  });

  it('at the first µs of a stretch open, at its end closed; where the next one begins there, open', () => {
    const hours: HoursRule = {
      week: [
        { from: 8 * HOUR, to: 12 * HOUR },
        { from: 12 * HOUR, to: 13 * HOUR },
      ],
      closed: [],
      starts: 0,
      shifts: [],
    };
    assert.deepEqual(
      [8 * HOUR - 1, 8 * HOUR, 12 * HOUR, 13 * HOUR - 1, 13 * HOUR].map((at) => isOpenAt(hours, at)),
      [false, true, true, true, false],
    );
    assert.equal(closesAfter(hours, 9 * HOUR), 13 * HOUR);
  });

  it('a desk that is open on every day from 0:00 to 24:00 never closes; with a closed day ahead it does', () => {
    const always = everyDay(0, DAY, 5 * HOUR);
    assert.equal(closesAfter(always, 0), Infinity);
    assert.equal(closesAfter({ ...always, closed: [40] }, 0), 40 * DAY - 5 * HOUR);
    assert.equal(closesAfter({ ...always, closed: [40] }, 41 * DAY), Infinity);
  });

  it('what has opened on Sunday goes on into Monday, also of the first week; on a closed day nothing opens', () => {
    const sunday: HoursRule = {
      week: [{ from: 6 * DAY + 22 * HOUR, to: WEEK + 2 * HOUR }],
      closed: [],
      starts: HOUR,
      shifts: [],
    };
    assert.ok(isOpenAt(sunday, 0) && !isOpenAt(sunday, HOUR));
    assert.ok(!isOpenAt({ ...sunday, closed: [6] }, 6 * DAY + 22 * HOUR));
    assert.ok(isOpenAt({ ...sunday, closed: [7] }, WEEK), 'what opened on Sunday goes on through a closed Monday');
  });

  it('an hour that the clock leaves out is no time at all, and one that it shows twice is there twice', () => {
    const night: HoursRule = {
      week: [{ from: HOUR, to: 4 * HOUR }],
      closed: [],
      starts: 0,
      shifts: [{ at: 2 * HOUR, by: HOUR }],
    };
    assert.equal(closesAfter(night, HOUR), 3 * HOUR);
    assert.equal(closesAfter({ ...night, shifts: [{ at: 3 * HOUR, by: -HOUR }] }, HOUR), 5 * HOUR);
  });

  it('stretches that lie in one another are found, across the end of the week too', () => {
    const [mon, late] = [
      { from: HOUR, to: 3 * HOUR },
      { from: 6 * DAY + 23 * HOUR, to: WEEK + 2 * HOUR },
    ];
    assert.equal(overlapping([mon, { from: 3 * HOUR, to: 4 * HOUR }]), undefined);
    assert.deepEqual(overlapping([{ from: 2 * HOUR, to: 4 * HOUR }, mon]), [mon, { from: 2 * HOUR, to: 4 * HOUR }]);
    assert.deepEqual(overlapping([mon, late]), [late, mon]);
  });
});
