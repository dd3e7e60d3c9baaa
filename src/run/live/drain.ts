// Step 4, drain: actors stop, messages settle, and end-of-run markers (fences) come back.
// A fence per open session shows that nothing is still in flight.
import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineRun } from '../../engines/engine.ts';
import type { GeneratorHealth } from './health.ts';
import type { Launched } from './state.ts';

/**
 * Timeout of a drain, real ms. Slow clients (a long back-off at a low speed) get as long as they
 * need.
 */
const DRAIN_MS = 15_000;

/** @returns whether everything was settled in time. @throws LedgerError */
export async function drain(run: Launched): Promise<boolean> {
  const { engine, health, shards, speed, book, now, watch, isHopeless } = run;
  watch('draining');
  await book.phase(now(), 'drain_start');
  const { backoff, liveness, connectFails } = run.workload.client;
  const patience = Math.max(DRAIN_MS, (backoff.most + liveness.limit + connectFails) / speed / 1000 + 5000);
  return settle({ run: engine, health, shards, patience, isHopeless, look: () => watch('draining') });
}

export interface Settling {
  readonly run: EngineRun;
  readonly health: GeneratorHealth;
  readonly shards: number;
  /** Timeout, real ms. */
  readonly patience: number;
  /** Has the generator or the target failed, so that nothing more can settle? */
  readonly isHopeless: () => boolean;
  readonly look: () => void;
}

/**
 * Stops the actors and waits until every message is settled. Then sends the fences and waits until
 * all are back, and a moment longer for frames in flight.
 * @returns whether it is complete
 */
export async function settle({ run, health, shards, patience, isHopeless, look }: Settling): Promise<boolean> {
  const end = performance.now() + patience;
  const wait = async (phase: 'resting' | 'fencing'): Promise<boolean> => {
    while (!health.settled(phase, shards)) {
      if (performance.now() > end || isHopeless()) return false;
      await sleep(50);
      look();
    }
    return true;
  };
  run.rest();
  if (!(await wait('resting'))) return false;
  run.fence();
  if (!(await wait('fencing'))) return false;
  await sleep(300);
  return true;
}
