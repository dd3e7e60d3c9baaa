// Whole scenario files, played in virtual time and checked against times computed by hand.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HOUR, MINUTE, MS, SECOND } from '../../src/model/core/time.ts';
import { Arrivals } from '../../src/model/population/arrivals.ts';
import { defineScenario, rulesOf, workloadOf } from '../../src/scenario/define.ts';
import { tailOf } from '../../src/scenario/surroundings.ts';
import type { Row } from '../../src/model/rows/rows.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';
import { judged, only, play } from '../model/evening.ts';
import { reloadClean, twoTimes, typingLong } from '../requirements/field-evenings.ts';

function played(input: ScenarioInput): { rows: Row[]; judgement: ReturnType<typeof judged> } {
  const scenario = defineScenario(input);
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
  const { rows, judgement } = played(typingLong);

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
  const { rows } = played(reloadClean);

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
    const { rows, judgement } = played(twoTimes);
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
