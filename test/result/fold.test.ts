// Checks the fold against numbers computed by hand: one
// run whose numbers all differ, and one small ledger.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, MS, SECOND } from '../../src/model/core/time.ts';
import { FATES } from '../../src/model/rows/words.ts';
import { fold, type Numbers } from '../../src/result/fold.ts';
import { resultSchema } from '../../src/result/schema.ts';
import { idleAfter } from '../../src/model/rules/rules.ts';
import { evidenceOf, judged, rules } from '../model/evening.ts';
import { Story } from '../model/judge/ledger.ts';
import {
  CAUSE,
  CHANNEL,
  CLOSED,
  evidence,
  FLAG,
  judgement,
  LATE,
  NEVER,
  ofAgents,
  ofVisitors,
  OPEN,
  OPEN_FOR,
  PEOPLE,
  ROUTE,
  RULE,
  TIMES,
} from './golden.ts';

/** The counts of one table, in order: first, first + step … */
const fates = (first: number, step: number): Record<string, number> =>
  Object.fromEntries(FATES.map((fate, i) => [fate, first + step * i]));
const firstFive = (what: string): string[] => [0, 1, 2, 3, 4].map((i) => `${what} ${i}`);

function waited(i: number): object {
  const { n = 0, ...times } = TIMES[i] ?? {};
  const [never = 0, open = 0] = [NEVER[i], OPEN[i]];
  return { n, of: n + never + open, never, open, ...times, openMax: OPEN_FOR[i] };
}

/**
 * Computed by hand from `golden.ts`, without the intervals of shares, which `rates.test.ts` checks.
 */
const EXPECTED = {
  play: { arrivals: 1701, end: 1703, why: 'ended' },
  // 908 closed + 27 leave-messages + 30 open. Before the drain, 850 lives of closed sessions, 4
  // earlier lives and 22 open sessions had an agent.
  sessions: {
    opened: 965,
    active: 876,
    stillOpen: 30,
    leftMessage: 27,
    closed: CLOSED,
    // 77 of the ended lives and 3 of the open ones came by app.
    byChannel: {
      app: { opened: 138, active: 80, ended: 77, open: 3 },
      web: { opened: 827, active: 796, ended: 777, open: 19 },
    },
  },
  timeouts: {
    rate: { count: 700, of: 854, open: 22 },
    byRule: RULE,
    byPeople: PEOPLE,
    byCause: CAUSE,
    byChannel: CHANNEL,
    premature: { count: 187, of: 700, open: 22 },
    cameBack: 78,
    windows: {
      closes: 24_018,
      byRule: { justified: 6001, early: 6003, late: 6005, missed: 6007, wrong_state: 6009 },
      cameBack: 6100,
    },
  },
  messages: {
    attempted: 10_077,
    fates: fates(902, 2),
    flags: FLAG,
    routes: ROUTE,
    // unnoticed 910, stored_unseen 912, lost 918, and pending 916
    missed: { count: 3656, of: 10_032, open: 916 },
    givenUp: 28,
    bySender: { visitor: fates(ofVisitors(0), 1), agent: fates(ofAgents(0), 1) },
    phantoms: 7,
    vanished: 8,
    forgotten: 29,
    examples: {
      lost: firstFive('lost'),
      misrouted: firstFive('misrouted'),
      stored_unseen: firstFive('stored_unseen'),
      unnoticed: firstFive('unnoticed'),
      unknown_drain: firstFive('unknown_drain'),
      phantom: firstFive('phantom'),
      vanished: firstFive('vanished'),
      forgotten: ['s90', 's91', 's92', 's93', 's94'],
    },
  },
  transfers: { asked: 39, done: 24, failed: 9 },
  prompts: { asked: 15_327, answered: 5104, expired: 2099, open: 8111 },
  alerts: {
    expiring: 15_454,
    handled: 4110,
    expired: 3113,
    open: 8222,
    byAgent: { a2: { expiring: 11_590, handled: 3082 }, a10: { expiring: 3864, handled: 1028 } },
  },
  latency: {
    model: { firstResponse: { ...waited(0), afterGivingUp: LATE[0] }, transfer: waited(1), notice: waited(2) },
    real: { ack: { ...waited(3), resent: LATE[3] }, delivery: waited(4), closeLateness: TIMES[5] },
  },
  cost: {
    // v0…v299 by their messages, v280…v339 because they gave up after a close.
    consultationsLost: 340,
    // The even half of those: 170; v500…v549: 25, queue: 24, no reply: 28, refused: 30.
    complaints: 277,
    // every third of v0…v339
    conversionsLost: 114,
    repeatedDescriptions: 1105,
  },
  visitors: { arrived: 800, finished: 67, waiting: 26, gaveUp: { closed: 60, queue: 47, no_reply: 55, refused: 59 } },
};

/** The numbers without the bounds of shares. */
const bare = (numbers: Numbers): unknown =>
  JSON.parse(JSON.stringify(numbers, (key, value: unknown) => (key === 'low' || key === 'high' ? undefined : value)));

/** The numbers of a document, each with its path. */
function leaves(value: unknown, path = ''): [path: string, value: number][] {
  if (typeof value === 'number') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => leaves(one, `${path}/${key}`));
}

describe('the fold of a run of which every number is known', () => {
  const numbers = fold(evidence(), judgement());

  it('is what was worked out by hand, number by number', () => {
    const expected = new Map(leaves(EXPECTED));
    const found = new Map(leaves(bare(numbers)));
    const wrong = [...new Set([...expected.keys(), ...found.keys()])].filter((p) => expected.get(p) !== found.get(p));
    assert.deepEqual(
      wrong.map((path) => `${path} is ${found.get(path)}, must be ${expected.get(path)}`),
      [],
    );
    assert.deepEqual(bare(numbers), JSON.parse(JSON.stringify(EXPECTED)));
  });

  it('has no number twice but those that are the same by their meaning: a field taken for another is seen', () => {
    const same = [
      '/timeouts/rate/of',
      '/timeouts/premature/of',
      '/timeouts/premature/count',
      '/timeouts/premature/open',
      '/messages/missed/open',
      // Counts that are too small to differ from all others.
      '/sessions/byChannel/app/open',
      '/sessions/byChannel/web/open',
      '/cost/repeatedDescriptions',
    ];
    const seen = new Map<number, string>();
    for (const [path, value] of leaves(EXPECTED)) {
      if (same.includes(path)) continue;
      assert.ok(!seen.has(value), `${path} and ${seen.get(value)} are both ${value}`);
      assert.ok(value > 0, path);
      seen.set(value, path);
    }
  });

  it('fits the schema of the result, and its shares have bounds round them', () => {
    for (const [key, value] of Object.entries(numbers)) {
      const part = resultSchema.shape[key as keyof Numbers];
      assert.deepEqual(part.parse(value), value, `${key}: what the schema does not know is lost`);
    }
    for (const { count, of, low, high } of [numbers.timeouts.rate, numbers.timeouts.premature, numbers.messages.missed])
      assert.ok(0 < low && low < count / of && count / of < high && high < 1);
  });
});

describe('the times of a small ledger', () => {
  it('each is taken from its own rows', () => {
    const closedAt = 6 * MINUTE;
    const rows = new Story()
      .say('v0/0', SECOND, { ack: ['s1', 1] })
      .stored('v0/0', SECOND)
      .add('a0', 1_005_000, { what: 'show', id: 'v0/0', session: 's1', seq: 1, from: 'visitor', h: 'x' })
      .add('a0', 1_080_000, { what: 'look', id: 'v0/0', session: 's1' })
      .say('a0/0', 3 * SECOND, { session: 's1' })
      .stored('a0/0', 3 * SECOND, { seq: 2 })
      .show('v0', 'a0/0', 3_000_090, { seq: 2, look: true })
      .session({
        closedAt,
        reason: 'idle_timeout',
        state: 'closed',
        closedFrom: 'active',
        transfers: [{ at: 2 * MINUTE, doneAt: 2 * MINUTE + 100, from: 'a1', to: 'a0' }],
      })
      .done();
    const desk = rules();
    const due = 2 * MINUTE + 100 + (desk.idle === null ? 0 : idleAfter(desk.idle));
    const { model, real } = fold(evidenceOf(rows), judged(rows, desk)).latency;
    // With one sample, the maximum is the time itself.
    const shown = (times: { n: number; max: number }): number[] => [times.n, times.max];
    assert.deepEqual(shown(model.firstResponse), [1, 2 * SECOND + 90], 'from the first word to the first answer shown');
    assert.deepEqual(shown(model.transfer), [1, 100]);
    assert.deepEqual(shown(model.notice), [1, 75 * MS]);
    assert.deepEqual([...shown(real.ack), real.ack.never], [1, 40 * MS, 1], 'the agent’s message was not acknowledged');
    assert.deepEqual(shown(real.delivery), [1, 5 * MS], 'what was not acknowledged is not on its way for all we know');
    assert.deepEqual(shown(real.closeLateness), [1, closedAt - due]);
  });
});

describe('R15: explained again', () => {
  it('is a message that reached another agent, and not where that agent could see the session before', () => {
    const repeated = (linked: boolean): number => {
      const told = { id: 'v0/1', by: 'v0', fate: 'delivered', flags: [], route: 'new_session_other_agent' } as const;
      const all = { ...judgement(), messages: [linked ? { ...told, linked: true as const } : told] };
      return fold(evidence(), all).cost.repeatedDescriptions;
    };
    assert.deepEqual([repeated(false), repeated(true)], [1, 0]);
  });
});
