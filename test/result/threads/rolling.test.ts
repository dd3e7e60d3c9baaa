// Judging during play gives the same numbers, shares, times
// and examples as judging the whole ledger at the end.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import festival from '../../../scenarios/double-eleven-peak.ts';
import type { Duration } from '../../../src/model/core/distributions.ts';
import { MINUTE, MS, SECOND } from '../../../src/model/core/time.ts';
import { Evidence } from '../../../src/model/judge/evidence.ts';
import type { JudgeOptions } from '../../../src/model/judge/judge.ts';
import { isVisitor } from '../../../src/model/rows/ids.ts';
import type { Row } from '../../../src/model/rows/rows.ts';
import { VirtualPlay, type VirtualRun } from '../../../src/model/runner/virtual/play.ts';
import { judgeRun, type JudgedRun } from '../../../src/result/judged-run.ts';
import { Rolling } from '../../../src/result/threads/rolling.ts';
import { corpusOf, rulesOf, workloadOf } from '../../../src/scenario/define.ts';
import { LINES, visitorsOf } from '../../model/evening.ts';
import { randomCrashes, randomRules, randomWorkload } from '../../model/random-evening.ts';
import { SEED, trials } from '../../model/random.ts';

const judging = (run: VirtualRun): JudgeOptions => ({
  rules: run.rules,
  speed: 1,
  epsilon: 0,
  prematureWithin: 30 * MINUTE,
  generatorLate: false,
});

/**
 * The same run, where a packet takes longer than the interval
 * of retirement checks and no connection is closed for it.
 */
function farAway(run: VirtualRun): VirtualRun {
  const { workload, rules } = run;
  const liveness = { every: 30 * SECOND, limit: 10 * MINUTE };
  return {
    ...run,
    workload: { ...workload, client: { ...workload.client, liveness } },
    rules: { ...rules, liveness: { ...rules.liveness, page: liveness } },
    path: { latency: { kind: 'uniform', low: 20 * SECOND, high: 40 * SECOND } },
  };
}

interface Both {
  readonly whole: JudgedRun;
  readonly rolling: JudgedRun;
  /** Visitors who were judged before the end. */
  readonly early: number;
  readonly rows: readonly Row[];
}

/**
 * Plays once, and judges the rows that `cameAbout` accepts both ways. With a small `rowsAtOnce`
 * nearly every thread is judged alone.
 */
function bothWays(run: VirtualRun, rowsAtOnce: number, cameAbout: (row: Row) => boolean = () => true): Both {
  const evidence = new Evidence();
  const rolling = new Rolling(judging(run), rowsAtOnce);
  const rows: Row[] = [];
  let early = 0;
  const play = new VirtualPlay(run, {
    row: (row) => {
      if (!cameAbout(row)) return;
      rows.push(row);
      evidence.add(row);
      rolling.add(row);
    },
    over: (visitor) => {
      early += 1;
      rolling.over(visitor);
    },
  });
  while (!play.isOver) play.step();
  return { whole: judgeRun(evidence, judging(run)), rolling: rolling.finish(), early, rows };
}

const festivalRun = (profile: 'bare' | 'all', seed: string): VirtualRun => {
  const corpus = corpusOf(festival, seed);
  const workload = workloadOf(festival, seed);
  return {
    workload,
    rules: rulesOf(festival, profile),
    lines: { at: (i) => corpus.lines[i] ?? '', sets: corpus.sets },
    profile,
    latency: 20 * MS,
    visitors: visitorsOf(workload),
  };
};

/** Everything but histograms, which have private parts; their summaries are among the numbers. */
const plain = ({ latency: _, ...rest }: JudgedRun): unknown => rest;

describe('judged while it is played', () => {
  it('a festival evening comes to the same numbers as judged whole, thread by thread and in batches', (t) => {
    for (const profile of ['bare', 'all'] as const) {
      for (const rowsAtOnce of [1, 5_000]) {
        const { whole, rolling, early } = bothWays(festivalRun(profile, `${SEED} ${profile}`), rowsAtOnce);
        t.diagnostic(`${profile}: ${early} of ${whole.numbers.visitors.arrived} visitors judged before the end`);
        assert.ok(early > whole.numbers.visitors.arrived / 2);
        assert.deepEqual(plain(rolling), plain(whole));
      }
    }
  });

  it('so do random evenings under random rules', () => {
    let early = 0;
    trials('evenings', 60, (random, i) => {
      const workload = randomWorkload(random, `${SEED}/${i}`);
      const run = { workload, rules: randomRules(random), lines: LINES, profile: 'bare', latency: 20 * MS };
      const both = bothWays({ ...run, visitors: visitorsOf(workload) }, random.pick([1, 300]));
      early += both.early;
      assert.deepEqual(plain(both.rolling), plain(both.whole));
    });
    assert.ok(early > 100 || process.env['STILLTHERE_TEST_TRIAL'] !== undefined, `${early} visitors judged early`);
  });

  it('so do evenings on slow networks, with stores that take their time and a server that dies', () => {
    let [early, heldUp] = [0, 0];
    trials('bad evenings', 60, (random, i) => {
      const workload = randomWorkload(random, `${SEED}/${i}`);
      const run: VirtualRun = {
        workload,
        rules: randomRules(random),
        lines: LINES,
        profile: 'bare',
        latency: 20 * MS,
        path: { latency: { kind: 'exponential', mean: 100 * MS }, jitter: { kind: 'fixed', value: 5 * MS } },
        commit: random.pick([0, 4 * MS, 300 * MS]),
        crashes: randomCrashes(random, 5 * MINUTE),
        visitors: visitorsOf(workload),
      };
      const both = bothWays(random.chance(0.5) ? farAway(run) : run, random.pick([1, 300]));
      early += both.early;
      heldUp += both.whole.numbers.timeouts.byCause.server;
      assert.deepEqual(plain(both.rolling), plain(both.whole));
    });
    if (process.env['STILLTHERE_TEST_TRIAL'] === undefined)
      assert.ok(early > 100 && heldUp > 2, `${early} visitors judged early, ${heldUp} timeouts held up`);
  });

  it('so do evenings on which agents leave while others play on, of a server that keeps messages from them', (t) => {
    let [early, left, blamed] = [0, 0, 0];
    trials('agents who leave', 60, (random, i) => {
      const { agents, ...workload } = randomWorkload(random, `${SEED}/${i}`);
      const at: Duration = { kind: 'uniform', low: 10 * SECOND, high: 6 * MINUTE };
      const run: VirtualRun = {
        workload: { ...workload, agents: { ...agents, leave: { share: random.pick([500, 1000]), at } } },
        rules: randomRules(random),
        lines: LINES,
        profile: 'bare',
        latency: 20 * MS,
        visitors: visitorsOf({ ...workload, agents }),
      };
      const kept = new Set<string>();
      const isKept = ({ by, ...row }: Row): boolean => {
        if (isVisitor(by) || (row.what !== 'show' && row.what !== 'look')) return false;
        if (row.what === 'show' && random.chance(0.5)) kept.add(row.id);
        return kept.has(row.id);
      };
      const both = bothWays(run, random.pick([1, 50, 300]), (row) => !isKept(row));
      const end = both.rows.find((row) => row.what === 'phase' && row.phase === 'play_end')?.t ?? 0;
      early += both.early;
      left += both.rows.filter((row) => row.what === 'leave' && !isVisitor(row.by) && row.t < end).length;
      blamed += both.whole.numbers.timeouts.byCause.server;
      assert.equal(JSON.stringify(both.rolling, undefined, 1), JSON.stringify(both.whole, undefined, 1));
    });
    t.diagnostic(`${left} agents left, ${early} visitors judged early, ${blamed} timeouts because of the server`);
    if (process.env['STILLTHERE_TEST_TRIAL'] === undefined)
      assert.ok(early > 100 && left > 60 && blamed > 8, `${early} judged early, ${left} left, ${blamed} blamed`);
  });

  it('a thread is forgotten when its visitor is done: leave-messages tie nobody to anybody', (t) => {
    const rowsAtOnce = 1;
    const run = festivalRun('all', SEED);
    const rolling = new Rolling(judging(run), rowsAtOnce);
    const present = new Set<string>();
    let [left, most] = [0, 0];
    const play = new VirtualPlay(run, {
      row: (row) => {
        if (row.what === 'plan' && row.by.startsWith('v')) present.add(row.by);
        if (row.what === 'ack' && row.seq === 0) left += 1;
        rolling.add(row);
        most = Math.max(most, present.size);
        assert.ok(rolling.kept <= present.size + 1, `${rolling.kept} threads, ${present.size} visitors`);
      },
      over: (visitor) => {
        rolling.over(visitor);
        present.delete(visitor);
      },
    });
    while (!play.isOver) play.step();
    t.diagnostic(`${left} leave-messages, at most ${most} visitors at once`);
    assert.ok(left > 10 && present.size < most / 2, `${left}, ${present.size}, ${most}`);
  });

  it('nothing is told of a thread after it was called over', () => {
    const over = new Set<string>();
    const sessions = new Map<string, string>();
    const play = new VirtualPlay(festivalRun('all', SEED), {
      row: (row) => {
        assert.ok(!over.has(row.by), `${row.what} by ${row.by}`);
        if (row.what === 'w_session') sessions.set(row.session.id, row.session.visitor);
        if ('session' in row && typeof row.session === 'string')
          assert.ok(!over.has(sessions.get(row.session) ?? ''), `${row.what} in ${row.session}`);
      },
      over: (visitor) => over.add(visitor),
    });
    while (!play.isOver) play.step();
    assert.ok(over.size > 300, `${over.size} visitors`);
  });
});

describe('rows that come to the wrong thread', () => {
  const run = festivalRun('bare', `${SEED} astray`);

  /** Judges the changed rows of a run both ways. */
  function judgedBoth(change: (rows: Row[]) => Row[]): { whole: JudgedRun; rolling: JudgedRun } {
    const rows: Row[] = [];
    const play = new VirtualPlay(run, { row: (row) => rows.push(row) });
    while (!play.isOver) play.step();
    const evidence = new Evidence();
    const rolling = new Rolling(judging(run), Infinity);
    for (const row of change(rows)) {
      evidence.add(row);
      rolling.add(row);
    }
    return { whole: judgeRun(evidence, judging(run)), rolling: rolling.finish() };
  }

  it('a message shown to another visitor is misrouted', () => {
    const { whole, rolling } = judgedBoth((rows) => {
      const at = rows.findIndex((row, i) => i > rows.length / 3 && row.what === 'show' && row.from === 'agent');
      return rows.toSpliced(at + 1, 0, { ...(rows[at] as Row), by: 'v999999', k: 0 });
    });
    assert.equal(whole.numbers.messages.fates.misrouted, 1);
    assert.deepEqual(plain(rolling), plain(whole));
  });

  it('one who was over, and whose message then turns up on the screen of the next to be over, is judged once', () => {
    const order: string[] = [];
    const answered = new Set<string>();
    const before = new VirtualPlay(run, {
      row: (row) => void (row.what === 'show' && row.from === 'agent' && answered.add(row.by)),
      over: (visitor) => order.push(visitor),
    });
    while (!before.isOver) before.step();
    // Two visitors who are over one after the other, the first of whom has got an answer.
    const at = order.findIndex((visitor) => answered.has(visitor));
    const [first, next] = order.slice(at, at + 2) as [string, string];
    const evidence = new Evidence();
    const rolling = new Rolling(judging(run), 1_000);
    let reply: Row | undefined;
    const hear = (row: Row): void => {
      evidence.add(row);
      rolling.add(row);
    };
    const play = new VirtualPlay(run, {
      row: (row) => {
        hear(row);
        if (row.what === 'show' && row.by === first && row.from === 'agent') reply = row;
      },
      over: (visitor) => {
        rolling.over(visitor);
        if (visitor === first) hear({ ...(reply as Row), by: next, k: 0 });
      },
    });
    while (!play.isOver) play.step();
    const whole = judgeRun(evidence, judging(run));
    assert.equal(whole.numbers.messages.fates.misrouted, 1);
    assert.deepEqual(plain(rolling.finish()), plain(whole));
  });

  it('one whose thread is forgotten, and whose message then turns up elsewhere, violates the run as a phantom', () => {
    const rolling = new Rolling(judging(run), 1);
    let reply: Row | undefined;
    let astray: string | undefined;
    const play = new VirtualPlay(run, {
      row: (row) => {
        rolling.add(row);
        if (row.what === 'show' && row.from === 'agent') reply ??= row;
      },
      over: (visitor) => {
        rolling.over(visitor);
        if (astray !== undefined || visitor !== reply?.by) return;
        astray = (reply as Row & { what: 'show' }).id;
        rolling.add({ ...reply, by: 'v999999', k: 0 });
      },
    });
    while (!play.isOver) play.step();
    const { messages } = rolling.finish().numbers;
    assert.ok(astray !== undefined);
    assert.deepEqual([messages.phantoms, messages.fates.misrouted, messages.examples['phantom']], [1, 0, [astray]]);
  });

  it('a row that is missing is missed', () => {
    const { whole, rolling } = judgedBoth((rows) => {
      const gone = rows.findIndex((row) => row.what === 'ack');
      return rows.toSpliced(gone, 1);
    });
    assert.equal(whole.missing[0]?.key, 'judge.gaps');
    assert.deepEqual(plain(rolling), plain(whole));
  });
});
