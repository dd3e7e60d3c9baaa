// One scenario under many seeds, from an empty folder to rows and one verdict.
// Virtual time plays the seeds in parallel; over sockets they are played one after the other.
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { message, say } from '../../language/language.ts';
import type { Profile } from '../../model/rows/words.ts';
import { headlinesOf } from '../../result/headlines.ts';
import type { Replicate, Replicates } from '../../result/replicates.ts';
import { decideTogether } from '../../result/replicates-verdict.ts';
import type { Result } from '../../result/schema.ts';
import { EXIT } from '../../result/verdict.ts';
import { UsageError, type Scenario } from '../../scenario/define.ts';
import { writeAtomic } from '../../system/files.ts';
import { ownUsage } from '../../system/usage.ts';
import { packageVersion } from '../../system/version.ts';
import { hundredths } from '../../run/conclude.ts';
import { makeRunFolder, type RunFolder } from '../../run/folder.ts';
import type { RunOutcome } from '../../run/request.ts';
import { playSeeds, workersFor, type SeedOutcome, type SeedsOptions } from './seeds.ts';

export interface ReplicatesRequest {
  readonly scenario: Scenario;
  readonly profile: Profile;
  /** S of the seeds S/1, S/2, … */
  readonly seed: string;
  /** Number of seeds. */
  readonly replicates: number;
  /** The common folder of all seeds is made in here. */
  readonly out: string;
}

/** What was played. The summary of its rows is added later, see `withSummary`. */
export interface Replicated {
  readonly folder: RunFolder;
  readonly document: Omit<Replicates, 'summary'>;
}

/**
 * The seeds of `replicates` replicates. They are derived from a text, so that each can also be
 * played alone.
 */
export const seedsOf = (seed: string, replicates: number): string[] =>
  Array.from({ length: replicates }, (_, i) => `${seed}/${i + 1}`);

/**
 * Plays them in virtual time, in parallel. The same seed gives the same document, whatever the
 * number of workers, except for `run.id`, `run.startedAt`, `tool`, and `resources`.
 * @throws UsageError naming the seed that could not be played; nothing is left behind then
 */
export function replicateVirtually(request: ReplicatesRequest, options: SeedsOptions = {}): Promise<Replicated> {
  const { scenario, profile, seed, replicates } = request;
  return inFolder(request, 'sim', async () => {
    const seeds = seedsOf(seed, replicates);
    const outcomes = await playSeeds(scenario, profile, seeds, options);
    return {
      rows: outcomes.map(rowOfSeed),
      seconds: outcomes.map(({ wallSeconds }) => wallSeconds),
      workers: workersFor(seeds.length, options.workers),
      run: { durability: 'memory', target: 'reference' },
      events: sum(outcomes.map(({ events }) => events)),
      ledgerRows: sum(outcomes.map(({ rows }) => rows)),
    };
  });
}

/** Plays one seed over sockets; its own run folder goes into `out`. */
export type PlayOne = (seed: string, out: string, at: number) => Promise<RunOutcome>;

/**
 * Plays them over sockets, one after the other, because in parallel they would make each other
 * late. Each makes its own run folder in the common folder. When `stop` is aborted, the current run
 * is drained and left out of the numbers.
 * @throws what `play` throws; the runs before it are kept, in folders of their own
 */
export function replicateOneByOne(
  request: ReplicatesRequest,
  engine: 'node' | 'k6',
  play: PlayOne,
  stop: AbortSignal,
): Promise<Replicated> {
  const { seed, replicates } = request;
  return inFolder(request, engine, async (folder) => {
    const results: Result[] = [];
    for (const [at, one] of seedsOf(seed, replicates).entries()) {
      if (stop.aborted) break;
      const { result } = await play(one, folder.path, at);
      // An interrupted seed has other people than it calls for.
      if (!stop.aborted) results.push(result);
    }
    const [first] = results;
    return {
      rows: results.map(rowOfResult),
      seconds: results.map(({ resources }) => resources.wallSeconds),
      workers: 1,
      run: { durability: first?.run.durability ?? 'unknown', target: first?.run.target ?? 'reference' },
      ...(first?.tool.k6 !== undefined && { k6: first.tool.k6 }),
      events: sum(results.map(({ resources }) => resources.events)),
      ledgerRows: sum(results.map(({ resources }) => resources.rows)),
      children: sum(results.map(({ resources }) => resources.cpuSeconds)),
    };
  });
}

interface Played {
  readonly rows: readonly Replicate[];
  /** How long each of them took. Real seconds */
  readonly seconds: readonly number[];
  readonly workers: number;
  readonly run: Pick<Result['run'], 'durability' | 'target'>;
  readonly k6?: string;
  readonly events: number;
  readonly ledgerRows: number;
  /** CPU seconds of all runs with their child processes, if they have any. */
  readonly children?: number;
}

async function inFolder(
  { scenario, profile, seed, replicates, out }: ReplicatesRequest,
  engine: Result['run']['engine'],
  play: (folder: RunFolder) => Promise<Played>,
): Promise<Replicated> {
  const began = performance.now();
  const cpuBefore = ownUsage().cpuSeconds;
  const startedAt = new Date().toISOString();
  const folder = await makeRunFolder(out, scenario, profile, engine, seed, { hasLedger: false, replicates });
  const played = await play(folder).catch(async (error: unknown) => {
    // Runs of earlier seeds are evidence and stay. Without any, the folder is removed.
    const runs = (await readdir(folder.path)).filter((name) => name !== 'scenario.json');
    if (runs.length === 0) await rm(folder.path, { recursive: true, force: true });
    throw error;
  });
  const { verdict, reasons } = decideTogether(played.rows, replicates);
  const own = ownUsage();
  return {
    folder,
    document: {
      schema: 'stillthere/replicates/1',
      tool: { version: packageVersion(), node: process.version, ...(played.k6 !== undefined && { k6: played.k6 }) },
      run: {
        id: folder.id,
        scenario: scenario.name,
        scenarioHash: scenario.hash,
        profile,
        engine,
        seed,
        replicates,
        ...played.run,
        startedAt,
      },
      verdict,
      exitCode: EXIT[verdict],
      reasons,
      limits: scenario.data.expect,
      replicates: [...played.rows],
      resources: {
        workers: played.workers,
        wallSeconds: hundredths((performance.now() - began) / 1000),
        wallSecondsOf: played.seconds.map(hundredths),
        cpuSeconds: hundredths(played.children ?? own.cpuSeconds - cpuBefore),
        peakRssBytes: own.peakRssBytes,
        events: played.events,
        rows: played.ledgerRows,
      },
    },
  };
}

function rowOfSeed({ seed, populationHash, verdict, exitCode, reasons, numbers }: SeedOutcome): Replicate {
  return { seed, populationHash, speed: 1, verdict, exitCode, reasons, ...exampleOf(numbers), ...headlinesOf(numbers) };
}

function rowOfResult(result: Result): Replicate {
  const { run, verdict, exitCode, reasons } = result;
  const { seed, id, populationHash, speed } = run;
  return {
    seed,
    folder: id,
    populationHash,
    speed,
    verdict,
    exitCode,
    reasons,
    ...exampleOf(result),
    ...headlinesOf(result),
  };
}

/** The first example that a report would name. */
function exampleOf({ messages }: Pick<Result, 'messages'>): Pick<Replicate, 'example'> {
  const [example] = Object.values(messages.examples)[0] ?? [];
  return example === undefined ? {} : { example };
}

/**
 * Writes replicates.json.
 * @throws UsageError that names the verdict, when the file cannot be written
 */
export async function writeReplicates({ path: folder }: RunFolder, document: Replicates): Promise<void> {
  const path = join(folder, 'replicates.json');
  try {
    await writeAtomic(path, `${JSON.stringify(document, null, 2)}\n`);
  } catch (error) {
    const verdict = message(`word.verdict.${document.verdict}`);
    throw new UsageError(say('errors.resultUnwritable', { verdict, path, why: (error as Error).message }));
  }
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
