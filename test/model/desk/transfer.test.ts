// Transfers by rule: away from an agent who does not answer
// (R55), to whom (R56, R57), and nobody left alone (R59).
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, SECOND } from '../../../src/model/core/time.ts';
import type { SessionRules, TransferRule } from '../../../src/model/rules/rules.ts';
import { Bench, quiet } from './bench.ts';
import { STAFF } from '../evening.ts';

const X = 3 * MINUTE;
const RULE: TransferRule = { after: X, when: 'every_reply', hops: 3, typingStops: true, orElse: 'stay' };
const AGENTS: SessionRules['agents'] = {
  capacity: 2,
  handOver: null,
  presence: 'transport',
  supervisors: [],
  ...STAFF,
};
const moving = (change: Partial<TransferRule> = {}, agents: Partial<SessionRules['agents']> = {}): SessionRules =>
  quiet({ idle: null, transfer: { ...RULE, ...change }, agents: { ...AGENTS, ...agents } });

/** v0 has written at 0, and a0 has the session. */
function asked(rules: SessionRules, ...others: string[]): Bench {
  const bench = new Bench(rules).agents('a0');
  bench.visitor('v0');
  bench.say('v0', 'v0/0');
  return bench.agents(...others);
}
const agentsOf = (bench: Bench): readonly string[] => bench.session('s1').agents;

describe('R55: an agent who does not answer', () => {
  it('has it until X, and not at X; the next one sees everything, and all three are told', () => {
    const bench = asked(moving(), 'a1');
    assert.deepEqual(agentsOf(bench.until(X - 1)), ['a0']);
    bench.until(X);
    assert.deepEqual(agentsOf(bench), ['a0', 'a1']);
    assert.deepEqual(bench.session('s1').transfers, [{ at: X, doneAt: X, from: 'a0', to: 'a1' }]);
    assert.deepEqual(bench.notices('a0').at(-1), 'transferred s1');
    assert.deepEqual(bench.sent('v0', 'notice').at(-1), {
      f: 'notice',
      kind: 'transferred',
      session: 's1',
      agent: 'a1',
    });
    assert.deepEqual(
      bench.sent('a1', 'msg').map(({ id }) => id),
      ['v0/0'],
    );
    assert.deepEqual(bench.inbox('a0'), []);
    bench.say('a0', 'a0/0', 's1');
    assert.equal(bench.sent('a0', 'refuse').at(-1)?.why, 'not_yours');
  });

  it('an answer stops it, until the visitor writes again; the time is that of the first message without an answer', () => {
    const bench = asked(moving(), 'a1').until(X - 1);
    bench.say('a0', 'a0/0', 's1');
    assert.deepEqual(agentsOf(bench.until(5 * X)), ['a0']);
    bench.say('v0', 'v0/1');
    bench.until(6 * X - 1).say('v0', 'v0/2');
    assert.deepEqual(agentsOf(bench.until(6 * X)), ['a0', 'a1']);
  });

  it('"before the first reply only": an agent who has answered once keeps it', () => {
    const bench = asked(moving({ when: 'first_reply' }), 'a1');
    bench.say('a0', 'a0/0', 's1');
    bench.until(MINUTE).say('v0', 'v0/1');
    assert.deepEqual(agentsOf(bench.until(5 * X)), ['a0']);
    assert.deepEqual(agentsOf(asked(moving({ when: 'first_reply' }), 'a1').until(X)), ['a0', 'a1']);
  });

  it('typing stops it where the rule says so', () => {
    for (const [typingStops, at] of [
      [true, MINUTE + X],
      [false, X],
    ] as const) {
      const bench = asked(moving({ typingStops }), 'a1').until(MINUTE);
      bench.frame('a0', { f: 'typing', session: 's1' });
      assert.deepEqual(agentsOf(bench.until(at - 1)), ['a0']);
      assert.deepEqual(agentsOf(bench.until(at)), ['a0', 'a1']);
    }
  });

  it('never without the rule (R71)', () => {
    const bench = asked({ ...moving(), transfer: null }, 'a1');
    assert.deepEqual(agentsOf(bench.until(20 * X)), ['a0']);
  });
});

describe('R56, R57: to whom', () => {
  it('never to one who has had it, and not more often than `hops` says', () => {
    const bench = asked(moving({ hops: 2 }), 'a1', 'a2', 'a3').until(20 * X);
    assert.deepEqual(agentsOf(bench), ['a0', 'a1', 'a2']);
    const two = asked(moving(), 'a1').until(20 * X);
    assert.deepEqual(agentsOf(two), ['a0', 'a1'], 'both have had it: it stays');
  });

  it('never to one who is offline, away or full; to the one with the fewest sessions, the earlier one of equals', () => {
    const bench = new Bench(moving()).agents('a0', 'a1', 'a2', 'a3');
    for (const v of ['v0', 'v1', 'v2', 'v3', 'v4', 'v5']) {
      bench.visitor(v);
      bench.say(v, `${v}/0`);
    }
    // The sessions of each agent are now a0: s1 s5, a1: s2 s6, a2: s3, a3: s4.
    for (const v of [1, 2, 3, 4, 5]) bench.say(`a${v % 4}`, `a${v % 4}/${v}`, `s${v + 1}`);
    bench.until(X - SECOND).frame('a2', { f: 'status', is: 'away' });
    bench.until(X);
    assert.deepEqual(agentsOf(bench), ['a0', 'a3'], 'a1 is full, a2 is away');
  });

  it('a supervisor is given nothing else, and takes it beyond the capacity when nobody else may', () => {
    const bench = new Bench(moving({}, { capacity: 1, supervisors: ['a1'] })).agents('a0', 'a1');
    for (const v of ['v0', 'v1']) {
      bench.visitor(v);
      bench.say(v, `${v}/0`);
    }
    assert.deepEqual([bench.session('s1').agent, bench.session('s2').state], ['a0', 'queued']);
    bench.until(X);
    assert.deepEqual(agentsOf(bench), ['a0', 'a1']);
    assert.deepEqual(bench.session('s2').agents, ['a0'], 'the place that became free is taken at once');
    bench.until(2 * X);
    assert.deepEqual(bench.inbox('a1'), ['s1', 's2'], 'more than one, for a capacity of one');
  });
});

describe('R59: nobody may take it', () => {
  it('it stays where it is, and is tried again after X', () => {
    const bench = asked(moving()).until(X + MINUTE);
    assert.deepEqual([bench.session('s1').state, agentsOf(bench)], ['active', ['a0']]);
    bench.agents('a1');
    assert.deepEqual(agentsOf(bench.until(2 * X - 1)), ['a0']);
    assert.deepEqual(agentsOf(bench.until(2 * X)), ['a0', 'a1']);
  });

  const queueing = (change: Partial<SessionRules> = {}): SessionRules => ({
    ...moving({ orElse: 'queue' }, { capacity: 1 }),
    ...change,
  });

  it('or it goes back to the queue, and not to those who did not answer it: it stands in nobody else’s way', () => {
    const bench = new Bench(queueing()).agents('a0');
    for (const v of ['v0', 'v1']) {
      bench.visitor(v);
      bench.say(v, `${v}/0`);
    }
    bench.until(X);
    assert.deepEqual([bench.session('s1').state, bench.session('s2').agent], ['queued', 'a0']);
    bench.agents('a1');
    assert.deepEqual(agentsOf(bench), ['a0', 'a1'], 'before those who are new, as soon as there is somebody else');
    assert.deepEqual(bench.session('s1').transfers, [{ at: X, doneAt: X, from: 'a0', to: 'a1' }]);
  });

  it('the queue timeout acts on what was put back, from then on, and no transfer is counted as done', () => {
    const queue = { timeout: MINUTE, then: 'leave_message', nobody: 'wait' } as const;
    const bench = asked(queueing({ queue })).until(X + MINUTE - 1);
    assert.equal(bench.session('s1').state, 'queued');
    bench.until(X + MINUTE);
    assert.equal(bench.session('s1').state, 'left_message');
    assert.deepEqual(
      bench.notes('transfer').map(({ outcome }) => outcome),
      ['failed'],
    );
  });

  it('who did not answer before is out of the question, too, and a restart changes nothing about it', () => {
    const bench = asked(queueing(), 'a1').until(2 * X);
    assert.deepEqual([bench.session('s1').state, agentsOf(bench)], ['queued', ['a0', 'a1']]);
    const fresh = bench.restarted().agents('a0', 'a1');
    assert.equal(fresh.desk.stats().queued, 1);
    fresh.agents('a2');
    assert.deepEqual(agentsOf(fresh), ['a0', 'a1', 'a2']);
    fresh.say('a2', 'a2/0', 's1');
    fresh.visitor('v0', { session: 's1' });
    fresh.say('v0', 'v0/1');
    assert.deepEqual(agentsOf(fresh.later(X)), ['a0', 'a1', 'a2', 'a0'], 'that is another question');
  });

  it('an agent who gets it back was asked for, and is no transfer done; the visitor is not told of another one', () => {
    const handing = { ...AGENTS, handOver: MINUTE };
    const bench = asked(quiet({ idle: null, agents: handing }));
    bench.drop('a0');
    bench.later(2 * MINUTE).agents('a0');
    assert.deepEqual(agentsOf(bench), ['a0', 'a0']);
    assert.deepEqual(bench.session('s1').transfers, [{ at: MINUTE, doneAt: 2 * MINUTE, from: 'a0', to: 'a0' }]);
    assert.deepEqual(
      bench.notes('transfer').map(({ outcome }) => outcome),
      ['failed'],
    );
    assert.equal(bench.sent('v0', 'notice').at(-1)?.kind, 'assigned');
  });

  it('or what was not answered is kept as leave-messages, and the session is over for everybody', () => {
    const bench = asked(moving({ orElse: 'leave_message' })).until(X);
    assert.equal(bench.session('s1').state, 'left_message');
    assert.deepEqual(
      bench.rows('left').map(({ id }) => id),
      ['v0/0'],
    );
    for (const who of ['v0', 'a0']) assert.equal(bench.notices(who).at(-1), 'left_message s1', who);
    assert.deepEqual(bench.inbox('a0'), []);
  });
});
