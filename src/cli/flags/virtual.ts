// The flags of `run` for virtual time: keep the ledger, memory limit, which actors, until when.
import { getHeapStatistics } from 'node:v8';
import { Option, type Command } from 'commander';
import { memoryAllowed } from '../../engines/sim/memory.ts';
import type { Excerpt } from '../../run/excerpt.ts';
import { say, SaidError, tell } from '../../language/language.ts';
import { DurationError, parseDuration, type Micros } from '../../model/core/time.ts';
import { UsageError } from '../../scenario/define.ts';

export interface VirtualFlags {
  ledger?: boolean;
  memory?: string;
  until?: string;
  only?: string;
  verify?: boolean;
}

/** The parsed flags. */
export interface Virtual extends Excerpt {
  readonly ledger?: true;
  /** Bytes. */
  readonly memory?: number;
}

/** Flags that conflict with `--verify`, which only compares a run with itself. */
const JUDGING = ['target', 'speed', 'ledger', 'json', 'junit', 'summary', 'metricsPort', 'metricsWait', 'remoteWrite'];

export function addVirtualFlags(command: Command): Command {
  return command
    .option('--ledger', say('cli.run.ledger'))
    .option('--memory <size>', say('cli.memory'))
    .option('--until <duration>', say('cli.run.until'))
    .option('--only <actors>', say('cli.run.only'))
    .addOption(new Option('--verify', say('cli.run.verify')).conflicts(JUDGING));
}

/** @throws UsageError on an invalid value, and on flags of virtual time with another engine */
export function virtualOf(flags: VirtualFlags, engine: string): Virtual {
  const { ledger, memory, until, only, verify } = flags;
  const forSim = { '--memory': memory, '--until': until, '--only': only, '--verify': verify };
  for (const [flag, value] of Object.entries(forSim))
    if (value !== undefined && engine !== 'sim') throw new UsageError(say('virtual.simOnly', { flag, engine }));
  return {
    ...(ledger === true && { ledger }),
    ...(memory !== undefined && { memory: parseHeap(memory) }),
    ...(until !== undefined && { until: parseUntil(until) }),
    ...(only !== undefined && { only: parseOnly(only) }),
  };
}

const UNITS: Readonly<Record<string, number>> = { MB: 1e6, GB: 1e9 };

/** Bytes of `--memory`, such as `512MB` or `1.5GB`. @throws UsageError on anything else */
function parseMemory(given: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?) ?(MB|GB)$/i.exec(given.trim()) ?? [];
  const bytes = Math.round(Number(number) * (UNITS[unit.toUpperCase()] ?? 0));
  if (bytes === 0) throw new UsageError(say('virtual.wrongMemory', { given }));
  return bytes;
}

/**
 * The same for a run in this process. A limit above Node's maximum heap is refused, because it
 * would end in a crash.
 * @throws UsageError with what to do
 */
function parseHeap(given: string): number {
  const bytes = parseMemory(given);
  const most = getHeapStatistics().heap_size_limit;
  if (bytes <= most) return bytes;
  const megabytes = Math.ceil(bytes / (1 << 20));
  throw new UsageError(say('flags.heap', { given, most: Math.floor(most / 1e6), megabytes }));
}

/** The same; default: most of the free memory of this machine. */
export const memoryOf = (given: string | undefined): number =>
  given === undefined ? memoryAllowed() : parseHeap(given);

/** The memory limit of all worker threads together, bytes; undefined if not set. */
export const memoryOfAll = (given: string | undefined): number | undefined =>
  given === undefined ? undefined : parseMemory(given);

function parseUntil(given: string): Micros {
  try {
    const until = parseDuration(given);
    if (until > 0) return until;
  } catch (error) {
    if (!(error instanceof DurationError)) throw error;
  }
  throw new UsageError(say('virtual.wrongUntil', { given }));
}

function parseOnly(given: string): string[] {
  const actors = given.split(',').map((part) => part.trim());
  const wrong = actors.filter((actor) => !/^[va](?:0|[1-9]\d*)$/.test(actor));
  if (wrong.length > 0) throw new UsageError(say('virtual.wrongOnly', { given, wrong }));
  return actors;
}

/**
 * Waits for play in virtual time. A run that has to stop is not an internal error, so it is
 * reported in one line.
 */
export async function plainly<T>(play: Promise<T>): Promise<T> {
  return play.catch((error: unknown) => {
    throw error instanceof SaidError ? new UsageError(tell(error.said)) : error;
  });
}
