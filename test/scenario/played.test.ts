// What scenarios could not say: each file whole, played in virtual time, with the times worked out by hand.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { HOUR, MINUTE, MS, SECOND } from '../../src/model/core/time.ts';
import { Arrivals } from '../../src/model/population/arrivals.ts';
import { rulesOf, scenarioFrom, workloadOf } from '../../src/scenario/define.ts';
import { tailOf } from '../../src/scenario/surroundings.ts';
import type { Row } from '../../src/model/rows/rows.ts';
import { judged, only, play } from '../model/evening.ts';

function played(yaml: string): { rows: Row[]; judgement: ReturnType<typeof judged> } {
  const scenario = scenarioFrom(parse(yaml));
  const { data } = scenario;
  const rules = rulesOf(scenario, 'bare');
  const rows = play({
    workload: workloadOf(scenario, '1'),
    rules,
    path: { latency: data.network.latency },
    ...tailOf(data),
  });
  return { rows, judgement: judged(rows, rules) };
}

describe('a visitor who types for long', () => {
  const { rows, judgement } = played(`
name: typing-long
shows: a visitor types a long complaint for six minutes; typing counts; idle time is two minutes
locale: en
arrivals: [{ name: a, for: 60s, visitors: 3 }]
channels: { web: 1 }
personas:
  p: { weight: 1, trade: after_sale, turns: 3, think: 7m, typing: 6m, patience: 10h, replyPatience: 10h, lingers: 5h, comesBack: 0, answersPrompt: 0, endings: { closes: 0, goodbye: 0, silent: 1 } }
agents: { count: 1, answer: 20s, glance: 1s, notice: 2s, personas: { s: { weight: 1, pace: 1000 } } }
network: { latency: 0s }
rules:
  idle: { after: 2m, resets: [visitor, agent, visitor_typing] }
tail: 3h
`);

  it('keeps the session open until the turn is sent, and is closed two minutes after the last word', () => {
    const turn = only(rows, 'say', 'v0').find((row) => row.turn === 1) ?? assert.fail('the turn was never sent');
    const thought = only(rows, 'intend', 'v0').find((row) => row.turn === 1) ?? assert.fail();
    assert.equal(turn.t, thought.due);
    assert.ok(turn.t > 7 * MINUTE + 40 * SECOND && turn.t < 7 * MINUTE + 45 * SECOND, `${turn.t}`);
    for (const { session } of only(rows, 'w_session')) {
      const last = Math.max(
        ...only(rows, 'w_message').flatMap(({ message }) => (message.session === session.id ? [message.at] : [])),
      );
      assert.equal(session.reason, 'idle_timeout');
      assert.equal(session.closedAt, last + 2 * MINUTE);
      assert.equal(session.closes, undefined);
    }
    assert.deepEqual([...new Set(judgement.timeouts.map(({ byRule }) => byRule))], ['justified']);
  });

  it('is told in one row for each turn, however long it takes', () => {
    const typed = only(rows, 'act').filter(({ is }) => is === 'typing');
    const turns = only(rows, 'intend').length;
    assert.equal(typed.length, turns);
    const touches = only(rows, 'w_session').map(({ session }) => session.touches?.length ?? 0);
    assert.ok(
      touches.every((n) => n === 0 || n % 72 === 0),
      `every five seconds for six minutes: ${touches.join(' ')}`,
    );
  });
});

describe('a tab that is closed, and loaded again after 30 seconds', () => {
  const { rows } = played(`
name: reload-clean
shows: the browser tab is closed, the socket ends at once, and the visitor is back after 30 seconds
locale: en
arrivals: [{ name: a, for: 60s, visitors: 3 }]
channels: { web: 1 }
personas:
  p: { weight: 1, trade: after_sale, turns: 3, think: 5m, endings: { closes: 0, goodbye: 0, silent: 1 } }
habits:
  reload: { kind: closed, share: 1000, onset: 60s, length: 30s }
agents: { count: 1, answer: 20s }
rules: { idle: { after: 1h }, visitorGone: 10s }
`);

  it('loses the session ten seconds after the tab, and connects again when it is back', () => {
    const scenario = new Arrivals('1', [{ name: 'a', for: MINUTE, visitors: 3 }]);
    for (let at = scenario.next(), i = 0; at !== undefined; at = scenario.next(), i++) {
      const conns = only(rows, 'conn', `v${i}`).map(({ is, code, t }) => ({ is, code, t }));
      assert.deepEqual(conns[1], { is: 'closed', code: 1001, t: at + MINUTE });
      const back = conns[2] ?? assert.fail('never back');
      assert.equal(back.is, 'open');
      assert.ok(back.t >= at + 90 * SECOND && back.t < at + 91 * SECOND);
      const first = only(rows, 'w_session').find(({ session }) => session.visitor === `v${i}`)?.session;
      assert.equal(first?.reason, 'heartbeat_lost');
      const late = (first?.closedAt ?? 0) - (at + 70 * SECOND);
      assert.ok(late >= 0 && late < 100 * MS, `${late} µs`);
    }
  });
});

describe('a time for each side', () => {
  it('the visitor may be silent for 5 minutes, and the agent for 15', () => {
    const { rows, judgement } = played(`
name: two-times
shows: a customer thinks for longer than they may, and agents for shorter
locale: en
arrivals: [{ name: a, for: 10m, visitors: 20 }]
channels: { web: 1, app: 1 }
personas:
  p: { weight: 1, trade: after_sale, turns: 3, think: 7m, patience: 10h, replyPatience: 10h, endings: { closes: 0, goodbye: 0, silent: 1 } }
agents: { count: 5, answer: 8m, personas: { s: { weight: 1, pace: 1000 } } }
rules:
  idle:
    anchor: per_participant
    after: { visitor: 5m, agent: 15m }
    byChannel: { app: null }
    resets: [visitor, agent]
tail: 2h
`);
    const closes = only(rows, 'w_session').filter(({ session }) => session.reason === 'idle_timeout');
    assert.ok(closes.length > 3);
    assert.ok(
      closes.every(({ session }) => session.channel === 'web'),
      'the app has no idle timeout',
    );
    assert.ok(only(rows, 'w_session').some(({ session }) => session.channel === 'app'));
    assert.deepEqual([...new Set(judgement.timeouts.map(({ byRule }) => byRule))], ['justified']);
    assert.ok(closes.every(({ session }) => (session.closedAt ?? 0) < 5 * HOUR));
  });
});
