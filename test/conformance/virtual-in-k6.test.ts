// The same seed gives the same ledger: 1 000 sessions in virtual time, in Node and inside a real k6.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Job } from '../../src/engines/engine.ts';
import { bundleK6, k6Script } from '../../src/engines/k6/bundle.ts';
import { writeJob } from '../../src/engines/k6/engine.ts';
import { Digest } from '../../src/model/core/hash.ts';
import { MS } from '../../src/model/core/time.ts';
import { populationHash } from '../../src/model/population/plan.ts';
import { playVirtual, type VirtualRun } from '../../src/model/runner/virtual/play.ts';
import { corpusOf, defineScenario, rulesOf, workloadOf } from '../../src/scenario/define.ts';
import { K6_SKIP, runK6 } from './k6-run.ts';

const SEED = 'conformance';
const SESSIONS = 1000;
/** k6 needs seconds of CPU for it, and may share the machine. */
const LIMIT_MS = 120_000;

/**
 * Uses everything that could differ between two JavaScript engines:
 * distributions, habits, prompts, hand-over, Chinese text.
 */
const scenario = defineScenario({
  name: 'same-bytes',
  shows: 'that virtual time gives the same ledger in Node and in k6',
  locale: 'zh_CN',
  arrivals: [
    { name: 'morning', for: '20m', visitors: 400 },
    { name: 'rush', for: '20m', visitors: 700, ramp: [1, 3] },
  ],
  channels: { web: 2, app: 1, wechat: 1 },
  personas: {
    shopper: {
      weight: 1,
      trade: 'pre_sale',
      turns: 2,
      think: {
        usually: { median: '60s', sigma: 1.3, cap: '1h' },
        sometimes: { median: '18m', sigma: 0.5, cap: '40m' },
        share: 80,
      },
      endings: { closes: 30, goodbye: 30, silent: 40 },
    },
  },
  habits: {
    hidden: { kind: 'hidden', share: 300, onset: { median: '2m', sigma: 1 }, length: { mean: '60s' } },
    frozen: { kind: 'frozen', share: 80, onset: { median: '3m', sigma: 0.8 }, length: { median: '10m', sigma: 1.2 } },
    flaky: { kind: 'offline', share: 150, onset: { mean: '3m' }, length: { from: '2s', to: '90s' }, times: 3 },
    gone: { kind: 'killed', share: 50, onset: { median: '4m', sigma: 1 } },
  },
  agents: { count: 60, answer: { median: '12s', sigma: 0.6 }, spread: '60s' },
  rules: {
    idle: { after: '15m' },
    prompt: { before: '3m', text: '您好，还在吗？' },
    agents: { capacity: 8, handOver: '60s' },
  },
});

interface Ledger {
  readonly hash: string;
  readonly rows: number;
}

/** The ledger of a run in this process, with the number of its sessions and kinds of rows. */
function playHere(run: VirtualRun): Ledger & { sessions: number; kinds: number } {
  const digest = new Digest();
  const kinds = new Map<string, number>();
  let rows = 0;
  playVirtual(run, (row) => {
    digest.add(JSON.stringify(row));
    kinds.set(row.what, (kinds.get(row.what) ?? 0) + 1);
    rows += 1;
  });
  return { hash: digest.hex(), rows, sessions: kinds.get('w_session') ?? 0, kinds: kinds.size };
}

/** The same run inside k6, with the job file of the engine. */
async function playInK6(job: Job, virtual: Omit<VirtualRun, 'lines'>): Promise<Ledger> {
  const folder = await mkdtemp(join(tmpdir(), 'stillthere-conformance-'));
  try {
    const script = join(folder, 'script.js');
    await bundleK6(script, k6Script('virtual'));
    const files = writeJob(folder, job, 'ws://127.0.0.1:9/nobody', LIMIT_MS / 1000, { virtual });
    const { lines, fault } = await runK6({ script, files, folder, limitMs: LIMIT_MS });
    assert.equal(fault, undefined);
    assert.equal(lines.length, 1, `one line is printed: ${lines.join('\n')}`);
    return JSON.parse(lines[0] ?? '') as Ledger;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

describe('virtual time in two JavaScript engines', () => {
  it(`the ledger of ${SESSIONS} sessions is the same in Node and in k6`, { skip: K6_SKIP ?? false }, async (t) => {
    const workload = workloadOf(scenario, SEED);
    const { lines, sets } = corpusOf(scenario, SEED);
    const { visitors } = populationHash(workload, sets);
    const run = { workload, rules: rulesOf(scenario, 'bare'), profile: 'bare', latency: 20 * MS, visitors };
    const here = playHere({ ...run, lines: { at: (i) => lines[i] ?? '', sets } });
    assert.ok(here.sessions >= SESSIONS, `${here.sessions} sessions are fewer than ${SESSIONS}`);
    const job: Job = { workload, corpus: { lines, sets }, agentTokens: {}, shards: 1, url: 'ws://127.0.0.1:9/nobody' };
    const began = performance.now();
    const there = await playInK6(job, run);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    t.diagnostic(`${here.sessions} sessions, ${here.rows} rows of ${here.kinds} kinds, hash ${here.hash}`);
    t.diagnostic(`k6: ${there.rows} rows, hash ${there.hash}, ${seconds} s with bundling and start`);
    assert.deepEqual(there, { hash: here.hash, rows: here.rows });
  });

  it('one row more or another seed gives another hash', () => {
    const playWith = (seed: string): Ledger => {
      const workload = workloadOf(scenario, seed);
      const { lines, sets } = corpusOf(scenario, seed);
      const run = { workload, rules: rulesOf(scenario, 'bare'), profile: 'bare', latency: 20 * MS, visitors: 0 };
      return playHere({ ...run, lines: { at: (i) => lines[i] ?? '', sets } });
    };
    assert.equal(playWith(SEED).hash, playWith(SEED).hash);
    assert.notEqual(playWith(SEED).hash, playWith(`${SEED}-2`).hash);
  });
});
