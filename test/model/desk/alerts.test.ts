// Alerts to the agent, each once: before an idle close
// (R50, R51), and when a visitor waits for an answer.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE } from '../../../src/model/core/time.ts';
import type { SessionRules } from '../../../src/model/rules/rules.ts';
import { ALERT_FORMS } from '../../../src/model/rows/words.ts';
import { idleRule } from '../evening.ts';
import { Bench, quiet } from './bench.ts';

const T = 10 * MINUTE;
const idle = idleRule({ after: T, resets: ['visitor', 'agent'] });
const alerting = (change: Partial<SessionRules> = {}): SessionRules =>
  quiet({ idle, alert: { before: 2 * MINUTE, as: 'popup' }, ...change });

/** v0 has written at 0; a0 has the session. */
function asked(rules: SessionRules): Bench {
  const bench = new Bench(rules).agents('a0');
  bench.visitor('v0');
  bench.say('v0', 'v0/0');
  return bench;
}
const alerts = (bench: Bench, who = 'a0'): [number, string][] => {
  const conn = bench.conns.get(who);
  return bench.log.flatMap((e): [number, string][] =>
    e.is === 'send' && e.conn === conn && e.frame.f === 'alert' ? [[e.t, `${e.frame.kind} ${e.frame.as}`]] : [],
  );
};

describe('R50: the agent is told before a session expires', () => {
  it('`before` the close, in the form that the rule says, once for each close that is due', () => {
    for (const as of ALERT_FORMS) {
      const bench = asked(alerting({ alert: { before: 2 * MINUTE, as } })).until(T - 1);
      assert.deepEqual(alerts(bench), [[T - 2 * MINUTE, `expiring ${as}`]]);
      assert.equal(bench.session('s1').state, 'active', 'an alert changes nothing');
      assert.equal(bench.until(2 * T).session('s1').closedAt, T);
    }
  });

  it('again for the next close, when something has moved it', () => {
    const bench = asked(alerting()).until(9 * MINUTE);
    bench.say('a0', 'a0/0', 's1');
    assert.deepEqual(
      alerts(bench.until(3 * T)).map(([at]) => at),
      [8 * MINUTE, 17 * MINUTE],
    );
    assert.equal(bench.session('s1').closedAt, 19 * MINUTE);
  });

  it('nobody is told in the queue, after the close, or without the rule (R71); the visitor never is', () => {
    const queued = new Bench(alerting());
    queued.visitor('v0');
    queued.say('v0', 'v0/0');
    queued.until(3 * T);
    assert.deepEqual(queued.notes('alerted'), []);
    const without = asked(alerting({ alert: null })).until(3 * T);
    assert.deepEqual([alerts(without), without.notes('alerted')], [[], []]);
    const told = asked(alerting()).until(3 * T);
    assert.deepEqual(alerts(told, 'v0'), []);
  });
});

describe('an answer that is slow', () => {
  const slow = alerting({ idle: null, alert: null, slowReply: { after: 3 * MINUTE, as: 'dot' } });

  it('is told once for each question, and begins anew with another agent', () => {
    const bench = asked(slow).until(T);
    assert.deepEqual(alerts(bench), [[3 * MINUTE, 'waiting dot']]);
    bench.say('a0', 'a0/0', 's1');
    bench.until(2 * T).say('v0', 'v0/1');
    bench.until(2 * T + MINUTE).say('v0', 'v0/2');
    assert.deepEqual(
      alerts(bench.until(4 * T)).map(([at]) => at),
      [3 * MINUTE, 2 * T + 3 * MINUTE],
    );
  });

  it('not one that was given in time', () => {
    const bench = asked(slow).until(3 * MINUTE - 1);
    bench.say('a0', 'a0/0', 's1');
    assert.deepEqual(alerts(bench.until(T)), []);
  });
});
