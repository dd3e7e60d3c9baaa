// Play lasts until all visitors have left and all sessions ended; a longer run changes no number.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HOUR, MINUTE, SECOND, type Micros } from '../../../src/model/core/time.ts';
import { agentId, visitorId } from '../../../src/model/rows/ids.ts';
import type { Row } from '../../../src/model/rows/rows.ts';
import { fold } from '../../../src/result/fold.ts';
import {
  digestOf,
  evidenceOf,
  fixed,
  idleRule,
  judged,
  only,
  play,
  rules,
  visitorsOf,
  workload,
  type Run,
} from '../evening.ts';
import { randomRules, randomWorkload } from '../random-evening.ts';
import { SEED, trials, type Random } from '../random.ts';

const endOf = (rows: readonly Row[]): { t: Micros; why: string | undefined } => {
  const [row] = only(rows, 'phase').filter(({ phase }) => phase === 'play_end');
  return { t: row?.t ?? -1, why: row?.why };
};

const numbersOf = (rows: readonly Row[], { rules: r }: Run): unknown => {
  const { play: _, ...numbers } = fold(evidenceOf(rows), judged(rows, r));
  return numbers;
};

/** A desk on which every session ends by itself. */
function ending(random: Random, i: number): Run {
  const drawn = randomRules(random, random.chance(0.2));
  const r = {
    ...drawn,
    idle: {
      ...(drawn.idle ?? idleRule({ after: 3 * MINUTE })),
      onlyIfPending: 'any',
      anchor: 'either_last_message',
    } as const,
    queue: { ...drawn.queue, timeout: 5 * MINUTE },
    visitorGone: 10 * MINUTE,
  };
  return { workload: randomWorkload(random, `${SEED}/${i}`), rules: r, tailMost: 12 * HOUR };
}

describe(`the end of play (seed ${SEED})`, () => {
  it('once everything has ended, no number depends on how much longer play goes on', () => {
    trials('tail', 60, (random, i) => {
      const run = ending(random, i);
      const rows = play(run);
      const { t, why } = endOf(rows);
      if (why !== 'ended') return;
      // A later crash of the server prolongs play until then.
      const longer = play({ ...run, crashes: [{ at: t + random.between(1, 300) * MINUTE, for: SECOND }] });
      assert.ok(endOf(longer).t > t);
      assert.deepEqual(numbersOf(longer, run), numbersOf(rows, run));
    });
  });

  it('everybody has left and every session is over when it has ended', () => {
    trials('ended', 60, (random, i) => {
      const run = ending(random, i);
      const rows = play(run);
      const { t, why } = endOf(rows);
      if (why !== 'ended') return;
      const gone = new Set(
        only(rows, 'end')
          .filter((row) => row.t <= t)
          .map(({ by }) => by),
      );
      for (let v = 0; v < visitorsOf(run.workload); v++)
        assert.ok(gone.has(visitorId(v)), `${visitorId(v)} is still there`);
      for (const { session } of only(rows, 'w_session'))
        assert.ok(session.state === 'left_message' || (session.closedAt ?? Infinity) <= t, `${session.id} is open`);
    });
  });

  it('a tail cuts play, and an end that comes before it is one', () => {
    const run: Run = { workload: workload(), rules: rules() };
    const whole = endOf(play(run));
    assert.equal(whole.why, 'ended');
    assert.equal(endOf(play({ ...run, tail: 30 * SECOND })).why, 'cut');
    assert.deepEqual(endOf(play({ ...run, tail: 10 * HOUR })), whole);
  });

  it('a desk that ends nothing is found out, and a bound is one', () => {
    const never: Run = { workload: workload(), rules: rules({ idle: null, visitorGone: null }) };
    assert.equal(endOf(play(never)).why, 'endless');
    assert.equal(endOf(play({ ...never, tailMost: 30 * SECOND })).why, 'limit');
  });
});

describe('who comes last', () => {
  it('changes nothing for those who came before, where nobody shares an agent’s attention', () => {
    const w = workload();
    const r = rules();
    const everybody = visitorsOf(w);
    // There are as many agents as visitors, and none is
    // busy, so that visitors do not influence each other.
    const alone = {
      ...w,
      agents: {
        ...w.agents,
        count: everybody,
        settings: {
          ...w.agents.settings,
          perSession: 0,
          noticePerSession: 0,
          glance: fixed(SECOND),
          notice: fixed(SECOND),
        },
        habits: [],
      },
    };
    const desk = { ...r, agents: { ...r.agents, capacity: 1 } };
    const agents = Array.from({ length: everybody }, (_, j) => agentId(j));
    const outcome = (rows: readonly Row[]): Map<string, string> => {
      const { messages, timeouts } = judged(rows, desk);
      const found = new Map<string, string>();
      for (const m of messages) if (m.by.startsWith('v')) found.set(m.id, m.fate);
      for (const t of timeouts) found.set(`${t.visitor} ${t.closedAt}`, `${t.byRule} ${t.byPeople} ${t.cause}`);
      return found;
    };
    const all = outcome(play({ workload: alone, rules: desk }));
    for (const without of [1, 3, Math.floor(everybody / 2)]) {
      const stay = Array.from({ length: everybody - without }, (_, v) => visitorId(v));
      const few = outcome(play({ workload: alone, rules: desk, only: [...stay, ...agents] }));
      assert.ok(few.size > 0);
      for (const [what, is] of few) assert.equal(all.get(what), is, `${what} without the last ${without}`);
      const own = new Set(stay);
      for (const what of all.keys()) if (own.has(what.split(/[/ ]/)[0] ?? '')) assert.ok(few.has(what), what);
    }
  });
});

it('play that ends by itself is the same twice', () => {
  const run: Run = { workload: workload(), rules: rules() };
  assert.equal(digestOf(play(run)), digestOf(play(run)));
});
