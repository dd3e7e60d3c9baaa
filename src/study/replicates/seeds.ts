// Plays many seeds of one scenario in virtual time, in parallel worker threads.
import { availableParallelism } from 'node:os';
import { refuseLargeInMemory } from '../../capacity/sizes.ts';
import { memoryOfEach } from '../../engines/sim/memory.ts';
import { say, tell } from '../../language/language.ts';
import { latencyFrom } from '../../model/judge/waits/latency.ts';
import type { Profile } from '../../model/rows/words.ts';
import type { JudgedRun } from '../../result/judged-run.ts';
import type { Numbers } from '../../result/fold.ts';
import type { Result } from '../../result/schema.ts';
import { rulesOf, UsageError, type Scenario } from '../../scenario/define.ts';
import { inWorkers, JobError } from '../../system/pool.ts';
import type { SeedAnswer, SeedWorkerData } from './seed-worker.ts';

/** The result of one seed: the same numbers and verdict as a run with this seed alone. */
export interface SeedOutcome extends Pick<Result, 'verdict' | 'exitCode' | 'reasons'> {
  readonly seed: string;
  readonly populationHash: string;
  readonly numbers: Numbers;
  /** Times as histograms, so that several seeds can be merged. µs */
  readonly latency: JudgedRun['latency'];
  /** Events of virtual time. */
  readonly events: number;
  /** Rows that its ledger would have. */
  readonly rows: number;
  /** How long it took. Real seconds */
  readonly wallSeconds: number;
}

export interface SeedsOptions {
  /**
   * Number of threads; default: as many as the machine has cores. There are never more than seeds.
   */
  readonly workers?: number;
  /**
   * Memory limit of this process, bytes; default: most of the free memory. Each thread gets an
   * equal share.
   */
  readonly memory?: number;
  /** Aborting it ends all threads at once: seeds under way are left out. */
  readonly stop?: AbortSignal;
  readonly watch?: (progress: SeedsProgress) => void;
}

export interface SeedsProgress {
  /** Seeds that are done. */
  readonly done: number;
  readonly of: number;
  /** Share of the whole that is played, seeds under way included: 0…1. */
  readonly share: number;
}

/** How many threads play `seeds` seeds side by side. */
export const workersFor = (seeds: number, asked = availableParallelism()): number =>
  Math.max(1, Math.min(asked, seeds));

/**
 * Plays a scenario under each seed in virtual time. Outcomes are in the order of the seeds,
 * whichever is done first, and do not depend on the number of threads. There are fewer than seeds
 * only when `stop` came first.
 * @throws UsageError naming the seed that could not be played; all threads have ended then
 */
export async function playSeeds(
  scenario: Scenario,
  profile: Profile,
  seeds: readonly string[],
  options: SeedsOptions = {},
): Promise<SeedOutcome[]> {
  // An unknown profile is a fault of the call, not of a seed.
  rulesOf(scenario, profile);
  const workers = workersFor(seeds.length, options.workers);
  const heap = options.memory === undefined ? memoryOfEach(workers) : Math.floor(options.memory / workers);
  const [seed] = seeds;
  if (seed !== undefined) refuseLargeInMemory({ scenario, profile, seed }, heap);
  const shares = new Map<number, number>();
  let done = 0;
  const show = (): void => {
    const under = [...shares.values()].reduce((sum, share) => sum + share, 0);
    options.watch?.({ done, of: seeds.length, share: seeds.length === 0 ? 1 : (done + under) / seeds.length });
  };
  show();
  const data: SeedWorkerData = { scenario: plain(scenario), profile, memory: heap * workers };
  const answers = await inWorkers<string, SeedAnswer, number>(seeds, {
    url: new URL('./seed-worker.ts', import.meta.url),
    workerData: data,
    workers,
    heap,
    ...(options.stop !== undefined && { stop: options.stop }),
    heard: (at, share) => {
      shares.set(at, share);
      show();
    },
    done: (at) => {
      shares.delete(at);
      done += 1;
      show();
    },
  }).catch((error: unknown) => {
    if (!(error instanceof JobError)) throw error;
    throw new UsageError(say('replicates.failed', { seed: seeds[error.at] ?? '', why: tell(error.said) }));
  });
  return answers.flatMap((answer, at) => (answer === undefined ? [] : [outcomeOf(seeds[at] ?? '', answer)]));
}

/**
 * `input` may hold values that cannot be sent between threads. Only `data`, which was made from it,
 * is played.
 */
const plain = (scenario: Scenario): Scenario => ({
  ...scenario,
  input: JSON.parse(JSON.stringify(scenario.input)) as Scenario['input'],
});

const outcomeOf = (seed: string, { latency, ...answer }: SeedAnswer): SeedOutcome => ({
  seed,
  ...answer,
  latency: latencyFrom(latency),
});
