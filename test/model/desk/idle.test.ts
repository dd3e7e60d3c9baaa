// The idle close on the desk: not before T (R20), reset by
// both sides (R21), changes only the state (R01, R02, R34).
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, SECOND } from '../../../src/model/core/time.ts';
import { idleRule, STAFF } from '../evening.ts';
import { Bench, quiet } from './bench.ts';

const T = 2 * MINUTE;
const bot = { after: 10 * T, text: 'help?', options: [{ id: 'faq1', label: 'FAQ', answer: null }], max: 1 };

/** v0 writes at 0 and a0 has the session. */
function open(rules = quiet()): Bench {
  const bench = new Bench(rules).agents('a0');
  bench.visitor('v0');
  bench.say('v0', 'v0/0');
  return bench;
}
const isClosed = (bench: Bench): boolean => bench.session('s1').state === 'closed';

describe('R20: the clock runs from the last effective interaction', () => {
  it('open at T − 1 µs, closed at T', () => {
    const bench = open();
    assert.equal(isClosed(bench.until(T - 1)), false);
    assert.equal(isClosed(bench.until(T)), true);
    assert.deepEqual([bench.session('s1').closedAt, bench.session('s1').reason], [T, 'idle_timeout']);
  });

  it('a message at T − 1 µs keeps it open; a message at T finds it closed, even when nothing else woke the desk', () => {
    const early = open();
    early.now = T - 1;
    early.say('v0', 'v0/1');
    assert.equal(isClosed(early), false);
    assert.equal(isClosed(early.until(2 * T - 2)), false);
    assert.equal(isClosed(early.until(2 * T - 1)), true);

    const late = open();
    late.now = T;
    late.say('v0', 'v0/1');
    assert.equal(isClosed(late), true);
    assert.equal(late.session('s1').closedAt, T);
    assert.equal(late.session('s2').state, 'active', 'new session on message');
  });

  it('a desk that wakes up late closes at once and says by how much', () => {
    const bench = open();
    bench.now = T + 5 * SECOND;
    bench.desk.advance(bench.now);
    assert.equal(bench.session('s1').closedAt, T + 5 * SECOND);
    assert.deepEqual(
      bench.notes('closed').map((note) => note.lateness),
      [5 * SECOND],
    );
  });

  it('nextDue tells the shell when: T, moved by every message, Infinity when nothing is open', () => {
    const bench = open();
    assert.equal(bench.desk.nextDue(), T);
    bench.until(MINUTE).say('a0', 'a0/0', 's1');
    while (bench.desk.nextDue() < MINUTE + T) bench.until(bench.desk.nextDue());
    assert.equal(isClosed(bench), false);
    bench.until(MINUTE + T);
    assert.equal(isClosed(bench), true);
    assert.equal(bench.desk.nextDue(), Infinity);
  });

  it('B14: a message between the due time and the sweep keeps the session open', () => {
    const bench = open(quiet({ sweep: 5 * MINUTE }));
    bench.until(T + MINUTE).say('v0', 'v0/1');
    bench.until(5 * MINUTE);
    assert.equal(isClosed(bench.until(5 * MINUTE + 1)), true, 'due at 5 minutes, on the grid');
    const kept = open(quiet({ sweep: 5 * MINUTE }));
    kept.until(T + 2 * MINUTE).say('v0', 'v0/1');
    assert.equal(isClosed(kept.until(6 * MINUTE)), false);
    assert.equal(isClosed(kept.until(10 * MINUTE)), true);
  });

  it('R21: an attachment is a message of its sender: kept, shown, acknowledged once, and it starts the clock anew', () => {
    const on = new Bench(quiet({ idle: idleRule({ after: 10 * MINUTE }) })).agents('a0');
    on.visitor('v0');
    on.say('v0', 'v0/0');
    on.until(9 * MINUTE);
    for (let n = 0; n < 2; n++) on.frame('v0', { f: 'attach', id: 'v0/1', name: 'order.png', bytes: 48_213 });
    assert.deepEqual(on.shown('a0'), ['v0/0', 'v0/1']);
    assert.equal(on.rows('message').at(-1)?.text, '[order.png, 48213 bytes]');
    on.until(19 * MINUTE - 1);
    assert.equal(on.session('s1').state, 'active');
    on.frame('a0', { f: 'attach', id: 'a0/0', name: 'label.pdf', bytes: 7, session: 's1' });
    assert.deepEqual(on.shown('v0'), ['a0/0']);
    on.until(29 * MINUTE - 1);
    assert.equal(on.session('s1').closedAt, 29 * MINUTE - 1);
  });

  it('never fires without the rule (R71)', () => {
    assert.equal(isClosed(open(quiet({ idle: null })).until(1000 * T)), false);
  });
});

describe('R21: only if both sides are silent', () => {
  it('visitor and agent each restart the clock; typing, seen, fences and pings do not', () => {
    const bench = open();
    bench.until(MINUTE).say('v0', 'v0/1');
    bench.until(2 * MINUTE).say('a0', 'a0/0', 's1');
    for (let at = 2 * MINUTE + 10 * SECOND; at < 4 * MINUTE; at += 10 * SECOND) {
      bench.until(at);
      for (const who of ['v0', 'a0']) {
        bench.frame(who, { f: 'typing', session: 's1' });
        bench.frame(who, { f: 'seen', session: 's1', seq: 1 });
        bench.frame(who, { f: 'fence', id: `f/${who}/s1`, session: 's1' });
        bench.frame(who, { f: 'ask', n: 1 });
      }
    }
    assert.equal(isClosed(bench.until(4 * MINUTE - 1)), false);
    assert.equal(isClosed(bench.until(4 * MINUTE)), true);
  });

  for (const [what, who, frame, kind] of [
    ['a click on an option', 'v0', { f: 'click', session: 's1', option: 'faq1' }, 'click'],
    ['a visitor who types', 'v0', { f: 'typing', session: 's1' }, 'visitor_typing'],
    ['an agent who types', 'a0', { f: 'typing', session: 's1' }, 'agent_typing'],
    ['mouse and keyboard on the page', 'v0', { f: 'activity', session: 's1' }, 'activity'],
  ] as const)
    it(`${what}: only where the desk counts it, and then it is told with the session`, () => {
      for (const counts of [true, false]) {
        const resets = counts ? (['visitor', kind] as const) : (['visitor'] as const);
        const bench = open(quiet({ idle: idleRule({ after: T, resets }), bot }));
        bench.until(MINUTE).frame(who, frame);
        assert.equal(isClosed(bench.until(T)), !counts);
        assert.equal(isClosed(bench.until(MINUTE + T)), true);
        const { touches, closedAt } = bench.session('s1');
        assert.deepEqual([touches, closedAt], counts ? [[{ kind, at: MINUTE }], MINUTE + T] : [undefined, T]);
      }
    });

  it('of somebody else, or in a session that is over, it is nothing', () => {
    const bench = open(quiet({ idle: idleRule({ after: T, resets: ['visitor', 'click', 'agent_typing'] }) }));
    bench.visitor('v1');
    bench.agents('a1');
    bench.until(MINUTE).frame('v1', { f: 'click', session: 's1', option: 'faq1' });
    bench.frame('a1', { f: 'typing', session: 's1' });
    assert.equal(isClosed(bench.until(T)), true);
    bench.frame('v0', { f: 'click', session: 's1', option: 'faq1' });
    assert.equal(bench.session('s1').touches, undefined);
  });

  it('a transfer, only where the desk counts it; the time in the queue closes nothing (R58)', () => {
    for (const counts of [true, false]) {
      const resets = counts ? (['visitor', 'transfer'] as const) : (['visitor'] as const);
      const bench = open(
        quiet({
          idle: idleRule({ after: T, resets }),
          agents: { capacity: 5, handOver: 10 * SECOND, presence: 'transport', supervisors: [], ...STAFF },
        }),
      );
      bench.until(MINUTE).drop('a0');
      bench.until(MINUTE + 30 * SECOND).agents('a1');
      const due = counts ? MINUTE + 30 * SECOND + T : T;
      assert.equal(isClosed(bench.until(due - 1)), false);
      assert.equal(isClosed(bench.until(due)), true);
    }
    const bench = open(
      quiet({
        idle: idleRule({ after: T, resets: ['visitor'] }),
        agents: { capacity: 5, handOver: 10 * SECOND, presence: 'transport', supervisors: [], ...STAFF },
      }),
    );
    bench.until(MINUTE).drop('a0');
    bench.until(2 * T).agents('a1');
    bench.until(2 * T + 1);
    assert.equal(bench.session('s1').closedAt, 2 * T, 'over when there is an agent, and not before');
  });

  it('a resend of a message that is stored does not', () => {
    const bench = open();
    bench.until(MINUTE).say('v0', 'v0/0');
    assert.equal(isClosed(bench.until(T)), true);
  });

  it('nor does a reconnect', () => {
    const bench = open();
    bench.until(MINUTE);
    bench.drop('v0');
    bench.visitor('v0', { session: 's1', seq: 0 });
    assert.equal(isClosed(bench.until(T)), true);
  });
});

describe('what an idle close is', () => {
  it('R01, R02: no connection is touched, the list of the agent is, both sides are told', () => {
    const bench = open();
    bench.until(T);
    assert.deepEqual(
      bench.log.filter((e) => e.is === 'close'),
      [],
    );
    assert.deepEqual(bench.inbox('a0'), []);
    for (const who of ['v0', 'a0'])
      assert.deepEqual(bench.sent(who, 'notice').at(-1), {
        f: 'notice',
        kind: 'closed',
        session: 's1',
        reason: 'idle_timeout',
      });
  });

  it('R34: changes a state only: as many messages after as before', () => {
    const bench = open();
    bench.say('a0', 'a0/0', 's1');
    const before = bench.rows('message');
    bench.until(2 * T);
    assert.deepEqual(bench.rows('message'), before);
    assert.equal(bench.session('s1').visitor, 'v0');
  });

  it('R24: a connection that is gone closes as heartbeat_lost, never as idle_timeout, when its clock is first', () => {
    const bench = open(quiet({ visitorGone: MINUTE }));
    bench.until(SECOND);
    bench.drop('v0');
    assert.equal(isClosed(bench.until(MINUTE + SECOND - 1)), false);
    bench.until(MINUTE + SECOND);
    assert.deepEqual([bench.session('s1').closedAt, bench.session('s1').reason], [MINUTE + SECOND, 'heartbeat_lost']);
    const back = open(quiet({ visitorGone: MINUTE }));
    back.drop('v0');
    back.until(MINUTE - 1);
    back.visitor('v0');
    back.until(T - 1);
    assert.equal(isClosed(back), false);
    assert.equal(back.until(T).session('s1').reason, 'idle_timeout');
  });

  it('B5: closing creates no session', () => {
    const bench = open().until(10 * T);
    assert.equal(bench.sessions().length, 1);
    assert.equal(bench.notes('opened').length, 1);
  });
});
