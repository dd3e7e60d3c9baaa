// Skipped heartbeats give the same rows as played ones, whatever devices and networks do.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import festival from '../../../scenarios/double-eleven-peak.ts';
import { MINUTE, MS, SECOND, type Micros } from '../../../src/model/core/time.ts';
import { playVirtual, type VirtualRun } from '../../../src/model/runner/virtual/play.ts';
import { Pulse } from '../../../src/model/runner/virtual/pulse.ts';
import { corpusOf, rulesOf, workloadOf } from '../../../src/scenario/define.ts';
import { SEED, trials } from '../random.ts';

const corpus = corpusOf(festival, '1');
const lines = { at: (i: number) => corpus.lines[i] ?? '', sets: corpus.sets };

interface Ledger {
  readonly rows: string[];
  readonly events: number;
}

function ledger(run: VirtualRun): Ledger {
  const rows: string[] = [];
  const { events } = playVirtual(run, (row) => rows.push(JSON.stringify(row)));
  return { rows, events };
}

/** Plays both ways. @returns how many events each took @throws when a row differs, with that row */
function same(run: VirtualRun): { literal: number; elided: number; sessions: number } {
  const literal = ledger({ ...run, literal: true });
  const elided = ledger(run);
  const at = literal.rows.findIndex((row, i) => row !== elided.rows[i]);
  assert.equal(elided.rows[at], literal.rows[at], `row ${at} of ${literal.rows.length}`);
  assert.equal(elided.rows.length, literal.rows.length);
  const sessions = literal.rows.filter((row) => row.includes('"what":"w_session"')).length;
  return { literal: literal.events, elided: elided.events, sessions };
}

const evening = (seed: string, profile: 'bare' | 'all'): VirtualRun => ({
  workload: workloadOf(festival, seed),
  rules: rulesOf(festival, profile),
  lines,
  profile,
  latency: 20 * MS,
  visitors: 0,
});

describe('a pulse', () => {
  const clock = (every: Micros, limit: Micros): { every: Micros; limit: Micros } => ({ every, limit });

  it('stands for heartbeats whose answers, there and back, come before the limit of either side', () => {
    const [tight, wide] = [clock(10, 29), clock(10, 1000)];
    const fits = (latency: Micros, client: typeof tight, server: typeof tight | null): boolean =>
      Pulse.fits({ latency, client, server });
    for (const [client, server] of [
      [tight, wide],
      [wide, tight],
      [tight, null],
    ] as const) {
      assert.equal(fits(9, client, server), true, 'there and back in 18, limit after 19');
      assert.equal(fits(10, client, server), false, 'in 20');
    }
    assert.equal(fits(10, wide, wide), true);
    const even = clock(10, 28);
    assert.deepEqual([fits(9, even, wide), fits(9, wide, even)], [false, false], 'a tie is a limit that is reached');
  });
});

describe('heartbeats', () => {
  it('are played where the answers to the server come too late, although those to the client do not', () => {
    const run = evening(`${SEED} late`, 'bare');
    const { workload, rules } = run;
    const wide = { every: 30 * SECOND, limit: 90 * SECOND };
    const page = { every: 7 * SECOND, limit: 14 * SECOND };
    for (const latency of [3_499 * MS, 3_500 * MS, 4 * SECOND]) {
      const { literal, elided } = same({
        ...run,
        latency,
        workload: {
          ...workload,
          arrivals: [{ name: 'few', for: 5 * MINUTE, visitors: 15 }],
          client: { ...workload.client, liveness: wide },
        },
        rules: { ...rules, liveness: { ...rules.liveness, page } },
      });
      assert.equal(elided < literal, latency === 3_499 * MS, `${latency / MS} ms: ${elided} of ${literal}`);
    }
  });

  it('worked out instead of played give the same ledger of more than 1 000 sessions, in far fewer events', (t) => {
    const all = [same(evening(`${SEED} 1`, 'bare')), same(evening(`${SEED} 2`, 'all'))];
    const sum = (of: (one: (typeof all)[number]) => number): number => all.reduce((n, one) => n + of(one), 0);
    t.diagnostic(`${sum((s) => s.literal)} events played one by one, ${sum((s) => s.elided)} otherwise`);
    assert.ok(sum((s) => s.sessions) > 1000);
    assert.ok(sum((s) => s.elided) * 2 < sum((s) => s.literal));
  });

  it('do so for any latency and any pair of clocks, also where they tie', () => {
    const [first] = festival.data.arrivals;
    assert.ok(first !== undefined);
    let elided = 0;
    trials('clocks and latencies', 12, (random) => {
      const run = evening(`${random.word()}`, random.pick(['bare', 'all']));
      const clock = (): { every: Micros; limit: Micros } => {
        const every = random.pick([7 * SECOND, 30 * SECOND, MINUTE]);
        return { every, limit: every * random.pick([2, 3]) };
      };
      const { workload, rules } = run;
      const [client, page, transport] = [clock(), random.chance(0.2) ? null : clock(), clock()];
      const tried = same({
        ...run,
        latency: random.pick([0, 1, 20 * MS, 333 * MS, 1500 * MS, 3500 * MS]),
        workload: {
          ...workload,
          arrivals: [{ name: 'few', for: 20 * MINUTE, visitors: 60 }],
          client: { ...workload.client, liveness: client },
        },
        rules: { ...rules, liveness: { transport, page } },
      });
      if (tried.elided < tried.literal) elided += 1;
    });
    if (process.env['STILLTHERE_TEST_TRIAL'] === undefined) assert.ok(elided > 6, `${elided} trials elided anything`);
  });

  it('do so on networks where everybody has a latency of their own, with stores that take their time and servers that die', () => {
    let elided = 0;
    trials('networks, commits and crashes', 14, (random) => {
      const run = evening(`${random.word()}`, random.pick(['bare', 'all']));
      const { workload } = run;
      const [median, cap] = random.pick([
        [20 * MS, 200 * MS],
        [300 * MS, 4 * SECOND],
      ]);
      let at = 0;
      const crashes = Array.from({ length: random.between(0, 3) }, () => {
        // Some crashes are at whole seconds, the very
        // moment at which a client would send a heartbeat.
        at += MINUTE + random.pick([random.below(60) * SECOND, random.below(5 * MINUTE)]);
        const crash = { at, for: random.pick([1, SECOND, 45 * SECOND, 3 * MINUTE]) };
        at += crash.for;
        return crash;
      });
      const tried = same({
        ...run,
        workload: { ...workload, arrivals: [{ name: 'few', for: 20 * MINUTE, visitors: 60 }] },
        crashes,
        ...(random.chance(0.6) && { path: { latency: { kind: 'lognormal', median, sigma: 1, cap } } }),
        ...(random.chance(0.3) && { commit: random.pick([1, 4 * MS, 2 * SECOND]) }),
      });
      if (tried.elided < tried.literal) elided += 1;
    });
    if (process.env['STILLTHERE_TEST_TRIAL'] === undefined) assert.ok(elided > 5, `${elided} trials elided anything`);
  });
});
