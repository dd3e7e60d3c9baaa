// A message after the close under policies that reopen
// or refuse (P2, P4, P7, P8), and resends (B6, B21).
import { idleRule } from '../evening.ts';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, SECOND } from '../../../src/model/core/time.ts';
import { AFTER_CLOSE, ANCHORS, type AfterClose, type SessionRules } from '../../../src/model/rules/rules.ts';
import { Bench, quiet } from './bench.ts';

const T = 2 * MINUTE;
const after = (policy: AfterClose, more: Partial<SessionRules> = {}): SessionRules =>
  quiet({ afterClose: { policy, window: 0, linked: false, byChannel: {} }, ...more });

/** s1 of v0 with a0 was closed idle at T; then v0 writes v0/1. */
function late(rules: SessionRules, write = true): Bench {
  const bench = new Bench(rules, { now: SECOND }).agents('a0', 'a1');
  bench.visitor('v0');
  bench.say('v0', 'v0/0');
  bench.say('a0', 'a0/0', 's1');
  bench.later(T);
  assert.equal(bench.session('s1').state, 'closed');
  if (write) bench.say('v0', 'v0/1');
  return bench;
}
const lastAck = (bench: Bench) => bench.sent('v0', 'ack').at(-1);

describe('P2 reopen', () => {
  const bench = late(after('reopen'));

  it('the same session again, routed afresh, with its history, and numbers going on', () => {
    const s = bench.session('s1');
    assert.equal(bench.sessions().length, 1);
    assert.deepEqual([s.state, s.closedAt, s.reason, s.closedFrom], ['active', undefined, undefined, undefined]);
    assert.deepEqual(s.agents, ['a0', 'a0']);
    assert.deepEqual(lastAck(bench), { f: 'ack', id: 'v0/1', session: 's1', seq: 3 });
    assert.deepEqual(bench.shown('a0').slice(-3), ['v0/0', 'a0/0', 'v0/1']);
  });

  it('to another agent when the old one has more to do', () => {
    const busy = late(after('reopen'), false);
    busy.visitor('v1');
    busy.say('v1', 'v1/0');
    assert.equal(busy.session('s2').agent, 'a0');
    busy.say('v0', 'v0/1');
    assert.deepEqual(busy.session('s1').agents, ['a0', 'a1']);
  });

  it('R20: has an idle clock again, after every way to close it', () => {
    const closers: Record<string, (b: Bench) => void> = {
      idle: (b) => void b.until(T),
      visitor: (b) => b.end('v0', 's1'),
      agent: (b) => b.end('a0', 's1'),
    };
    for (const [how, close] of Object.entries(closers)) {
      for (const pause of [SECOND, T, 3 * T]) {
        const again = new Bench(after('reopen')).agents('a0');
        again.visitor('v0');
        again.say('v0', 'v0/0');
        close(again);
        again.later(pause);
        again.say('v0', 'v0/1');
        assert.equal(again.session('s1').state, 'active');
        again.later(T);
        const text = `closed by ${how}, reopened ${pause / SECOND} s later: still open T after its last message`;
        assert.equal(again.session('s1').state, 'closed', text);
      }
    }
  });
});

describe('P2 reopen: a reopened session stays open', () => {
  const still = (bench: Bench): string => bench.later(30 * SECOND).session('s1').state;

  for (const anchor of ANCHORS) {
    it(`whatever was said before the close, with the clock anchored on ${anchor}`, () => {
      const bench = late(
        after('reopen', { idle: idleRule({ after: T, anchor, resets: ['visitor', 'agent'] }) }),
        false,
      ).later(3 * T);
      bench.say('v0', 'v0/1');
      assert.equal(still(bench), 'active');
    });
  }

  it('when the visitor whose connection was lost is back', () => {
    const bench = new Bench(after('reopen', { visitorGone: MINUTE })).agents('a0');
    bench.visitor('v0');
    bench.say('v0', 'v0/0');
    bench.drop('v0');
    bench.later(MINUTE);
    assert.equal(bench.session('s1').reason, 'heartbeat_lost');
    bench.visitor('v0', { session: 's1', seq: 0 });
    bench.say('v0', 'v0/1');
    assert.equal(still(bench), 'active', `closed again: ${bench.session('s1').reason}`);
  });
});

describe('P4 new session', () => {
  const bench = late(after('new_session'));

  it('another session, routed afresh; the old one stays closed', () => {
    assert.deepEqual(
      bench.sessions().map((s) => [s.id, s.state]),
      [
        ['s1', 'closed'],
        ['s2', 'active'],
      ],
    );
    assert.deepEqual(lastAck(bench), { f: 'ack', id: 'v0/1', session: 's2', seq: 1 });
  });

  it('R14: the agent sees nothing of the old conversation', () => {
    const agent = bench.session('s2').agent ?? '';
    assert.deepEqual(
      bench
        .sent(agent, 'msg')
        .filter((m) => m.session === 's2')
        .map((m) => m.id),
      ['v0/1'],
    );
  });

  it('B4: two messages at once after the close open one session', () => {
    const twice = late(after('new_session'), false);
    twice.say('v0', 'v0/1');
    twice.say('v0', 'v0/2');
    assert.equal(twice.sessions().length, 2);
    assert.deepEqual(
      twice
        .sent('v0', 'ack')
        .slice(-2)
        .map((f) => [f.session, f.seq]),
      [
        ['s2', 1],
        ['s2', 2],
      ],
    );
  });
});

describe('P7 leave-message (R41)', () => {
  const bench = late(after('leave_message'));

  it('kept as a leave-message, acked as one, and the visitor is told; no session opens', () => {
    assert.deepEqual(
      bench.rows('left').map((row) => [row.id, row.visitor, row.text]),
      [['v0/1', 'v0', 'text of v0/1']],
    );
    assert.deepEqual(lastAck(bench), { f: 'ack', id: 'v0/1', session: 'left', seq: 0 });
    assert.equal(bench.notices('v0').at(-1), 'left_message s1');
    assert.equal(bench.sessions().length, 1);
    assert.equal(bench.session('s1').state, 'closed');
  });
});

describe('P8 drop: the defect of the mission', () => {
  const bench = late(after('drop'));

  it('acked, and kept nowhere, shown to nobody', () => {
    assert.deepEqual(lastAck(bench), { f: 'ack', id: 'v0/1', session: 's1', seq: 3 });
    assert.deepEqual(
      bench.rows('message').map((m) => m.id),
      ['v0/0', 'a0/0'],
    );
    assert.deepEqual(bench.rows('left'), []);
    assert.ok(!bench.shown('a0').includes('v0/1') && !bench.shown('a1').includes('v0/1'));
  });
});

describe('by channel', () => {
  it('the channel decides before the desk', () => {
    const rules = quiet({
      afterClose: { policy: 'new_session', window: 0, linked: false, byChannel: { douyin: 'leave_message' } },
    });
    for (const [channel, sessions] of [
      ['web', 2],
      ['douyin', 1],
    ] as const) {
      const bench = new Bench(rules).agents('a0');
      bench.visitor('v0', { channel });
      bench.say('v0', 'v0/0');
      bench.until(T + 1);
      bench.say('v0', 'v0/1');
      assert.equal(bench.sessions().length, sessions, channel);
    }
  });
});

describe('a resend of an id that was acked', () => {
  // A refused message was never acked.
  for (const policy of AFTER_CLOSE.filter((p) => p !== 'refuse')) {
    it(`B6, B21: is acked as before and stored once, before and after the close (${policy})`, () => {
      const bench = late(after(policy));
      const acks = (): object[] => bench.sent('v0', 'ack');
      const before = { log: bench.log.length, rows: bench.log.filter((e) => e.is === 'persist').length, acks: acks() };
      for (const id of ['v0/0', 'v0/1', 'v0/1', 'v0/0']) bench.say('v0', id);
      assert.equal(bench.log.filter((e) => e.is === 'persist').length, before.rows, 'a resend stores something');
      const [first, second] = before.acks;
      assert.deepEqual(acks().slice(before.acks.length), [first, second, second, first]);
      assert.equal(bench.notes('redelivered').length, 4, 'and counted');
      assert.equal(bench.log.length, before.log + 8, 'a resend is acked, and nothing else happens');
    });
  }

  it('B6: of hundreds at once, which a slow server had all stored and had acknowledged none of, stores nothing; after a restart, too', () => {
    const running = new Bench(quiet({})).agents('a0');
    running.visitor('v0');
    const ids = Array.from({ length: 500 }, (_, i) => `v0/${i}`);
    for (const id of ids) running.say('v0', id);
    for (const id of ids) running.say('v0', id);
    assert.equal(running.rows('message').length, ids.length);
    const again = running.restarted().agents('a0');
    again.visitor('v0');
    for (const id of ids) again.say('v0', id);
    assert.deepEqual(again.rows('message'), [], 'the desk that came back stores none of them a second time');
    assert.equal(again.sent('v0', 'ack').length, ids.length);
  });

  it('B6: of an id that never reached the desk is a new message, whatever happened meanwhile', () => {
    const bench = late(after('new_session'), false);
    bench.say('v0', 'v0/7');
    assert.equal(lastAck(bench)?.session, 's2');
  });

  it('of an agent is acked as before, also when the session is closed or somebody else has it', () => {
    const bench = late(after('new_session'), false);
    const [ack] = bench.sent('a0', 'ack');
    bench.say('a0', 'a0/0', 's1');
    assert.deepEqual(bench.sent('a0', 'ack'), [ack, ack]);
    bench.say('a0', 'a0/1', 's1');
    assert.deepEqual(bench.sent('a0', 'refuse').at(-1), { f: 'refuse', id: 'a0/1', why: 'closed' });
  });
});

describe('ack means stored', () => {
  it('every persist of a message stands before its ack and before anybody is shown it', () => {
    for (const policy of AFTER_CLOSE.filter((p) => p !== 'drop' && p !== 'refuse')) {
      const bench = late(after(policy));
      const at = (find: (e: Bench['log'][number]) => boolean): number => bench.log.findIndex(find);
      for (const id of ['v0/0', 'a0/0', 'v0/1']) {
        const stored = at((e) => e.is === 'persist' && 'id' in e.row && e.row.id === id);
        const sent = at((e) => e.is === 'send' && 'id' in e.frame && e.frame.id === id);
        assert.ok(stored >= 0 && sent > stored, `${id} under ${policy}: stored at ${stored}, first sent at ${sent}`);
      }
    }
  });
});
