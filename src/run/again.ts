// Plays a run with the speed `auto`, and repeats it at half the speed if its generator was late.
import { rm } from 'node:fs/promises';
import { socketSeconds } from '../capacity/forecast.ts';
import { message, type Message } from '../language/language.ts';
import type { Result } from '../result/schema.ts';
import { UsageError } from '../scenario/define.ts';
import { withNotes } from './conclude.ts';
import { writeResult } from './folder.ts';
import { conduct } from './live-run.ts';
import type { RunOutcome, RunRequest } from './request.ts';

/** Most attempts for a run whose generator is late. Each takes twice as long as the one before. */
const TRIES = 3;

/** Users are told when a repeated or slow run takes longer than this. Real s */
export const LONG_SECONDS = 600;

/** A run that is discarded because its generator was late. */
export interface Discarded {
  readonly speed: number;
  /** How late the generator was at its p99, real µs. */
  readonly p99: number;
  /** The highest speed of the next run. */
  readonly next: number;
  /** About how long the next run takes at that speed, real s. */
  readonly seconds: number;
}

export interface AgainOptions {
  /** Called for each discarded run, before the next one begins. */
  readonly again: (discarded: Discarded) => void;
  /** Also discards late runs that found violations: the caller needs numbers, not findings. */
  readonly untilHonest?: boolean;
}

/**
 * Plays a request for the speed `auto`. The calibration of a shared machine is a forecast, and may
 * be too optimistic.
 * A run that is invalid because its generator was late is removed. The same people are played again
 * at half its speed, at most twice. The result that is kept says so in its notes.
 * A run that found violations is kept, because they hold whatever the generator did.
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

/** Half of the speed, rounded down; at least 1, which is real time. */
function discardedFrom({ run: { speed }, generator, play }: Result): Discarded {
  const next = Math.max(1, Math.floor(speed / 2));
  return { speed, p99: generator.lateness.p99, next, seconds: socketSeconds(play?.end ?? 0, next) };
}

/**
 * Is a late generator the only reason against the run, and is there a lower speed? After Ctrl-C no
 * further run is wanted.
 */
export function isWorthAnother(
  { speed: asked, target, stop }: Pick<RunRequest, 'speed' | 'target' | 'stop'>,
  { run, generator, reasons, verdict }: Pick<Result, 'run' | 'generator' | 'reasons' | 'verdict'>,
  untilHonest: boolean,
): boolean {
  if (asked !== 'auto' || target !== undefined || stop.aborted || generator.honest || run.speed <= 1) return false;
  if (verdict !== 'invalid' && !untilHonest) return false;
  return reasons.every(({ limit }) => limit !== 'target');
}

/** The same at a lower speed; undefined if this machine has no lower speed that is honest. */
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
