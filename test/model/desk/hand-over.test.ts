// An agent who drops: every session is handed over in
// time (R55, R58), to another agent who is there (R56).
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, SECOND } from '../../../src/model/core/time.ts';
import { Bench, quiet } from './bench.ts';
import { STAFF } from '../evening.ts';

const X = 30 * SECOND;
const handing = quiet({ agents: { capacity: 3, handOver: X, presence: 'transport', supervisors: [], ...STAFF } });

/** a0 has s1 and s3, a1 has s2. */
function talking(rules = handing): Bench {
  const bench = new Bench(rules).agents('a0', 'a1');
  for (const v of ['v0', 'v1', 'v2']) {
    bench.visitor(v);
    bench.say(v, `${v}/0`);
  }
  assert.deepEqual(bench.inbox('a0'), ['s1', 's3']);
  return bench.until(10 * SECOND);
}

describe('R58: an agent drops', () => {
  it('nothing moves before X, everything is with somebody else at X, and nobody is timed out', () => {
    const bench = talking();
    bench.drop('a0');
    bench.until(10 * SECOND + X - 1);
    assert.deepEqual(bench.inbox('a0'), ['s1', 's3']);
    bench.until(10 * SECOND + X);
    assert.deepEqual(bench.inbox('a0'), []);
    assert.deepEqual(bench.inbox('a1'), ['s2', 's1', 's3']);
    for (const id of ['s1', 's3']) {
      const s = bench.session(id);
      assert.deepEqual([s.state, s.agent, s.agents], ['active', 'a1', ['a0', 'a1']]);
      assert.deepEqual(s.transfers, [{ at: bench.now, doneAt: bench.now, from: 'a0', to: 'a1' }]);
    }
    assert.equal(bench.notes('transfer').filter((note) => note.outcome === 'completed').length, 2);
    assert.ok(bench.sessions().every((s) => s.reason === undefined));
  });

  it('the new agent sees the whole conversation, and the visitor is told who it is', () => {
    const bench = talking();
    bench.say('a0', 'a0/0', 's1');
    bench.drop('a0');
    bench.later(X);
    assert.deepEqual(
      bench
        .sent('a1', 'msg')
        .filter((m) => m.session === 's1')
        .map((m) => m.id),
      ['v0/0', 'a0/0'],
    );
    assert.deepEqual(bench.sent('v0', 'notice').at(-1), {
      f: 'notice',
      kind: 'transferred',
      session: 's1',
      agent: 'a1',
    });
  });

  it('one who is back before X keeps everything, also after several short drops', () => {
    const bench = talking({ ...handing, idle: null });
    for (let i = 0; i < 5; i++) {
      bench.drop('a0');
      bench.later(X - 1);
      bench.agent('a0');
      bench.later(5 * SECOND);
    }
    bench.later(2 * X);
    assert.deepEqual(bench.inbox('a0'), ['s1', 's3']);
    assert.deepEqual(bench.notes('transfer'), []);
  });

  it('each drop has its own X: a short drop does not shorten the next', () => {
    const bench = talking();
    bench.drop('a0');
    bench.later(X / 2);
    bench.agent('a0');
    bench.later(SECOND);
    bench.drop('a0');
    bench.later(X - 1);
    assert.deepEqual(bench.inbox('a0'), ['s1', 's3']);
    bench.later(1);
    assert.deepEqual(bench.inbox('a0'), []);
  });

  it('without the rule the sessions stay (R71)', () => {
    const bench = talking(quiet());
    bench.drop('a0');
    bench.later(90 * SECOND);
    assert.deepEqual(bench.inbox('a0'), ['s1', 's3']);
  });

  it('trusting the last status only (presence: manual), sessions are still handed over', () => {
    const bench = talking({ ...handing, agents: { ...handing.agents, presence: 'manual' } });
    bench.drop('a0');
    bench.later(X);
    assert.deepEqual(bench.inbox('a1'), ['s2', 's1', 's3']);
  });
});

describe('R56: the target of a transfer', () => {
  it('is never the agent who left, nor anybody offline or away: the session waits instead (R59)', () => {
    const bench = talking();
    bench.frame('a1', { f: 'status', is: 'away' });
    bench.drop('a0');
    bench.later(X);
    assert.deepEqual([bench.inbox('a0'), bench.inbox('a1')], [[], ['s2']]);
    assert.deepEqual(
      ['s1', 's3'].map((id) => bench.session(id).state),
      ['queued', 'queued'],
    );
    bench.frame('a1', { f: 'status', is: 'online' });
    assert.deepEqual(bench.inbox('a1'), ['s2', 's1', 's3']);
  });

  it('is not filled beyond capacity (R73)', () => {
    const bench = talking({ ...handing, agents: { ...handing.agents, capacity: 2 } });
    bench.drop('a0');
    bench.later(X);
    assert.deepEqual(bench.inbox('a1'), ['s2', 's1']);
    assert.equal(bench.session('s3').state, 'queued');
    bench.end('a1', 's2');
    assert.deepEqual(bench.inbox('a1'), ['s1', 's3']);
  });
});

describe('B13: the clocks of a session that was handed over', () => {
  const slow = quiet({ agents: { capacity: 1, handOver: X, presence: 'transport', supervisors: [], ...STAFF } });

  it('do not close it while it waits for another agent', () => {
    const bench = new Bench(slow).agents('a0');
    bench.visitor('v0');
    bench.say('v0', 'v0/0');
    bench.drop('a0');
    bench.later(10 * MINUTE);
    assert.equal(bench.session('s1').state, 'queued');
  });

  it('R58: do not close it the moment it gets one, however long it waited', () => {
    const bench = new Bench(slow).agents('a0');
    bench.visitor('v0');
    bench.say('v0', 'v0/0');
    bench.drop('a0');
    bench.later(10 * MINUTE);
    bench.agent('a1');
    bench.later(30 * SECOND);
    assert.deepEqual([bench.session('s1').state, bench.session('s1').agent], ['active', 'a1']);
  });

  it('nor a visitor who waited longer for the first agent than T', () => {
    const bench = new Bench(slow);
    bench.visitor('v0');
    bench.say('v0', 'v0/0');
    bench.later(10 * MINUTE);
    bench.agent('a1');
    bench.later(30 * SECOND);
    assert.equal(bench.session('s1').state, 'active', 'closed as idle the moment it reached an agent');
  });
});

describe('a transfer has one outcome', () => {
  const lonely = quiet({
    agents: { capacity: 3, handOver: X, presence: 'transport', supervisors: [], ...STAFF },
    queue: { timeout: MINUTE, then: 'leave_message', nobody: 'wait' },
    afterClose: { policy: 'reopen', window: 0, linked: false, byChannel: {} },
  });
  const outcomes = (bench: Bench): string[] => bench.notes('transfer').map((note) => note.outcome);
  const dropped = (rules = lonely): Bench => {
    const bench = new Bench(rules).agents('a0');
    bench.visitor('v0');
    bench.say('v0', 'v0/0');
    bench.drop('a0');
    return bench.later(X);
  };

  it('failed, when the visitor ends the chat meanwhile', () => {
    const bench = dropped();
    bench.end('v0', 's1');
    assert.deepEqual(outcomes(bench), ['failed']);
  });

  it('failed, when it becomes a leave-message', () => {
    assert.deepEqual(outcomes(dropped().later(2 * MINUTE)), ['failed']);
  });

  it('and a failed one is not completed later, when the session is reopened', () => {
    const bench = dropped();
    bench.end('v0', 's1');
    bench.say('v0', 'v0/1');
    bench.agent('a1');
    assert.deepEqual(outcomes(bench), ['failed']);
    assert.equal(bench.sent('v0', 'notice').at(-1)?.kind, 'assigned');
  });
});
