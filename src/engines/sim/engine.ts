// The engine of virtual time: plays in steps, judges meanwhile, and keeps rows only on request.
import { setImmediate as breath } from 'node:timers/promises';
import type { JudgeOptions } from '../../model/judge/judge.ts';
import type { Micros } from '../../model/core/time.ts';
import { isVisitor } from '../../model/rows/ids.ts';
import type { Row } from '../../model/rows/rows.ts';
import { VirtualPlay, type VirtualRun } from '../../model/runner/virtual/play.ts';
import type { JudgedRun } from '../../result/judged-run.ts';
import { Rolling } from '../../result/threads/rolling.ts';
import { checkMemory, keepTight } from './memory.ts';

export interface SimJob {
  readonly run: VirtualRun;
  readonly judging: JudgeOptions;
  /** Memory limit of this process, bytes. */
  readonly memory: number;
  /** Aborting it ends play early; what is under way is drained. */
  readonly stop?: AbortSignal;
  /** Every row, in order. */
  readonly row?: (row: Row) => void;
  /** Several times a second, between two events. */
  readonly watch?: (progress: SimProgress) => Promise<void> | void;
}

export interface SimProgress {
  readonly now: Micros;
  readonly events: number;
  readonly arrived: number;
}

export interface SimPlayed extends SimProgress {
  readonly judged: JudgedRun;
  readonly interrupted: boolean;
}

/** How long virtual time plays before it yields to the event loop. ms */
export const BREATH_MS = 100;

/**
 * Plays and judges. The same job gives the same numbers.
 * @throws SaidError when it would take more memory than allowed
 */
export async function playSim(job: SimJob): Promise<SimPlayed> {
  const { run, stop, row: tell } = job;
  keepTight();
  const rolling = new Rolling(job.judging);
  let arrived = 0;
  const play = new VirtualPlay(run, {
    row: (row) => {
      if (row.what === 'plan' && isVisitor(row.by)) arrived += 1;
      rolling.add(row);
      tell?.(row);
    },
    over: (visitor) => rolling.over(visitor),
  });
  const progress = (): SimProgress => ({ ...play.progress, arrived });
  let interrupted = false;
  let last = -Infinity;
  while (!play.isOver) {
    play.step();
    if (performance.now() - last < BREATH_MS) continue;
    checkMemory(job.memory, play.progress.now, arrived);
    await job.watch?.(progress());
    await breath();
    last = performance.now();
    if (stop?.aborted !== true || play.isOver) continue;
    interrupted = true;
    play.stop();
  }
  return { ...progress(), judged: rolling.finish(), interrupted };
}
