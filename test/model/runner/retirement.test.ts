// Finished threads are retired during the run: never too
// early, whatever happens, and in the end all of them.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, MS, SECOND, type Micros } from '../../../src/model/core/time.ts';
import { horizonOf } from '../../../src/model/population/workload.ts';
import type { Row } from '../../../src/model/rows/rows.ts';
import { VirtualPlay } from '../../../src/model/runner/virtual/play.ts';
import { Retirement } from '../../../src/model/runner/virtual/retirement.ts';
import { about, digestOf, fixed, judged, only, persona, rules, virtual, workload, type Run } from '../evening.ts';
import { randomCrashes, randomRules, randomWorkload } from '../random-evening.ts';
import { SEED, trials, type Random } from '../random.ts';

interface Played {
  readonly rows: Row[];
  /** When each visitor was declared over. */
  readonly over: ReadonlyMap<string, Micros>;
  readonly end: Micros;
}

/** Plays a run, and fails if a row names a visitor who was declared over before. */
function watched(run: Run): Played {
  const rows: Row[] = [];
  const over = new Map<string, Micros>();
  const owners = new Map<string, string>();
  const play = new VirtualPlay(virtual(run), {
    row: (row) => {
      rows.push(row);
      assert.ok(!over.has(row.by), `${row.what} by ${row.by}, who was called over at ${over.get(row.by)}`);
      if (row.what === 'w_session') owners.set(row.session.id, row.session.visitor);
      for (const id of idsIn(row)) {
        const owner = owners.get(id) ?? id.split('/')[0] ?? '';
        if (over.has(owner)) assert.fail(`${JSON.stringify(row)} after ${owner} was called over`);
      }
    },
    over: (visitor) => over.set(visitor, play.progress.now),
  });
  while (!play.isOver) play.step();
  return { rows, over, end: play.progress.now };
}

/** The ids of sessions and messages in a row. */
function idsIn(row: Row): string[] {
  if (row.what === 'w_message') return [row.message.id, row.message.session];
  if (row.what === 'w_left') return [row.left.id];
  return [
    ...('id' in row ? [row.id] : []),
    ...('session' in row && typeof row.session === 'string' ? [row.session] : []),
  ];
}

/** Agents who are offline for a long time and come back. */
const away = (length: Micros, times = 12) => ({
  name: 'away',
  kind: 'offline' as const,
  share: 1000,
  onset: about(3 * MINUTE),
  length: fixed(length),
  times,
});

function badEvening(random: Random, i: number): Run {
  const w = randomWorkload(random, `${SEED}/${i}`);
  const habits = random.chance(0.5) ? [away(random.pick([20 * SECOND, 90 * SECOND, 5 * MINUTE]), 3)] : [];
  const slow = random.pick([30 * MS, 2 * SECOND, 8 * SECOND]);
  return {
    workload: { ...w, agents: { ...w.agents, habits: [...w.agents.habits, ...habits] } },
    rules: randomRules(random, true),
    tail: 20 * MINUTE,
    commit: random.pick([0, 4 * MS, 2 * SECOND, 20 * SECOND]),
    crashes: randomCrashes(random, horizonOf(w) + 5 * MINUTE),
    ...(random.chance(0.6) && {
      path: { latency: { kind: 'exponential', mean: slow }, jitter: { kind: 'exponential', mean: slow } },
    }),
  };
}

describe(`threads that are over (seed ${SEED})`, () => {
  it('are not told of any more: not under jitter, long commits and crashes, nor when agents are away for long', () => {
    let early = 0;
    trials('nothing after', 120, (random, i) => {
      const { over, end } = watched(badEvening(random, i));
      early += [...over.values()].filter((t) => t < end).length;
    });
    assert.ok(
      early > 300 || process.env['STILLTHERE_TEST_TRIAL'] !== undefined,
      `${early} visitors were put away early`,
    );
  });

  it('are told of once: every session and message of the store, in the same rows as at the end', () => {
    trials('once', 40, (random, i) => {
      const { rows } = watched(badEvening(random, i));
      const sessions = only(rows, 'w_session').map((row) => row.session.id);
      assert.equal(new Set(sessions).size, sessions.length);
      const stored = only(rows, 'w_message').map(({ message }) => `${message.session} ${message.seq}`);
      assert.equal(new Set(stored).size, stored.length);
      // Every message has a session in the ledger.
      const known = new Set(sessions);
      for (const { message } of only(rows, 'w_message')) assert.ok(known.has(message.session), message.session);
    });
  });

  it('go at the same moments when the same run is played again', () => {
    trials('again', 10, (random, i) => {
      const run = badEvening(random, i);
      assert.equal(digestOf(watched(run).rows), digestOf(watched(run).rows));
    });
  });
});

describe('where a packet takes longer than from one look to the next', () => {
  /**
   * Packets take up to 40 s one way, checks are 30 s apart, and no connection is closed for that.
   */
  function farEvening(random: Random, i: number): Run {
    const w = randomWorkload(random, `${SEED}/${i}`);
    const patient = { every: 30 * SECOND, limit: 10 * MINUTE };
    const of = randomRules(random, true);
    return {
      workload: { ...w, client: { ...w.client, liveness: patient } },
      rules: { ...of, liveness: { transport: patient, page: random.pick([null, patient]) } },
      tail: 20 * MINUTE,
      commit: random.pick([0, 20 * SECOND]),
      crashes: [],
      path: { latency: { kind: 'uniform', low: 20 * SECOND, high: 40 * SECOND } },
    };
  }

  it('nothing is told of a thread after it was called over', () => {
    let early = 0;
    trials('far away', 60, (random, i) => {
      const { over, end } = watched(farEvening(random, i));
      early += [...over.values()].filter((t) => t < end).length;
    });
    assert.ok(early > 100 || process.env['STILLTHERE_TEST_TRIAL'] !== undefined, `${early} were put away early`);
  });

  it('what is on its way arrives before the books are closed: a run that ends while people talk is drained', () => {
    let fences = 0;
    trials('far away at the end', 40, (random, i) => {
      const run = { ...farEvening(random, i), tail: random.between(1, 5) * MINUTE };
      const { rows } = watched(run);
      assert.deepEqual(judged(rows, run.rules).undrained, []);
      fences += only(rows, 'fence').length;
    });
    assert.ok(fences > 20 || process.env['STILLTHERE_TEST_TRIAL'] !== undefined, `${fences} fences`);
  });
});

describe('what is kept in the end', () => {
  const hour = (length: Micros, crashes: readonly Micros[]): Run => ({
    workload: workload({
      arrivals: [{ name: 'hour', for: 60 * MINUTE, visitors: 300 }],
      personas: [persona({ endings: { closes: 1, goodbye: 1, silent: 2 } })],
      agents: { count: 6, habits: length === 0 ? [] : [away(length)] },
    }),
    rules: rules(),
    tail: 20 * MINUTE,
    crashes: crashes.map((at) => ({ at, for: 30 * SECOND })),
  });
  /**
   * Visitors who left, those of them who were not retired,
   * and those whose agent was away in the last minutes.
   */
  function kept({ rows, over, end }: Played): { gone: number; kept: string[]; waiting: string[] } {
    const gone = only(rows, 'leave').filter(({ by, t }) => by.startsWith('v') && t < end - 10 * MINUTE);
    const left = gone.flatMap(({ by }) => (over.has(by) ? [] : [by]));
    const agentsOf = new Map<string, string[]>();
    for (const { session } of only(rows, 'w_session'))
      agentsOf.set(session.visitor, [...(agentsOf.get(session.visitor) ?? []), ...session.agents]);
    const isAway = (agent: string): boolean =>
      only(rows, 'path', agent).some(({ t, is }) => is === 'up' && t > end - 3 * MINUTE) ||
      only(rows, 'path', agent).findLast(({ t }) => t < end - 3 * MINUTE)?.is === 'offline';
    return { gone: gone.length, kept: left, waiting: left.filter((by) => agentsOf.get(by)?.some(isAway) === true) };
  }
  const times = [10, 20, 30, 40, 50].map((m) => m * MINUTE);

  for (const [what, length, crashes] of [
    ['on a quiet evening', 0, []],
    ['when agents are away for longer than their client waits', 90 * SECOND, []],
    ['when the server dies five times', 0, times],
    ['when both happens', 90 * SECOND, times],
  ] as const)
    it(`is who is there, and nothing of those who left: ${what}`, () => {
      const found = kept(watched(hour(length, crashes)));
      assert.ok(found.gone > 250, `${found.gone} visitors left`);
      assert.deepEqual(found.kept, []);
    });

  it('waits for an agent who is away, because nobody knows what that agent still has to say', () => {
    for (const crashes of [[], times]) {
      const found = kept(watched(hour(5 * MINUTE, crashes)));
      assert.deepEqual(found.kept, found.waiting);
    }
  });
});

describe('looks', () => {
  const looking = (settles: Micros, step: Micros, isOver: (t: Micros) => boolean): Micros => {
    let now = 0;
    const retirement = new Retirement({
      isOverAtDesk: () => isOver(now),
      sessionsOf: () => [],
      isOverForAgent: () => true,
      now: () => now,
      settles: () => settles,
    });
    retirement.left('v0');
    for (; now < 1000; now += step) if (retirement.look().length > 0) return now;
    return Infinity;
  };

  it('find somebody over who is so at two of them, as far apart as anything takes to come to rest', () => {
    assert.equal(
      looking(5, 10, () => true),
      10,
    );
    assert.equal(
      looking(10, 10, () => true),
      10,
    );
    assert.equal(
      looking(11, 10, () => true),
      20,
    );
    assert.equal(
      looking(95, 10, () => true),
      100,
    );
  });

  it('begin anew when the server has died: it may have been over by something that was never stored', () => {
    let now = 0;
    const one = new Retirement({
      isOverAtDesk: () => true,
      sessionsOf: () => [],
      isOverForAgent: () => true,
      now: () => now,
      settles: () => 5,
    });
    one.left('v0');
    const found = [10, 20, 30].map((t) => {
      now = t;
      if (t === 20) one.unlearn();
      return one.look();
    });
    assert.deepEqual(found, [[], [], ['v0']]);
  });

  it('begin anew when it was not so in between', () => {
    assert.equal(
      looking(15, 10, (t) => t !== 10),
      40,
    );
    assert.equal(
      looking(5, 10, (t) => t % 20 === 0),
      Infinity,
    );
  });
});
