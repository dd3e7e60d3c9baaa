// Tests the judge: a sound ledger is damaged in one
// place, and the judge must name exactly that damage.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, MS, SECOND } from '../../../src/model/core/time.ts';
import type { Judgement } from '../../../src/model/judge/judge.ts';
import type { Row } from '../../../src/model/rows/rows.ts';
import { agentId } from '../../../src/model/rows/ids.ts';
import { idleAfter } from '../../../src/model/rules/rules.ts';
import {
  idleRule,
  about,
  evidenceOf,
  fixed,
  judged,
  only,
  persona,
  play,
  rules,
  tally,
  workload,
  STAFF,
} from '../evening.ts';
import { Random, SEED, trials } from '../random.ts';
import { interleaved, renumbered, withAfter, without } from './ledger.ts';

const RULES = rules();
const SOUND = play({
  workload: workload({
    seed: '7',
    visitors: 30,
    personas: [persona({ endings: { closes: 0, goodbye: 1, silent: 2 }, turns: 4 })],
    agents: { leave: { share: 300, at: fixed(3 * MINUTE) } },
  }),
  rules: { ...RULES, agents: { capacity: 5, handOver: 10 * SECOND, presence: 'transport', supervisors: [], ...STAFF } },
});
const BEFORE = judged(SOUND, RULES);
const fates = (j: Judgement): Map<string, string> =>
  new Map(j.messages.map((m) => [m.id, `${m.fate} ${m.flags.join(' ')}`.trim()]));

/** Ids whose fate or flags have changed, with the new ones. */
function changed(rows: readonly Row[]): Record<string, string> {
  const judgement = judged(rows, RULES);
  assert.deepEqual(judgement.missing, [], 'the damage shows in the books: the mutation is not one of the server');
  const before = fates(BEFORE);
  return Object.fromEntries([...fates(judgement)].filter(([id, fate]) => before.get(id) !== fate));
}

/**
 * Messages of visitors and agents that were delivered without
 * a flag, in sessions that were closed before the drain.
 */
function victims(random: Random, count: number): string[] {
  const ended = new Set(
    only(SOUND, 'w_session').flatMap(({ session: s }) =>
      s.closedAt !== undefined && s.closedAt < BEFORE.drainStart ? [s.id] : [],
    ),
  );
  const where = new Map(only(SOUND, 'w_message').map(({ message }) => [message.id, message.session]));
  const sound = BEFORE.messages.filter(
    (m) => m.fate === 'delivered' && m.flags.length === 0 && ended.has(where.get(m.id) ?? ''),
  );
  assert.ok(sound.length > 60, `only ${sound.length} victims`);
  return random.shuffled(sound.map((m) => m.id)).slice(0, count);
}

const isOf =
  (id: string, ...kinds: Row['what'][]) =>
  (row: Row): boolean =>
    kinds.includes(row.what) && (('id' in row && row.id === id) || (row.what === 'w_message' && row.message.id === id));
const find = (id: string, what: Row['what']): Row => SOUND.find(isOf(id, what)) ?? assert.fail(`no ${what} of ${id}`);

describe('the evening under test', () => {
  it('is sound, and has everything that is damaged below', () => {
    assert.deepEqual([BEFORE.missing, BEFORE.undrained, BEFORE.phantoms, BEFORE.vanished], [[], [], [], []]);
    assert.ok(BEFORE.messages.every((m) => ['delivered', 'pending', 'stored_unseen', 'unnoticed'].includes(m.fate)));
    assert.ok(BEFORE.timeouts.length > 3);
    assert.ok(
      only(SOUND, 'w_session').some((row) => row.session.transfers.length > 0),
      'nothing was handed over',
    );
  });
});

const random = new Random(`${SEED}/victims`);
const EACH = 20;

describe(`one message damaged, ${EACH} times each (seed ${SEED}): the judge names it, and nothing else changes`, () => {
  const cases: Record<string, { make: (id: string) => Row[]; fate: (id: string) => string }> = {
    'nobody looked at it': { make: (id) => without(SOUND, isOf(id, 'look')), fate: () => 'unnoticed' },
    'nobody was shown it': { make: (id) => without(SOUND, isOf(id, 'look', 'show')), fate: () => 'stored_unseen' },
    'lost after its ack': { make: (id) => without(SOUND, isOf(id, 'look', 'show', 'w_message')), fate: () => 'lost' },
    'stored as another text, shown to nobody': {
      make: (id) =>
        without(SOUND, isOf(id, 'look', 'show')).map((row) =>
          row.what === 'w_message' && row.message.id === id
            ? { ...row, message: { ...row.message, h: 'forged' } }
            : row,
        ),
      fate: () => 'lost',
    },
    'neither acked nor stored nor shown': {
      make: (id) => without(SOUND, isOf(id, 'ack', 'look', 'show', 'w_message')),
      fate: () => 'indeterminate',
    },
    'refused, and not stored': {
      make: (id) => {
        const sent = find(id, 'send');
        const rows = withAfter(SOUND, sent, { by: sent.by, t: sent.t, what: 'refuse', id, why: 'closed' });
        return without(rows, isOf(id, 'ack', 'look', 'show', 'w_message'));
      },
      fate: () => 'refused',
    },
    'turned into a leave-message': {
      make: (id) => {
        const stored = find(id, 'w_message');
        const said = find(id, 'say');
        assert.ok(said.what === 'say');
        const left = { id, visitor: said.by, at: said.t, h: said.h };
        return without(
          withAfter(SOUND, stored, { by: 'server', t: stored.t, what: 'w_left', left }),
          isOf(id, 'look', 'show', 'w_message'),
        );
      },
      fate: () => 'left_message',
    },
    'shown twice': {
      make: (id) => {
        const { k: _k, ...show } = find(id, 'show');
        return withAfter(SOUND, find(id, 'show'), show);
      },
      fate: () => 'delivered duplicate',
    },
    'stored twice': {
      make: (id) => {
        const row = find(id, 'w_message');
        assert.ok(row.what === 'w_message');
        return withAfter(SOUND, row, {
          by: 'server',
          t: row.t,
          what: 'w_message',
          message: row.message,
        });
      },
      fate: () => 'delivered duplicate',
    },
    'shown to a stranger': {
      make: (id) => {
        const { k: _k, ...show } = find(id, 'show');
        const mine = [id.slice(0, id.indexOf('/')), show.by];
        const stranger =
          only(SOUND, 'plan').find((row) => row.by.startsWith('v') && !mine.includes(row.by)) ?? assert.fail();
        return withAfter(SOUND, stranger, { ...show, by: stranger.by });
      },
      fate: () => 'misrouted',
    },
  };
  for (const [what, { make, fate }] of Object.entries(cases)) {
    it(`${what}: ${fate('')}`, () => {
      for (const id of victims(random, EACH)) assert.deepEqual(changed(make(id)), { [id]: fate(id) });
    });
  }

  it('shown to an agent who never had its session: misrouted', () => {
    const ofVisitors = victims(random, 1000)
      .filter((id) => id.startsWith('v'))
      .slice(0, EACH);
    for (const id of ofVisitors) {
      const { k: _k, ...show } = find(id, 'show');
      assert.ok(show.what === 'show');
      const had = only(SOUND, 'w_session').find((row) => row.session.id === show.session)?.session.agents ?? [];
      const other = [0, 1, 2, 3].map(agentId).find((agent) => !had.includes(agent));
      if (other === undefined) continue;
      const after = only(SOUND, 'plan', other)[0] ?? assert.fail();
      assert.deepEqual(changed(withAfter(SOUND, after, { ...show, by: other })), { [id]: 'misrouted' });
    }
  });

  it('gone from the history after somebody read it: vanished, and no fate changes', () => {
    for (const id of victims(random, EACH)) {
      const rows = without(SOUND, isOf(id, 'w_message'));
      assert.deepEqual(judged(rows, RULES).vanished, [id]);
      assert.deepEqual(changed(rows), {});
    }
  });

  it('the last message of a party lost, with nothing after it to tell: lost', () => {
    const last = new Map(BEFORE.messages.filter((m) => m.fate === 'delivered').map((m) => [m.by, m.id]));
    const ids = [...last.values()].slice(0, EACH);
    for (const id of ids) assert.equal(changed(without(SOUND, isOf(id, 'look', 'show', 'w_message')))[id], 'lost');
  });

  it('forged: shown, and said by nobody: a phantom, and no fate changes', () => {
    for (const id of victims(random, EACH)) {
      const { k: _k, ...show } = find(id, 'show');
      assert.ok(show.what === 'show');
      const forged = show.from === 'visitor' ? 'v0/777' : 'a0/777';
      const rows = withAfter(SOUND, find(id, 'show'), { ...show, id: forged });
      assert.deepEqual(judged(rows, RULES).phantoms, [forged]);
      assert.deepEqual(changed(rows), {});
    }
  });
});

describe('the books', () => {
  it('1 % of all rows deleted at random: problems() is not empty, 100 times of 100', () => {
    trials('1 % deleted', 100, (random) => {
      const rows = SOUND.filter(() => !random.chance(0.01));
      if (rows.length === SOUND.length) return;
      assert.ok(evidenceOf(rows).problems().length > 0);
    });
  });

  it('any single row deleted, doubled, or two rows of a party exchanged: seen', () => {
    trials('one row', 300, (random) => {
      const i = random.below(SOUND.length);
      const row = SOUND[i] as Row;
      assert.ok(
        evidenceOf(SOUND.filter((one) => one !== row)).problems().length > 0,
        `${row.by} ${row.k} ${row.what} is gone`,
      );
      assert.ok(evidenceOf([...SOUND.slice(0, i + 1), row, ...SOUND.slice(i + 1)]).problems().length > 0, 'doubled');
      const j = SOUND.findIndex((other, n) => n > i && other.by === row.by);
      if (j < 0) return;
      const swapped = [...SOUND];
      [swapped[i], swapped[j]] = [swapped[j] as Row, row];
      assert.ok(evidenceOf(swapped).problems().length > 0, 'exchanged');
    });
  });

  it('a whole party missing: seen', () => {
    for (const by of ['conductor', 'server', 'v3', 'a1'])
      assert.ok(evidenceOf(SOUND.filter((row) => row.by !== by)).problems().length > 0, by);
    assert.deepEqual(evidenceOf(renumbered(SOUND)).problems(), []);
  });
});

describe('the order of rows of different parties', () => {
  const judgedAs = (rows: readonly Row[]): string[] => {
    const evidence = evidenceOf(rows);
    return JSON.stringify([judged(rows, RULES), evidence.populationHash(), evidence.problems()], null, 1).split('\n');
  };
  const alike = (mixed: readonly Row[], expected: readonly string[]): void => {
    const got = judgedAs(mixed);
    const at = expected.findIndex((line, i) => line !== got[i]);
    const near = (lines: readonly string[]): string => lines.slice(Math.max(0, at - 6), at + 3).join('\n');
    if (at >= 0) assert.fail(`judged differently:\n${near(expected)}\ninterleaved in another way:\n${near(got)}`);
    assert.equal(got.length, expected.length);
  };

  it('does not matter: 100 interleavings of a sound evening are judged alike, in every figure', () => {
    const expected = judgedAs(SOUND);
    trials('interleavings', 100, (random) => alike(interleaved(SOUND, random), expected));
  });

  it('nor that of a damaged one, with its faults told in the same words', () => {
    trials('damaged interleavings', 30, (random) => {
      const damaged = SOUND.filter(() => !random.chance(0.01));
      alike(interleaved(damaged, random), judgedAs(damaged));
    });
  });
});

describe('a desk that closes after twice the time of its rules', () => {
  const T = RULES.idle === null ? 0 : idleAfter(RULES.idle);
  const slow = play({
    workload: workload({ seed: '7', visitors: 40, personas: [persona({ turns: 5, think: about(3 * MINUTE, 0.3) })] }),
    rules: rules({
      idle: idleRule({ after: 2 * T, anchor: 'either_last_message', resets: ['visitor', 'agent', 'bot', 'prompt'] }),
    }),
  });

  it('missed every deadline that passed while the talk went on, and every close of its own was late', () => {
    const judgement = judged(slow, RULES);
    const expected: Record<string, number> = {};
    for (const { session } of only(slow, 'w_session')) {
      const { id, activeAt = Infinity, closedAt = Infinity } = session;
      const at = only(slow, 'w_message').flatMap(({ message: m }) => (m.session === id ? [m.at] : []));
      const events = [activeAt, ...at].filter((t) => t >= activeAt && t <= Math.min(closedAt, judgement.drainStart));
      events.sort((a, b) => a - b);
      const gaps = events.filter((t, i) => (events[i + 1] ?? 0) - t > T + 50 * MS).length;
      if (gaps > 0) expected[id] = gaps;
    }
    const idle = new Set(
      only(slow, 'w_session').flatMap(({ session: s }) => (s.reason === 'idle_timeout' ? [s.id] : [])),
    );
    const inside = judgement.timeouts.filter((t) => t.byRule === 'missed' && slow.some((row) => isHeardAt(row, t)));
    assert.deepEqual(
      tally(inside, (t) => t.session),
      expected,
    );
    assert.ok(inside.length > 10, `only ${inside.length} deadlines passed in the middle`);
    const ends = judgement.timeouts.filter((t) => t.byRule !== 'missed');
    assert.ok(ends.length > 5 && ends.every((t) => t.byRule === 'late' && idle.has(t.session)));
  });

  const isHeardAt = (row: Row, t: { session: string; closedAt: number }): boolean =>
    row.what === 'w_message' && row.message.session === t.session && row.message.at === t.closedAt;
});

describe('timeouts of a real evening, by moving what the witness says of the close', () => {
  const LATE = 10 * SECOND;
  const move = (change: (s: Extract<Row, { what: 'w_session' }>['session']) => object): Record<string, string> => {
    const verdicts = new Map(BEFORE.timeouts.map((t) => [t.session, t.byRule]));
    // A close that is moved beyond the end of play no longer counts for it.
    const target = BEFORE.timeouts
      .filter((t) => t.byRule === 'justified' && t.closedAt + LATE < BEFORE.drainStart)
      .map((t) => t.session);
    const found: Record<string, string> = {};
    for (const id of target) {
      const rows = SOUND.map((row): Row =>
        row.what === 'w_session' && row.session.id === id
          ? { ...row, session: { ...row.session, ...change(row.session) } }
          : row,
      );
      for (const t of judged(rows, RULES).timeouts)
        if (verdicts.get(t.session) !== t.byRule) found[t.session] = t.byRule;
      assert.ok(id in found, `${id} is judged as before`);
    }
    return found;
  };
  const all = (verdicts: Record<string, string>): string[] => [...new Set(Object.values(verdicts))];

  it('earlier: early', () => assert.deepEqual(all(move((s) => ({ closedAt: (s.closedAt ?? 0) - LATE }))), ['early']));
  it('later: late', () => assert.deepEqual(all(move((s) => ({ closedAt: (s.closedAt ?? 0) + LATE }))), ['late']));
  it('from the queue: wrong state', () =>
    assert.deepEqual(all(move(() => ({ closedFrom: 'queued' }))), ['wrong_state']));
  it('closed much later by the visitor: missed', () =>
    assert.deepEqual(all(move((s) => ({ closedAt: (s.closedAt ?? 0) + LATE, reason: 'visitor' }))), ['missed']));
});
