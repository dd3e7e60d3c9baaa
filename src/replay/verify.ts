// Plays a run in virtual time twice and compares row by row: the same seed has the same bytes.
import { setImmediate as breath } from 'node:timers/promises';
import { BREATH_MS } from '../engines/sim/engine.ts';
import { checkMemory } from '../engines/sim/memory.ts';
import { Digest } from '../model/core/hash.ts';
import type { Micros } from '../model/core/time.ts';
import { isVisitor } from '../model/rows/ids.ts';
import { VirtualPlay, type Audience, type VirtualRun } from '../model/runner/virtual/play.ts';

/** What is played twice: {@link VirtualPlay}, or in a test one that differs. */
type Play = (run: VirtualRun, audience: Audience) => Pick<VirtualPlay, 'step' | 'isOver' | 'progress'>;

const ordinary: Play = (run, audience) => new VirtualPlay(run, audience);

export interface VerifyOptions {
  /** What this process may take, bytes. */
  readonly memory: number;
  /** Aborting it ends the comparison between two events. */
  readonly stop?: AbortSignal;
  readonly watch?: (now: Micros) => void;
  /** What plays the second time. */
  readonly again?: Play;
}

/** Rows of both plays until they were over or differed. */
export interface Verified {
  /** Rows that were the same. */
  readonly rows: number;
  /** Digest of these rows as lines of a ledger. */
  readonly digest: string;
  /** It was ended before both plays were over. */
  readonly isStopped: boolean;
  /**
   * The first row that differs: its number from 1, and its text in each play; undefined if that
   * play had no row by then.
   */
  readonly difference?: {
    readonly row: number;
    readonly first: string | undefined;
    readonly second: string | undefined;
  };
}

/**
 * Plays twice; ends at the first row that differs. Only rows of one step are kept.
 * @throws SaidError when that takes too much memory
 */
export async function verify(run: VirtualRun, options: VerifyOptions): Promise<Verified> {
  const { memory, stop, watch, again = ordinary } = options;
  const digest = new Digest();
  let rows = 0;
  let arrived = 0;
  const first: string[] = [];
  const second: string[] = [];
  const one = ordinary(run, {
    row: (row) => {
      first.push(JSON.stringify(row));
      if (row.what === 'plan' && isVisitor(row.by)) arrived += 1;
    },
  });
  const other = again(run, { row: (row) => second.push(JSON.stringify(row)) });
  let last = -Infinity;
  const isOver = (): boolean => one.isOver && other.isOver;
  const isStopped = (): boolean => stop?.aborted === true;
  while (!isOver() && !isStopped()) {
    for (const play of [one, other]) if (!play.isOver) play.step();
    for (let i = 0; i < Math.max(first.length, second.length); i++) {
      const line = first[i];
      if (line === undefined || line !== second[i])
        return {
          rows,
          digest: digest.hex(),
          isStopped: false,
          difference: { row: rows + 1, first: line, second: second[i] },
        };
      digest.add(line);
      rows += 1;
    }
    first.length = second.length = 0;
    if (performance.now() - last < BREATH_MS) continue;
    const { now } = one.progress;
    checkMemory(memory, now, arrived);
    watch?.(now);
    await breath();
    last = performance.now();
  }
  return { rows, digest: digest.hex(), isStopped: !isOver() };
}
