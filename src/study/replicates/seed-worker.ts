// A worker thread that plays seeds of one scenario in virtual time, without ledger and folder.
import { workerData } from 'node:worker_threads';
import { playSim } from '../../engines/sim/engine.ts';
import { latencyJson, type LatencyJson } from '../../model/judge/waits/latency.ts';
import type { Profile } from '../../model/rows/words.ts';
import type { Numbers } from '../../result/fold.ts';
import type { Result } from '../../result/schema.ts';
import type { Scenario } from '../../scenario/define.ts';
import { serveJobs } from '../../system/pool.ts';
import { judgingOf, verdictOf } from '../../run/conclude.ts';
import { virtualNotes, virtualRun } from '../../run/virtual-run.ts';

/** What a worker knows before its first seed. */
export interface SeedWorkerData {
  readonly scenario: Scenario;
  readonly profile: Profile;
  /** Memory limit of this process, bytes. */
  readonly memory: number;
}

/** The result of one seed, as it is sent between threads. */
export interface SeedAnswer extends Pick<Result, 'verdict' | 'exitCode' | 'reasons'> {
  readonly populationHash: string;
  readonly numbers: Numbers;
  readonly latency: LatencyJson;
  readonly events: number;
  readonly rows: number;
  /** Real seconds. */
  readonly wallSeconds: number;
}

const { scenario, profile, memory } = workerData as SeedWorkerData;

serveJobs<string, SeedAnswer, number>(async (seed, report) => {
  const began = performance.now();
  const run = virtualRun(scenario, profile, seed);
  const { judged, events } = await playSim({
    run,
    judging: judgingOf(scenario, run.rules, 1, false),
    memory,
    watch: ({ arrived }) => report(run.visitors === 0 ? 0 : arrived / run.visitors),
  });
  const trust = { dishonest: [], broken: [], interrupted: false };
  return {
    ...verdictOf(scenario, judged, trust, virtualNotes(run, judged.numbers.play.end)),
    populationHash: judged.populationHash,
    numbers: judged.numbers,
    latency: latencyJson(judged.latency),
    events,
    rows: judged.rows,
    wallSeconds: (performance.now() - began) / 1000,
  };
});
