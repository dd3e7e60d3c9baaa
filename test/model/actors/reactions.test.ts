// Reactions to alerts (R12, R50) and to offers (R53,
// R54), and how typing and activity are reported.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, SECOND } from '../../../src/model/core/time.ts';
import type { Persona } from '../../../src/model/population/workload.ts';
import type { Row } from '../../../src/model/rows/rows.ts';
import { ALERT_FORMS } from '../../../src/model/rows/words.ts';
import type { SessionRules } from '../../../src/model/rules/rules.ts';
import { ATTENTION, fixed, idleRule, only, persona, play, rules, workload } from '../evening.ts';

const T = 10 * MINUTE;
const BOT = {
  after: 4 * MINUTE,
  text: 'may I help?',
  options: [{ id: 'faq', label: 'FAQ', answer: null }],
  max: 1,
};

/** One visitor who is answered at once and then thinks for nine minutes. */
function talk(desk: Partial<SessionRules>, who: Partial<Persona> = {}, typing = 0): Row[] {
  const w = workload({
    arrivals: [{ name: 'one', for: SECOND, visitors: 3 }],
    personas: [
      persona({
        turns: 50,
        think: fixed(9 * MINUTE),
        patience: fixed(60 * MINUTE),
        replyPatience: fixed(60 * MINUTE),
        answersPrompt: 1000,
        promptDelay: fixed(20 * SECOND),
        ...who,
      }),
    ],
    turnsMost: 3,
    agents: {
      count: 1,
      settings: {
        answer: fixed(10 * SECOND),
        perSession: 0,
        glance: fixed(SECOND),
        notice: fixed(SECOND),
        typing,
        declines: 0,
        noticePerSession: 0,
        attention: ATTENTION,
      },
    },
  });
  const idle = idleRule({ after: T, resets: ['visitor', 'agent', 'click', 'activity', 'visitor_typing'] });
  return play({ workload: w, rules: rules({ idle, visitorGone: null, ...desk }), tail: 60 * MINUTE });
}
const isNudge = (row: Row & { what: 'say' }): boolean => row.turn < 0 && row.by === 'a0';
/** Rows of v0 and its session only. */
const sessionOf = (rows: readonly Row[]): string =>
  only(rows, 'w_session').find(({ session }) => session.visitor === 'v0')?.session.id ??
  assert.fail('no session of v0');

describe('an agent who is alerted', () => {
  const rulesWith = (as: (typeof ALERT_FORMS)[number]): Partial<SessionRules> => ({
    alert: { before: 3 * MINUTE, as },
  });

  it('notices it as soon as its form lets them, and asks whether somebody is still there: once in a silence', () => {
    for (const as of ALERT_FORMS) {
      const rows = talk(rulesWith(as), { think: fixed(40 * MINUTE), comesBack: 0 });
      const s = sessionOf(rows);
      const told = only(rows, 'alert', 'a0').filter(({ session }) => session === s);
      const nudges = only(rows, 'say', 'a0').filter((row) => isNudge(row) && row.session === s);
      assert.equal(nudges.length, 1, as);
      assert.equal(told.length, 2, 'once before the close, once more before the one that the question has moved');
      const wait = (ATTENTION[as] as { value: number }).value + 10 * SECOND;
      assert.equal((nudges[0]?.t ?? 0) - (told[0]?.t ?? 0), wait, as);
    }
  });

  it('keeps the session in time where the alert is loud, and not where it is only a mark', () => {
    const closes = (as: (typeof ALERT_FORMS)[number]): number => {
      const rows = talk({ ...rulesWith(as), alert: { before: 30 * SECOND, as } }, { think: fixed(11 * MINUTE) });
      return only(rows, 'w_session').filter(({ session: s }) => s.reason === 'idle_timeout' && s.activeAt !== undefined)
        .length;
    };
    assert.ok(closes('popup') < closes('mark'), `${closes('popup')} < ${closes('mark')}`);
  });

  it('does nothing unasked without an alert (R71)', () => {
    assert.deepEqual(only(talk({}), 'say', 'a0').filter(isNudge), []);
  });
});

describe('a visitor who is offered something by the bot', () => {
  it('clicks where they would have answered a prompt, and goes on thinking', () => {
    const rows = talk({ bot: BOT });
    const offered = only(rows, 'show', 'v0').find(({ from }) => from === 'bot') ?? assert.fail('no offer');
    const click = only(rows, 'act', 'v0').find(({ is }) => is === 'click') ?? assert.fail('no click');
    assert.equal(click.t - offered.t, 20 * SECOND);
    const turns = only(rows, 'say', 'v0').map(({ turn }) => turn);
    assert.deepEqual(
      turns,
      turns.toSorted((a, b) => a - b),
      'the offer is no answer, and brings no turn forward',
    );
    assert.deepEqual(only(talk({ bot: BOT }, { answersPrompt: 0 }), 'act', 'v0'), []);
  });

  it('R54: fewer sessions time out with it than without', () => {
    const closes = (desk: Partial<SessionRules>): number =>
      only(talk(desk, { think: fixed(12 * MINUTE) }), 'w_session').filter(
        ({ session }) => session.reason === 'idle_timeout',
      ).length;
    assert.ok(closes({ bot: BOT }) < closes({}), `${closes({ bot: BOT })} < ${closes({})}`);
  });

  it('is not answered by a welcome: the first answer is still to come', () => {
    const [plain, welcomed] = [talk({}), talk({ welcome: { text: 'hello' } })].map((rows) =>
      only(rows, 'intend', 'v0').map(({ t }) => t),
    );
    assert.deepEqual(welcomed, plain);
  });
});

describe('what a client tells of its user', () => {
  it('a visitor types so long before each turn that was thought about', () => {
    const rows = talk({}, { typing: 5 * SECOND });
    const typed = only(rows, 'act', 'v0').map(({ t }) => t);
    const turns = only(rows, 'say', 'v0').flatMap(({ t, turn }) => (turn > 0 ? [t - 5 * SECOND] : []));
    assert.ok(turns.length > 0);
    assert.deepEqual(typed, turns);
  });

  it('a page in front tells of mouse and keyboard as often as it is set to, and keeps its session by that', () => {
    const rows = talk({}, { activity: MINUTE, think: fixed(12 * MINUTE) });
    const moved = only(rows, 'act', 'v0');
    assert.ok(moved.length > 20 && moved.every(({ is }) => is === 'activity'), `${moved.length}`);
    for (const [i, { t }] of moved.slice(1).entries()) assert.equal((t - (moved[i]?.t ?? 0)) % MINUTE, 0);
    const talking = only(rows, 'say', 'v0').at(-1)?.t ?? 0;
    const close = only(rows, 'w_session').find(({ session }) => session.visitor === 'v0')?.session.closedAt ?? Infinity;
    assert.ok(close > talking, 'never idle while people think and move');
  });

  it('an agent types from the beginning of an answer until it is sent', () => {
    const rows = talk({}, {}, 4 * SECOND);
    const typed = only(rows, 'act', 'a0').length;
    const answers = only(rows, 'say', 'a0').length;
    assert.equal(typed, 3 * answers, 'at 0, 4 and 8 of 10 seconds');
  });
});
