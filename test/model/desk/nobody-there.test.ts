// R59: with `queue.nobody: leave_message` nobody waits
// in vain, even when the last agent leaves in any way.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, SECOND } from '../../../src/model/core/time.ts';
import type { SessionRules } from '../../../src/model/rules/rules.ts';
import type { Bench } from './bench.ts';
import { bench, come, staff } from './shift.ts';

const NOBODY = { queue: { timeout: null, then: 'close', nobody: 'leave_message' } } as const;
const desk = (change: Partial<SessionRules['agents']>, ...agents: string[]): Bench =>
  bench({ ...staff({ capacity: 1, ...change }), ...NOBODY, idle: null }, ...agents);
const states = (on: Bench): string[] => on.sessions().map(({ state }) => state);

describe('who waits in the queue when the last agent goes', () => {
  it('leaves a message at once, where sessions are never handed over; those in hands stay', () => {
    const on = desk({}, 'a0');
    come(on, 'v0', 'v1', 'v2');
    on.drop('a0');
    assert.deepEqual(states(on), ['active', 'left_message', 'left_message']);
    assert.deepEqual(
      on.rows('left').map(({ id }) => id),
      ['v1/0', 'v2/0'],
    );
    assert.equal(on.notices('v1').at(-1), 'left_message s2');
  });

  it('is given the time of a hand-over, and so is who was in hands; who comes meanwhile is told at once', () => {
    const on = desk({ handOver: MINUTE }, 'a0');
    come(on, 'v0', 'v1');
    on.drop('a0');
    const gone = on.now;
    come(on, 'v2');
    on.until(gone + MINUTE - 1);
    assert.deepEqual(states(on), ['active', 'queued']);
    on.until(gone + MINUTE);
    assert.deepEqual(states(on), ['left_message', 'left_message']);
    assert.deepEqual(
      on
        .rows('left')
        .map(({ id }) => id)
        .sort(),
      ['v0/0', 'v1/0', 'v2/0'],
    );
  });

  it('keeps the place when the agent is back in time', () => {
    const on = desk({ handOver: MINUTE }, 'a0');
    come(on, 'v0', 'v1');
    on.drop('a0');
    on.later(MINUTE - 1)
      .agents('a0')
      .later(5 * MINUTE);
    assert.deepEqual(states(on), ['active', 'queued']);
  });

  it('leaves a message when the agent says "away", in the middle of a session that goes on', () => {
    const on = desk({ handOver: MINUTE }, 'a0', 'a1');
    come(on, 'v0', 'v1', 'v2');
    on.frame('a0', { f: 'status', is: 'away' });
    assert.deepEqual(states(on), ['active', 'active', 'queued'], 'a1 is there');
    on.frame('a1', { f: 'status', is: 'away' });
    assert.deepEqual(states(on), ['active', 'active', 'left_message']);
  });

  it('leaves a message when the agent counts as away because of missed rings', () => {
    const on = desk({ ring: { timeout: 20 * SECOND, misses: 2 } }, 'a0');
    come(on, 'v0', 'v1');
    on.until(40 * SECOND - 1);
    assert.deepEqual(states(on), ['offered', 'queued']);
    on.until(40 * SECOND);
    assert.deepEqual(states(on), ['left_message', 'left_message']);
  });

  it('what rings at an agent who goes leaves a message when it has rung its time out', () => {
    const on = desk({ ring: { timeout: 20 * SECOND, misses: null } }, 'a0');
    come(on, 'v0');
    on.drop('a0');
    assert.deepEqual(states(on), ['offered']);
    on.until(20 * SECOND);
    assert.deepEqual(states(on), ['left_message']);
  });

  it('where the last status is trusted, a connection that is gone means nothing before the hand-over', () => {
    const on = desk({ presence: 'manual', handOver: MINUTE }, 'a0');
    come(on, 'v0', 'v1');
    on.drop('a0');
    on.later(MINUTE - 1);
    assert.deepEqual(states(on), ['active', 'queued']);
    on.later(1);
    assert.deepEqual(states(on), ['left_message', 'left_message']);
    const never = desk({ presence: 'manual' }, 'a0');
    come(never, 'v0', 'v1');
    never.drop('a0');
    assert.deepEqual(states(never.later(5 * MINUTE)), ['active', 'queued']);
  });

  it('supervisors are nobody: routing gives them nothing', () => {
    const on = desk({ supervisors: ['a1'] }, 'a0', 'a1');
    come(on, 'v0', 'v1');
    on.drop('a0');
    assert.deepEqual(states(on), ['active', 'left_message']);
  });

  it('nor are agents of other groups there for a channel that is not theirs, for who waits and for who comes', () => {
    const groups = [
      { name: 'web', agents: ['a0'], channels: ['web'] as const },
      { name: 'app', agents: ['a1'], channels: ['app'] as const },
    ];
    const on = desk({ groups }, 'a0', 'a1');
    come(on, 'v0', 'v1');
    on.drop('a0');
    assert.deepEqual(states(on), ['active', 'left_message']);
    come(on, 'v2');
    assert.equal(on.notices('v2').at(-1), 'left_message left');
  });

  it('a change of the rules that applies at once does it, too', () => {
    const on = bench({ ...staff({ capacity: 1 }), idle: null });
    come(on, 'v0');
    on.desk.change({ at: on.now, by: 'x', running: 'keep', rules: { ...on.rules, ...NOBODY } });
    assert.deepEqual(states(on), ['queued']);
    on.desk.change({ at: on.now, by: 'x', running: 'apply', rules: { ...on.rules, ...NOBODY } });
    assert.deepEqual(states(on), ['left_message']);
  });

  it('a visitor whose session woke up at an agent who is gone and full does not wait for anybody', () => {
    const inactive = { after: MINUTE };
    const on = bench({ ...staff({ capacity: 1, mayExceed: [] }), ...NOBODY, idle: null, inactive }, 'a0');
    come(on, 'v0');
    on.later(MINUTE);
    come(on, 'v1');
    on.drop('a0');
    on.say('v0', 'v0/1');
    assert.deepEqual(states(on), ['left_message', 'active']);
  });
});
