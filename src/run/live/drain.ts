// Step 4, drain: everybody rests, what was said is settled, and a fence per open session shows that nothing is on its way.
import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineRun } from '../../engines/engine.ts';
import type { GeneratorHealth } from './health.ts';
import type { Launched } from './state.ts';

/** Longest a drain may take, real ms; slow clients (a long back-off at a low speed) get as long as they need. */
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
  /** Longest it may take, real ms. */
  readonly patience: number;
  /** Is there nobody left who could settle anything? */
  readonly isHopeless: () => boolean;
  readonly look: () => void;
}

/**
 * Rest, until everything said is settled; fence, until all fences are back; a moment for what is on its way.
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
