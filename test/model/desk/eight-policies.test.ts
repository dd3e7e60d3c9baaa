// Policies on the earlier agent: P1 same agent, P3 within
// a window, P5 sticky, P6 refused; history (R14, R15).
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, SECOND } from '../../../src/model/core/time.ts';
import type { AfterClose, SessionRules } from '../../../src/model/rules/rules.ts';
import { Bench, quiet } from './bench.ts';
import { STAFF } from '../evening.ts';

const T = 2 * MINUTE;
const WINDOW = 10 * MINUTE;
const after = (policy: AfterClose, linked = false, more: Partial<SessionRules> = {}): SessionRules =>
  quiet({ afterClose: { policy, window: WINDOW, linked, byChannel: {} }, ...more });
const one = { capacity: 1, handOver: null, presence: 'transport', supervisors: [], ...STAFF } as const;

/** s1 of v0 with a0 was closed idle at T; a1 has connected since. */
function closed(rules: SessionRules): Bench {
  const bench = new Bench(rules).agents('a0');
  bench.visitor('v0');
  bench.say('v0', 'v0/0');
  bench.until(T).agents('a1');
  assert.equal(bench.session('s1').state, 'closed');
  return bench;
}

describe('P1 the same session with the same agent', () => {
  it('at once, whatever else the agent has to do', () => {
    const bench = closed(after('same_agent', false, { agents: one }));
    bench.visitor('v1');
    bench.say('v1', 'v1/0');
    assert.equal(bench.session('s2').agent, 'a0');
    bench.say('v0', 'v0/1');
    assert.deepEqual([bench.session('s1').state, bench.session('s1').agents], ['active', ['a0', 'a0']]);
    assert.deepEqual(bench.inbox('a0'), ['s2', 's1'], 'more than the capacity of one');
    assert.deepEqual(bench.shown('a0').slice(-2), ['v0/0', 'v0/1']);
  });

  it('B7: also when that agent is not there: the visitor is stuck to somebody who does not see it, until they are back', () => {
    const bench = closed(after('same_agent'));
    bench.drop('a0');
    bench.say('v0', 'v0/1');
    assert.deepEqual([bench.session('s1').state, bench.session('s1').agent], ['active', 'a0']);
    assert.deepEqual(bench.shown('a1'), []);
    bench.agent('a0');
    assert.deepEqual(bench.shown('a0').slice(-2), ['v0/0', 'v0/1']);
  });

  it('routed like any other where nobody had it before', () => {
    const bench = new Bench(after('same_agent'));
    bench.visitor('v0');
    bench.say('v0', 'v0/0');
    bench.end('v0', 's1');
    bench.agents('a0').say('v0', 'v0/1');
    assert.deepEqual(bench.session('s1').agents, ['a0']);
  });
});

describe('P3 within a window', () => {
  it('the same session up to the end of the window, a new one after it', () => {
    for (const [pause, sessions] of [
      [0, ['s1']],
      [WINDOW, ['s1']],
      [WINDOW + 1, ['s1', 's2']],
    ] as const) {
      const bench = closed(after('within_window')).until(T + pause);
      bench.say('v0', 'v0/1');
      assert.deepEqual(
        bench.sessions().map(({ id }) => id),
        sessions,
        `${pause / SECOND} s after the close`,
      );
    }
  });
});

describe('P5 sticky', () => {
  it('a new session with the last agent, although another has less to do', () => {
    const bench = closed(after('sticky'));
    bench.visitor('v1');
    bench.say('v1', 'v1/0');
    assert.equal(bench.session('s2').agent, 'a0');
    bench.say('v0', 'v0/1');
    assert.deepEqual([bench.session('s3').agent, bench.session('s1').state], ['a0', 'closed']);
  });

  it('with somebody else when the last one is full or gone: nobody is stuck', () => {
    const gone = closed(after('sticky'));
    gone.drop('a0');
    gone.say('v0', 'v0/1');
    assert.equal(gone.session('s2').agent, 'a1');
    const full = closed(after('sticky', false, { agents: one }));
    full.visitor('v1');
    full.say('v1', 'v1/0');
    full.say('v0', 'v0/1');
    assert.deepEqual([full.session('s2').agent, full.session('s3').agent], ['a0', 'a1']);
  });

  it('P4 beside it does not care', () => {
    const bench = closed(after('new_session'));
    bench.visitor('v1');
    bench.say('v1', 'v1/0');
    bench.say('v0', 'v0/1');
    assert.equal(bench.session('s3').agent, 'a1');
  });
});

describe('P6 refused', () => {
  it('the sender is told that it is closed; nothing is stored and nothing opened', () => {
    const bench = closed(after('refuse'));
    const rows = bench.rows('message').length;
    bench.say('v0', 'v0/1');
    assert.deepEqual(bench.sent('v0', 'refuse').at(-1), { f: 'refuse', id: 'v0/1', why: 'closed' });
    assert.deepEqual([bench.rows('message').length, bench.sessions().length, bench.rows('left').length], [rows, 1, 0]);
    assert.deepEqual(bench.notes('refused').at(-1)?.why, 'closed');
  });
});

describe('R14, R15: what the next agent knows', () => {
  it('a new session names the one before it only where history is linked', () => {
    for (const policy of ['new_session', 'sticky'] as const) {
      for (const linked of [true, false]) {
        const bench = closed(after(policy, linked));
        bench.say('v0', 'v0/1');
        assert.equal(bench.session('s2').follows, linked ? 's1' : undefined, policy);
      }
    }
  });
});
