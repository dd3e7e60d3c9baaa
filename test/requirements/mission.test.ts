// Requirements of the mission on whole runs: defects,
// devices, networks, and timeouts that are too short.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, SECOND } from '../../src/model/core/time.ts';
import { isVisitor } from '../../src/model/rows/ids.ts';
import type { Row } from '../../src/model/rows/rows.ts';
import { FATES } from '../../src/model/rows/words.ts';
import type { SessionRules } from '../../src/model/rules/rules.ts';
import type { Habit } from '../../src/model/population/workload.ts';
import { fold } from '../../src/result/fold.ts';
import { Bench, quiet } from '../model/desk/bench.ts';
import {
  about,
  evidenceOf,
  fixed,
  idleRule,
  judged,
  only,
  persona,
  play,
  rules,
  tally,
  workload,
} from '../model/evening.ts';
import { randomRules, randomWorkload } from '../model/random-evening.ts';
import { trials } from '../model/random.ts';

const after = (policy: SessionRules['afterClose']['policy']): SessionRules['afterClose'] => ({
  policy,
  window: 0,
  linked: false,
  byChannel: {},
});
/** People who pause in the middle for longer than the desk waits, and then write again. */
const interrupted = persona({
  think: { kind: 'mixture', main: about(20 * SECOND), other: fixed(5 * MINUTE), otherShare: 300, purpose: 1 },
  comesBack: 1000,
  turns: 4,
});

describe('R03: a desk that is deaf after the close', () => {
  const shownLate = (policy: 'drop' | 'new_session'): { late: number; shown: number } => {
    const rows = play({
      workload: workload({ personas: [interrupted], visitors: 60 }),
      rules: rules({ afterClose: after(policy) }),
    });
    const evidence = evidenceOf(rows);
    const kept = new Set([...evidence.items()].filter(({ stored }) => stored.length > 0).map(({ id }) => id));
    const late = [...evidence.said()].filter(({ ack, id }) => {
      const closedAt = evidence.sessions.get(ack?.session ?? '')?.closedAt;
      return ack !== undefined && closedAt !== undefined && ack.t > closedAt && !kept.has(id);
    });
    const seen = new Set(
      only(rows, 'show')
        .filter(({ by }) => !isVisitor(by))
        .map(({ id }) => id),
    );
    return { late: late.length, shown: late.filter(({ id }) => seen.has(id)).length };
  };
  it('acknowledges what comes, and no agent ever hears of it; switched off, it does neither', () => {
    const deaf = shownLate('drop');
    assert.ok(deaf.late > 5, `${deaf.late} messages came after a close`);
    assert.equal(deaf.shown, 0);
    assert.equal(shownLate('new_session').late, 0, 'everything that was acknowledged is kept');
  });
});

describe('R06: what timeouts cost, as separate numbers', () => {
  const costs = (lead: number, annoyed: number) => {
    const rows = play({
      workload: workload({ personas: [{ ...interrupted, lead, annoyed }], visitors: 60 }),
      rules: rules({ afterClose: after('drop') }),
    });
    return fold(evidenceOf(rows), judged(rows, rules({ afterClose: after('drop') }))).cost;
  };
  it('consultations, complaints and conversions: each follows its own cause', () => {
    const all = costs(1000, 1000);
    assert.ok(all.consultationsLost > 0);
    assert.equal(all.conversionsLost, all.consultationsLost, 'everybody was ready to buy');
    assert.ok(all.complaints >= all.consultationsLost, 'everybody complains who was not heard, and some besides');
    assert.deepEqual(costs(0, 1000), { ...all, conversionsLost: 0 });
    assert.deepEqual(costs(1000, 0), { ...all, complaints: 0 });
  });
});

describe('R11: every message that was acknowledged has exactly one fate', () => {
  it('and they add up to what people say they have said, on any evening under any rules', () => {
    trials('one fate each', 60, (random, i) => {
      const rule = randomRules(random, true);
      const rows = play({ workload: randomWorkload(random, `fates/${i}`), rules: rule });
      const { messages, attempted } = judged(rows, rule);
      assert.equal(new Set(messages.map(({ id }) => id)).size, messages.length);
      assert.equal(messages.length, attempted);
      const fates = tally(messages, ({ fate }) => fate);
      assert.equal(
        Object.values(fates).reduce((sum, n) => sum + n, 0),
        attempted,
      );
      assert.deepEqual(
        Object.keys(fates).filter((fate) => !(FATES as readonly string[]).includes(fate)),
        [],
      );
    });
  });
});

describe('R23, R24: what devices and networks do to either side', () => {
  const habit = (kind: Habit['kind'], length: number): Habit => ({
    name: kind,
    kind,
    share: 1000,
    onset: fixed(20 * SECOND),
    length: fixed(length),
    times: 1,
  });
  const desk = rules({ idle: idleRule({ after: 20 * MINUTE }), visitorGone: 2 * MINUTE });
  const evening = (side: 'visitors' | 'agents', one: Habit): Row[] =>
    play({
      workload: workload({
        personas: [persona({ turns: 4, think: about(30 * SECOND) })],
        visitors: 30,
        ...(side === 'visitors' ? { habits: [one] } : { agents: { habits: [one] } }),
      }),
      rules: desk,
    });
  const kinds: [what: string, habit: Habit][] = [
    ['(a) a network that comes and goes', habit('offline', 40 * SECOND)],
    ['(b) a page that sleeps', habit('frozen', 4 * MINUTE)],
    ['(b) a tab behind others', habit('hidden', 4 * MINUTE)],
    ['(c) an app that the system ends', habit('killed', 0)],
    ['(d) a path that is dead and does not say so', habit('offline', 10 * MINUTE)],
  ];
  for (const [what, one] of kinds)
    for (const side of ['visitors', 'agents'] as const) {
      if (one.kind === 'killed' && side === 'agents') continue;
      it(`${what}, of ${side}: it happens to them, no message is lost or doubled, and nothing is called idle that is not`, () => {
        const rows = evening(side, one);
        const hit = rows.filter(
          (row) => (row.what === 'path' || row.what === 'device') && isVisitor(row.by) === (side === 'visitors'),
        );
        assert.ok(hit.length > 0, 'nothing happened');
        const { timeouts, messages } = judged(rows, desk);
        assert.deepEqual(
          timeouts.filter(({ byRule }) => byRule !== 'justified'),
          [],
        );
        assert.deepEqual(
          messages.filter(({ fate, flags }) => fate === 'lost' || flags.includes('duplicate')),
          [],
        );
        const lost = only(rows, 'w_session').filter(({ session }) => session.reason === 'heartbeat_lost');
        for (const { session } of lost)
          assert.ok((session.closedAt ?? 0) < session.openedAt + 20 * MINUTE || session.closedFrom !== 'queued');
        if (side === 'visitors' && (one.kind === 'killed' || one === kinds[4]?.[1]))
          assert.ok(lost.length > 0, 'a visitor who is gone for good is called gone, not idle');
      });
    }
});

describe('R25: a time that is too short', () => {
  const trades: [trade: string, median: number, sigma: number][] = [
    ['pre-sale', 60, 1.3],
    ['after-sale', 120, 1.5],
    ['education and finance', 240, 1.7],
  ];
  for (const [trade, median, sigma] of trades)
    it(`${trade}: the longer the desk waits, the fewer are cut off who were about to write on`, () => {
      const premature = [10, 30, 60, 120].map((minutes) => {
        const desk = rules({
          idle: idleRule({ after: minutes * MINUTE }),
          agents: { ...rules().agents, capacity: 50 },
        });
        const people = persona({
          turns: 4,
          think: { kind: 'lognormal', median: median * SECOND, sigma },
          patience: fixed(10 * 60 * MINUTE),
          replyPatience: fixed(10 * 60 * MINUTE),
          endings: { closes: 1, goodbye: 1, silent: 0 },
        });
        const rows = play({
          workload: workload({ personas: [people], visitors: 200, agents: { count: 10 } }),
          rules: desk,
          tail: 6 * 60 * MINUTE,
        });
        const { timeouts } = judged(rows, desk, { prematureWithin: 10 * 60 * MINUTE });
        return timeouts.filter(({ byPeople }) => byPeople === 'premature').length;
      });
      assert.ok((premature[0] ?? 0) > 0, 'ten minutes cut somebody off');
      for (let i = 1; i < premature.length; i++)
        assert.ok(
          (premature[i] ?? 0) <= (premature[i - 1] ?? 0),
          `premature at 10, 30, 60, 120 min: ${premature.join(', ')}`,
        );
    });
});

describe('R44: a lead survives a link that drops', () => {
  it('with leave-messages after the close, everything that was acknowledged is in a session or in the box', () => {
    trials('leads', 30, (random, i) => {
      const people = randomWorkload(random, `leads/${i}`);
      const offline: Habit = {
        name: 'link drops',
        kind: 'offline',
        share: 1000,
        onset: about(20 * SECOND),
        length: about(MINUTE),
        times: 3,
      };
      const desk = rules({
        afterClose: after('leave_message'),
        queue: { timeout: 2 * MINUTE, then: 'leave_message', nobody: 'wait' },
        visitorGone: MINUTE,
      });
      const rows = play({ workload: { ...people, habits: [offline] }, rules: desk });
      const evidence = evidenceOf(rows);
      for (const { said, stored, left } of evidence.items())
        if (said?.ack !== undefined && isVisitor(said.by)) assert.ok(stored.length + left.length > 0, said.id);
      assert.equal(tally(judged(rows, desk).messages, ({ fate }) => fate)['lost'] ?? 0, 0);
    });
  });
});

describe('R51: a session that is about to expire is marked in its agent’s list', () => {
  it('in the form `mark`, before the close, and to nobody else', () => {
    const on = new Bench(
      quiet({ idle: idleRule({ after: 10 * MINUTE }), alert: { before: 2 * MINUTE, as: 'mark' } }),
    ).agents('a0', 'a1');
    on.visitor('v0');
    on.say('v0', 'v0/0');
    on.until(8 * MINUTE - 1);
    assert.deepEqual(on.sent('a0', 'alert'), []);
    on.until(8 * MINUTE);
    assert.deepEqual(on.sent('a0', 'alert'), [{ f: 'alert', session: 's1', kind: 'expiring', as: 'mark' }]);
    assert.deepEqual(on.sent('a1', 'alert'), []);
  });
});
