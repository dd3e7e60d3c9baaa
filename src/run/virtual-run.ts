// One run in virtual time, from an empty folder to a verdict.
import { rm } from 'node:fs/promises';
import { isLarge, refuseLargeInMemory } from '../capacity/sizes.ts';
import { LedgerFile } from '../engines/sim/ledger.ts';
import { memoryAllowed } from '../engines/sim/memory.ts';
import { playSim, type SimJob, type SimPlayed, type SimProgress } from '../engines/sim/engine.ts';
import { message, say, SaidError, tell, type Message } from '../language/language.ts';
import { Evidence } from '../model/judge/evidence.ts';
import { countArrivals } from '../model/population/arrivals.ts';
import type { Micros } from '../model/core/time.ts';
import type { Row } from '../model/rows/rows.ts';
import type { Profile } from '../model/rows/words.ts';
import type { VirtualRun } from '../model/runner/virtual/play.ts';
import { corpusOf, rulesOf, UsageError, workloadOf, type Scenario } from '../scenario/define.ts';
import { ownUsage } from '../system/usage.ts';
import { conclude, hundredths, judgingOf, withNotes } from './conclude.ts';
import { excerptOf, inOrder, notesOn, type Excerpt } from './excerpt.ts';
import { makeRunFolder, writeResult, type RunFolder } from './folder.ts';
import type { Moment, RunOutcome, RunRequest } from './request.ts';
import { RunningFold } from './watch/counters.ts';
import { crashNotes, surroundingsOf } from './surroundings.ts';

const VIRTUAL = message('speed.virtual');

export type SimRequest = Omit<RunRequest, 'engine' | 'k6' | 'speed' | 'target'>;

/**
 * The run that virtual time plays for a scenario, or for a part of it.
 * @throws UsageError when the part has no visitor, or somebody unknown
 */
export function virtualRun(scenario: Scenario, profile: Profile, seed: string, excerpt: Excerpt = {}): VirtualRun {
  const workload = workloadOf(scenario, seed);
  const corpus = corpusOf(scenario, seed);
  const whole: VirtualRun = {
    workload,
    rules: rulesOf(scenario, profile),
    lines: { at: (i) => corpus.lines[i] ?? '', sets: corpus.sets },
    profile,
    visitors: countArrivals(seed, workload.arrivals),
    ...surroundingsOf(scenario),
  };
  return excerptOf(whole, excerpt);
}

/** Notes on a run besides its numbers. @param playedTo when play ended, µs */
export const virtualNotes = (run: VirtualRun, playedTo: Micros): Message[] => [
  ...notesOn(run, playedTo),
  ...crashNotes(run.crashes),
];

/** Plays a scenario in virtual time. The same seed gives the same bytes. */
export async function simulate(request: SimRequest): Promise<RunOutcome> {
  const { scenario, profile, seed } = request;
  const began = performance.now();
  const startedAt = new Date().toISOString();
  const cpuBefore = ownUsage().cpuSeconds;
  const { until, only } = request;
  const excerpt = { ...(until !== undefined && { until }), ...(only !== undefined && { only: inOrder(only) }) };
  const memory = request.memory ?? memoryAllowed();
  if (only === undefined) refuseLargeInMemory({ scenario, profile, seed }, memory);
  if (isLarge(scenario)) request.watch({ phase: 'preparing', model: 0, realSeconds: 0 });
  const run = virtualRun(scenario, profile, seed, excerpt);
  const folder = await makeRunFolder(request.out, scenario, profile, 'sim', seed, {
    hasLedger: request.ledger === true,
  });
  const shown = await request.exporter?.begin({
    id: folder.id,
    scenario: scenario.name,
    profile,
    engine: 'sim',
    seed,
    target: 'reference',
    limits: scenario.data.expect,
    startedAt,
  });
  const evidence = request.evidence === undefined ? undefined : new Evidence();
  // Counting costs more than playing, so it is done only for an exporter.
  const seen = shown === undefined ? undefined : new RunningFold();
  const show = (moment: Omit<Moment, 'realSeconds'>): void => {
    const realSeconds = (performance.now() - began) / 1000;
    const now = { ...moment, ...(seen !== undefined && { live: seen.live }), realSeconds };
    shown?.moment(now);
    request.watch(now);
  };
  const { visitors } = run;
  show({ phase: 'playing', model: 0, visitors, speed: 1 });
  const judging = judgingOf(scenario, run.rules, 1, false);
  const { judged, now, events, interrupted } = await playInto(folder, request, {
    run,
    judging,
    memory,
    stop: request.stop,
    row: (row: Row) => {
      seen?.add(row);
      evidence?.add(row);
    },
    watch: (progress: SimProgress) => show({ phase: 'playing', model: progress.now, visitors, speed: 1 }),
  });
  show({ phase: 'judging', model: now });
  const own = ownUsage();
  const cpuSeconds = hundredths(own.cpuSeconds - cpuBefore);
  const result = conclude({
    scenario,
    folder,
    judged,
    speed: 1,
    planned: judged.populationHash,
    trust: { dishonest: [], broken: [], interrupted },
    notes: virtualNotes(run, judged.numbers.play.end),
    run: { profile, engine: 'sim', seed, durability: 'memory', target: 'reference', startedAt, ...excerpt },
    generator: {
      actors: run.only?.length ?? visitors + run.workload.agents.count,
      lateness: { n: 0, p50: 0, p99: 0, max: 0 },
      loopLag: { max: 0 },
      speedLimit: null,
      speedBound: tell(VIRTUAL, 'en'),
      speedWhy: VIRTUAL,
      honest: true,
      cpuSeconds,
      peakRssBytes: own.peakRssBytes,
      frames: 0,
    },
    resources: {
      wallSeconds: hundredths((performance.now() - began) / 1000),
      cpuSeconds,
      peakRssBytes: own.peakRssBytes,
      events,
      rows: judged.rows,
    },
  });
  const noted = withNotes(result, (await shown?.judged(result, judged.latency)) ?? []);
  await writeResult(folder, noted);
  if (evidence !== undefined) request.evidence?.(evidence, judging);
  return { folder, result: noted };
}

/**
 * Plays, and writes the ledger if it was asked for. A run that exceeds its memory leaves nothing
 * behind.
 */
async function playInto(folder: RunFolder, { ledger }: SimRequest, job: SimJob): Promise<SimPlayed> {
  const file = ledger === true ? new LedgerFile(folder.ledger) : undefined;
  try {
    const played = await playSim({
      ...job,
      row: (row) => {
        job.row?.(row);
        file?.add(row);
      },
      watch: async (progress) => {
        await job.watch?.(progress);
        await file?.flush();
      },
    });
    await file?.close();
    return played;
  } catch (error) {
    if (error instanceof SaidError) {
      await rm(folder.path, { recursive: true, force: true });
      throw new UsageError(tell(error.said));
    }
    throw new UsageError(say('errors.ledgerFull', { path: folder.ledger, why: (error as Error).message }));
  }
}
