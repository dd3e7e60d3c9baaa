// A session that rings: which agent is asked when, what ends the ringing, and what a restart keeps.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { everyDay } from '../../../src/model/rules/hours.ts';
import { MINUTE, SECOND } from '../../../src/model/core/time.ts';
import { ROUTING } from '../../../src/model/rules/rules.ts';
import { rules } from '../evening.ts';
import { bench, come, staff } from './shift.ts';
import type { Bench } from './bench.ts';

describe('a session that rings', () => {
  const ring = { timeout: 20 * SECOND, misses: 2 };

  it('is nobody’s until it is taken, and the idle clock does not run', () => {
    const on = bench({ ...staff({ ring }), idle: { ...(rules().idle ?? assert.fail()), after: 10 * SECOND } }, 'a0');
    come(on, 'v0');
    on.later(15 * SECOND);
    assert.deepEqual([on.session('s1').state, on.inbox('a0')], ['offered', []]);
    on.frame('a0', { f: 'take', session: 's1' });
    assert.deepEqual([on.session('s1').state, on.inbox('a0')], ['active', ['s1']]);
  });

  it('goes to the next agent when it is declined or nobody hears it, ahead of who came later', () => {
    const on = bench(staff({ ring: { ...ring, misses: null }, capacity: 1 }), 'a0', 'a1');
    come(on, 'v0', 'v1');
    on.frame('a1', { f: 'take', session: 's2' });
    on.frame('a0', { f: 'decline', session: 's1' });
    assert.equal(on.session('s1').state, 'offered', 'nobody else is free: it rings there again');
    on.end('a1', 's2');
    on.later(20 * SECOND);
    come(on, 'v2');
    on.frame('a1', { f: 'take', session: 's1' });
    assert.equal(on.session('s1').agent, 'a1');
    assert.deepEqual(
      on.notes('rang').map((n) => n.outcome),
      ['taken', 'declined', 'timed_out', 'taken'],
    );
  });

  it('that is missed too often makes its agent away, until they say otherwise', () => {
    const on = bench(staff({ ring, capacity: 1 }), 'a0');
    come(on, 'v0');
    on.later(60 * SECOND);
    assert.deepEqual([on.session('s1').state, on.desk.stats().agents.away], ['queued', 1]);
    on.frame('a0', { f: 'status', is: 'online' });
    assert.equal(on.session('s1').state, 'offered');
  });

  it('is over when the visitor goes, and its agent is told', () => {
    const on = bench(staff({ ring }), 'a0');
    come(on, 'v0');
    on.end('v0', 's1');
    assert.equal(on.session('s1').reason, 'visitor_abandoned');
    assert.equal(on.notices('a0').at(-1), 'closed s1');
    on.frame('a0', { f: 'take', session: 's1' });
    assert.deepEqual(on.inbox('a0'), []);
  });

  it('R59: becomes a leave-message while it rings, when the queue timeout or closing time comes; its agent is told', () => {
    for (const change of [
      { queue: { timeout: MINUTE, then: 'leave_message', nobody: 'wait' } },
      { hours: everyDay(0, MINUTE, 0) },
    ] as const) {
      const on = bench({ ...staff({ ring: { timeout: 25 * SECOND, misses: null } }), ...change }, 'a0');
      come(on, 'v0');
      on.until(MINUTE - 1);
      assert.equal(on.session('s1').state, 'offered');
      on.until(MINUTE);
      assert.equal(on.session('s1').state, 'left_message');
      assert.deepEqual(
        on.rows('left').map(({ id }) => id),
        ['v0/0'],
      );
      for (const who of ['v0', 'a0']) assert.equal(on.notices(who).at(-1), 'left_message s1');
      assert.deepEqual(
        on.notes('rang').map(({ outcome }) => outcome),
        ['timed_out', 'timed_out', 'withdrawn'],
      );
      on.frame('a0', { f: 'take', session: 's1' });
      assert.deepEqual([on.inbox('a0'), on.desk.stats().agents.available], [[], 1]);
    }
  });

  it('is told to have stopped at the next hello, where the agent has heard it and is gone', () => {
    const on = bench(staff({ ring, presence: 'manual' }), 'a0');
    come(on, 'v0');
    on.drop('a0');
    on.end('v0', 's1');
    on.agents('a0');
    assert.deepEqual(on.notices('a0'), ['closed s1']);
  });

  it('goes on to somebody else when its agent hands over', () => {
    const on = bench(staff({ ring: { timeout: 5 * MINUTE, misses: null }, handOver: MINUTE }), 'a0', 'a1');
    come(on, 'v0');
    on.drop('a0');
    on.later(MINUTE);
    assert.deepEqual([on.session('s1').state, on.notices('a1')], ['offered', ['offered s1']]);
  });

  it('goes round: everybody once before anybody twice, and nobody twice in a row, under every routing method', () => {
    for (const routing of ROUTING) {
      const on = bench(staff({ routing, ring: { ...ring, misses: null }, capacity: 9 }), 'a0', 'a1', 'a2');
      come(on, 'v0');
      on.later(20 * 20 * SECOND);
      const at = on.rows('session').flatMap(({ session }) => session.waits?.ringsAt ?? []);
      assert.ok(at.length >= 20);
      for (let i = 0; i + 3 <= at.length; i += 3)
        assert.deepEqual([...at.slice(i, i + 3)].sort(), ['a0', 'a1', 'a2'], `${routing}, round ${i / 3}`);
      for (let i = 1; i < at.length; i++) assert.notEqual(at[i], at[i - 1], routing);
      if (routing === 'round_robin') assert.deepEqual(at.slice(0, 6), ['a0', 'a1', 'a2', 'a0', 'a1', 'a2']);
    }
  });

  it('of visitors who come one by one, and go before it is taken, not everyone rings at the same agent', () => {
    for (const routing of ROUTING) {
      const on = bench(staff({ routing, ring: { ...ring, misses: null } }), 'a0', 'a1', 'a2');
      const at = ['v0', 'v1', 'v2', 'v3', 'v4', 'v5'].map((visitor, i) => {
        come(on, visitor);
        const rings = on.session(`s${i + 1}`).waits?.ringsAt;
        on.end(visitor, `s${i + 1}`);
        return rings;
      });
      assert.deepEqual(at, ['a0', 'a1', 'a2', 'a0', 'a1', 'a2'], routing);
    }
  });

  it('does not make the visitor wait anew: the queue timeout counts from the beginning', () => {
    const on = bench(
      { ...staff({ ring: { ...ring, misses: 1 } }), queue: { timeout: MINUTE, then: 'close', nobody: 'wait' } },
      'a0',
    );
    come(on, 'v0');
    on.until(MINUTE - 1);
    assert.equal(on.session('s1').state, 'queued');
    on.until(MINUTE);
    assert.equal(on.session('s1').reason, 'queue_timeout');
  });
});

describe('a restart', () => {
  const ringing = (): Bench => {
    const ring = { timeout: MINUTE, misses: 1 };
    const queue = { timeout: 90 * SECOND, then: 'close', nobody: 'wait' } as const;
    const on = bench({ ...staff({ ring }), queue }, 'a0');
    come(on, 'v0');
    assert.equal(on.session('s1').state, 'offered');
    return on;
  };

  it('does not end a ring: it rings on as long as it would have, and can be taken', () => {
    const fresh = ringing().restarted();
    assert.deepEqual([fresh.desk.stats().sessions.offered, fresh.desk.stats().queued], [1, 0]);
    fresh.agents('a0');
    assert.deepEqual(fresh.notices('a0'), ['offered s1']);
    fresh.until(MINUTE - 1);
    fresh.frame('a0', { f: 'take', session: 's1' });
    assert.deepEqual(fresh.inbox('a0'), ['s1']);
  });

  it('nor does the visitor begin to wait anew', () => {
    const fresh = ringing()
      .restarted()
      .until(90 * SECOND);
    assert.equal(fresh.session('s1').reason, 'queue_timeout');
  });

  it('what has rung its time out while the server was away was missed by nobody, and is told to whom it rang', () => {
    const on = ringing();
    on.now = 70 * SECOND;
    const fresh = on.restarted();
    assert.equal(fresh.desk.stats().queued, 1);
    fresh.agents('a0');
    assert.deepEqual(fresh.notices('a0'), ['transferred s1', 'offered s1'], 'the agent counts as there');
  });

  it('keeps misses, and who is away by them or by a status of their own', () => {
    const on = bench(staff({ ring: { timeout: MINUTE, misses: 2 } }), 'a0', 'a1', 'a2');
    on.frame('a1', { f: 'status', is: 'away' });
    come(on, 'v0');
    on.frame('a0', { f: 'decline', session: 's1' });
    on.frame('a2', { f: 'take', session: 's1' });
    const fresh = on.restarted().agents('a0', 'a1', 'a2');
    assert.deepEqual(fresh.desk.stats().agents, { available: 2, busy: 0, away: 1 });
    fresh.visitor('v1');
    fresh.say('v1', 'v1/0');
    fresh.frame('a0', { f: 'decline', session: 's2' });
    assert.deepEqual(fresh.desk.stats().agents, { available: 1, busy: 0, away: 2 }, 'the second in a row');
  });

  it('keeps places after a close', () => {
    const on = bench(staff({ capacity: 1, wrapUp: 30 * SECOND }), 'a0');
    come(on, 'v0', 'v1');
    on.end('a0', 's1');
    const closed = on.now;
    const fresh = on.restarted().agents('a0');
    fresh.until(closed + 30 * SECOND - 1);
    assert.equal(fresh.desk.stats().queued, 1);
    fresh.until(closed + 30 * SECOND);
    assert.equal(fresh.session('s2').agent, 'a0');
  });

  it('does not change whose turn it is, nor who joined first', () => {
    for (const routing of ROUTING) {
      const on = bench(staff({ routing }), 'a2', 'a0', 'a1');
      come(on, 'v0', 'v1', 'v2', 'v3');
      on.end('v1', 's2');
      on.end('v0', 's1');
      const fresh = on.restarted().agents('a0', 'a1', 'a2');
      assert.deepEqual(come(fresh, 'v5', 'v6', 'v7', 'v8'), come(on, 'v5', 'v6', 'v7', 'v8'), routing);
    }
  });

  it('tells an agent who was away what became of the sessions, also when the server was away since then', () => {
    const on = bench(staff({ handOver: MINUTE }), 'a0');
    come(on, 'v0');
    on.drop('a0');
    on.agents('a1').later(2 * MINUTE);
    const fresh = on.restarted().agents('a0');
    assert.deepEqual(fresh.notices('a0'), ['transferred s1']);
  });
});
