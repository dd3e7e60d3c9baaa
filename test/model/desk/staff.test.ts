// The agents of the desk: routing, sessions above the
// capacity, ringing, inactive sessions and wrap-up.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, SECOND } from '../../../src/model/core/time.ts';
import type { SessionRules } from '../../../src/model/rules/rules.ts';
import type { Bench } from './bench.ts';
import { bench, come, staff } from './shift.ts';

describe('routing methods: the same visitors, another order of agents', () => {
  it('round robin: one after the other, however many sessions each has', () => {
    const on = bench(staff({ routing: 'round_robin' }), 'a0', 'a1', 'a2');
    assert.deepEqual(come(on, 'v0', 'v1'), ['a0', 'a1']);
    on.end('a0', 's1');
    assert.deepEqual(come(on, 'v2', 'v3', 'v4'), ['a2', 'a0', 'a1']);
  });

  it('least loaded (R57) goes back to the one who has got free', () => {
    const on = bench(staff({ routing: 'least_loaded' }), 'a0', 'a1', 'a2');
    assert.deepEqual(come(on, 'v0', 'v1'), ['a0', 'a1']);
    on.end('a0', 's1');
    assert.deepEqual(come(on, 'v2', 'v3', 'v4'), ['a0', 'a2', 'a0']);
  });

  it('longest idle: the one who got rid of a session the longest ago', () => {
    const on = bench(staff({ routing: 'longest_idle', capacity: 1 }), 'a0', 'a1', 'a2');
    come(on, 'v0', 'v1', 'v2');
    for (const [agent, session] of [
      ['a1', 's2'],
      ['a2', 's3'],
      ['a0', 's1'],
    ] as const)
      on.end(agent, session);
    assert.deepEqual(come(on, 'v3', 'v4', 'v5'), ['a1', 'a2', 'a0']);
  });

  it('free share: the largest part of the own capacity', () => {
    const on = bench(staff({ routing: 'free_share', capacity: 2, capacityOf: { a1: 4 } }), 'a0', 'a1');
    assert.deepEqual(come(on, 'v0', 'v1', 'v2', 'v3', 'v4', 'v5'), ['a0', 'a1', 'a1', 'a0', 'a1', 'a1']);
  });

  it('groups in their order, each for its channels; who waits for one stands in nobody else’s way', () => {
    const groups = [
      { name: 'app', agents: ['a0'], channels: ['app'] as const },
      { name: 'rest', agents: ['a1'], channels: ['web', 'app'] as const },
    ];
    const on = bench(staff({ capacity: 1, groups }), 'a0', 'a1');
    for (const [visitor, channel] of [
      ['v0', 'app'],
      ['v1', 'app'],
      ['v2', 'web'],
      ['v3', 'wecom'],
    ] as const) {
      on.visitor(visitor, { channel });
      on.say(visitor, `${visitor}/0`);
    }
    assert.deepEqual(
      on.sessions().map((s) => s.agent),
      ['a0', 'a1', undefined, undefined],
    );
    on.end('a0', 's1');
    assert.deepEqual([on.session('s3').state, on.session('s4').agent], ['queued', 'a0']);
  });
});

describe('R73: capacity, and who may exceed it', () => {
  const reopening = (mayExceed: SessionRules['agents']['mayExceed']): Bench => {
    const afterClose = { policy: 'same_agent', window: 0, linked: false, byChannel: {} } as const;
    const on = bench({ ...staff({ capacity: 1, mayExceed }), afterClose }, 'a0', 'a1');
    come(on, 'v0');
    on.end('a0', 's1');
    come(on, 'v1');
    on.say('v0', 'v0/1');
    return on;
  };

  it('P1 gives a session back beyond the capacity where `same_agent` may exceed it', () => {
    assert.deepEqual(reopening(['same_agent']).inbox('a0').sort(), ['s1', 's2']);
  });

  it('and routes it where it may not', () => {
    const on = reopening([]);
    assert.deepEqual([on.inbox('a0'), on.inbox('a1')], [['s2'], ['s1']]);
  });

  it('a supervisor who is full takes no transfer unless `supervisor` may exceed', () => {
    for (const mayExceed of [[], ['supervisor']] as const) {
      const transfer = { after: MINUTE, when: 'every_reply', hops: 3, typingStops: false, orElse: 'stay' } as const;
      const on = bench(
        { ...staff({ capacity: 1, supervisors: ['a1'], mayExceed, capacityOf: { a0: 2 } }), transfer },
        'a0',
        'a1',
      );
      come(on, 'v0', 'v1');
      on.later(MINUTE);
      assert.equal(on.inbox('a1').length, mayExceed.length === 0 ? 1 : 2);
    }
  });
});

describe('idle sessions off the cap', () => {
  const inactive = { after: MINUTE };

  it('a session in which nobody says anything does not count, and counts again with the next word', () => {
    const on = bench({ ...staff({ capacity: 1 }), inactive }, 'a0');
    assert.deepEqual(come(on, 'v0', 'v1'), ['a0', undefined]);
    on.later(MINUTE);
    assert.deepEqual([on.session('s1').state, on.inbox('a0')], ['inactive', ['s1', 's2']]);
    on.say('v0', 'v0/1');
    assert.deepEqual([on.session('s1').state, on.inbox('a0').length], ['active', 2], 'a burst beyond the cap');
  });

  it('waits for another agent where waking up may not exceed the capacity', () => {
    const on = bench({ ...staff({ capacity: 1, mayExceed: [] }), inactive }, 'a0');
    come(on, 'v0', 'v1');
    on.later(MINUTE);
    on.say('v0', 'v0/1');
    assert.deepEqual([on.session('s1').state, on.inbox('a0')], ['queued', ['s2']]);
  });
});

describe('wrap-up', () => {
  it('keeps the place of a closed session for a while', () => {
    const on = bench(staff({ capacity: 1, wrapUp: 30 * SECOND }), 'a0');
    come(on, 'v0', 'v1');
    on.end('a0', 's1');
    const closed = on.now;
    on.until(closed + 30 * SECOND - 1);
    assert.equal(on.session('s2').state, 'queued');
    on.until(closed + 30 * SECOND);
    assert.equal(on.session('s2').agent, 'a0');
  });

  it('and sets no place free too late: one hand-over does not forget the places that are kept', () => {
    const on = bench({ ...staff({ capacity: 2, wrapUp: 10 * MINUTE, handOver: MINUTE }), idle: null }, 'a0');
    come(on, 'v0', 'v1');
    on.end('a0', 's1');
    on.drop('a0');
    on.later(2 * MINUTE);
    on.agents('a0');
    on.later(10 * MINUTE);
    assert.deepEqual(on.desk.stats().agents, { available: 1, busy: 0, away: 0 });
    assert.deepEqual(come(on, 'v2'), ['a0'], 'the place is free again');
  });
});
