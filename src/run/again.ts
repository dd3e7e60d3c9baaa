// A run over sockets at a speed that the machine was to choose: where its generator was late all the same, again at half of that.
import { rm } from 'node:fs/promises';
import { socketSeconds } from '../capacity/forecast.ts';
import { message, type Message } from '../language/language.ts';
import type { Result } from '../result/schema.ts';
import { UsageError } from '../scenario/define.ts';
import { withNotes } from './conclude.ts';
import { writeResult } from './folder.ts';
import { conduct } from './live-run.ts';
import type { RunOutcome, RunRequest } from './request.ts';

/** A run whose generator was late is played so often in all: each time takes twice as long as the one before. */
const TRIES = 3;

/** Whoever has a run played again, or slowly, is told when it takes longer than this. Real s */
export const LONG_SECONDS = 600;

/** A run that is not kept, because its generator was late. */
export interface Discarded {
  readonly speed: number;
  /** How late the generator was at its p99, real µs. */
  readonly p99: number;
  /** The highest speed of the next run. */
  readonly next: number;
  /** About how long that one takes at it, real s. */
  readonly seconds: number;
}

export interface AgainOptions {
  /** Hears of each run that is not kept, before the next one begins. */
  readonly again: (discarded: Discarded) => void;
  /** Not even a fact makes a run with a late generator worth keeping: numbers are wanted, and not findings. */
  readonly untilHonest?: boolean;
}

/**
 * Plays a request for the speed `auto`. A look at a machine that others use is a forecast, and may be too good. A run that is
 * invalid because its generator was late is removed, and the same people are played again at half its speed, at most twice. The
 * result that is kept says so in its notes. A run that found facts is kept, as they stand whatever the generator did.
 * @throws UsageError as `conduct` does for the first run
 */
export async function conductAgain(
  request: RunRequest,
  { again, untilHonest = false }: AgainOptions,
): Promise<RunOutcome> {
  const discarded: Discarded[] = [];
  let outcome = await conduct(request);
  while (discarded.length < TRIES - 1 && isWorthAnother(request, outcome.result, untilHonest)) {
    const late = discardedFrom(outcome.result);
    again(late);
    const other = await slower(request, late.next);
    if (other === undefined) break;
    await rm(outcome.folder.path, { recursive: true, force: true });
    discarded.push(late);
    outcome = other;
  }
  return discarded.length === 0 ? outcome : noted(outcome, discarded);
}

/** Half of the speed in whole numbers; real time is the slowest. */
function discardedFrom({ run: { speed }, generator, play }: Result): Discarded {
  const next = Math.max(1, Math.floor(speed / 2));
  return { speed, p99: generator.lateness.p99, next, seconds: socketSeconds(play?.end ?? 0, next) };
}

/** Was a late generator all that spoilt it, and is there a lower speed? Nobody who presses Ctrl-C wants another run. */
export function isWorthAnother(
  { speed: asked, target, stop }: Pick<RunRequest, 'speed' | 'target' | 'stop'>,
  { run, generator, reasons, verdict }: Pick<Result, 'run' | 'generator' | 'reasons' | 'verdict'>,
  untilHonest: boolean,
): boolean {
  if (asked !== 'auto' || target !== undefined || stop.aborted || generator.honest || run.speed <= 1) return false;
  if (verdict !== 'invalid' && !untilHonest) return false;
  return reasons.every(({ limit }) => limit !== 'target');
}

/** The same at a lower speed; undefined where this machine has none left that is honest. */
async function slower(request: RunRequest, speedAtMost: number): Promise<RunOutcome | undefined> {
  try {
    return await conduct({ ...request, speedAtMost, speedAtMostWhy: message('speed.half') });
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

async function noted({ folder, result, ...more }: RunOutcome, discarded: readonly Discarded[]): Promise<RunOutcome> {
  const notes: Message[] = discarded.map(({ speed, p99 }) => message('note.discarded', { speed, p99 }));
  const told = withNotes(result, notes);
  await writeResult(folder, told);
  return { ...more, folder, result: told };
}
