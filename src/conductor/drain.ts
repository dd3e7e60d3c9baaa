// The end of play: everybody rests, what was said is settled, and a fence per open session shows that nothing is on its way.
import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineRun } from '../engines/engine.ts';
import type { GeneratorHealth } from './health.ts';

export interface DrainOptions {
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
 * Steps of a drain: rest, until everything said is settled; fence, until all fences are back; a moment for what is on its way.
 * @returns whether it is complete
 */
export async function drain({ run, health, shards, patience, isHopeless, look }: DrainOptions): Promise<boolean> {
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
