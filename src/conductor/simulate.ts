// One run in virtual time, from an empty folder to a verdict.
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { message, say, tell } from '../language/language.ts';
import { Evidence } from '../model/judge/evidence.ts';
import { playVirtual } from '../model/runner/virtual/play.ts';
import { populationHash } from '../model/population/plan.ts';
import { corpusOf, rulesOf, UsageError, workloadOf } from '../scenario/define.ts';
import { ownUsage } from '../system/usage.ts';
import { conclude, withNotes } from './conclude.ts';
import { makeRunFolder, writeResult } from './folder.ts';
import { VIRTUAL_LATENCY } from './forecast.ts';
import type { Moment, RunOutcome, RunRequest } from './request.ts';
import { RunningFold } from './running.ts';

/** Lines are written in batches of about this many characters. */
const BATCH = 1 << 20;

const VIRTUAL = message('speed.virtual');

/** Plays a scenario in virtual time. Same seed, same bytes. */
export async function simulate(request: Omit<RunRequest, 'engine' | 'k6' | 'speed' | 'target'>): Promise<RunOutcome> {
  const { scenario, profile, seed } = request;
  const began = performance.now();
  const startedAt = new Date().toISOString();
  const cpuBefore = ownUsage().cpuSeconds;
  const rules = rulesOf(scenario, profile);
  const workload = workloadOf(scenario, seed);
  const corpus = corpusOf(scenario, seed);
  const lines = { at: (i: number) => corpus.lines[i] ?? '', sets: corpus.sets };
  const { hash, visitors } = populationHash(workload, corpus.sets);
  const folder = await makeRunFolder(request.out, scenario, profile, 'sim', seed);
  const shown = await request.exporter?.begin({
    id: folder.id,
    scenario: scenario.name,
    profile,
    engine: 'sim',
    startedAt,
  });
  // Nobody can look while virtual time goes by: what was seen is shown once, at its end.
  const seen = shown === undefined ? undefined : new RunningFold();
  const show = (moment: Moment): void => {
    shown?.moment(moment);
    request.watch(moment);
  };
  show({ phase: 'playing', model: 0, visitors, speed: 1, realSeconds: 0 });
  const evidence = new Evidence();
  const file = createWriteStream(folder.ledger);
  let batch = '';
  const { tail } = scenario.data;
  const played = playVirtual(
    { workload, rules, lines, profile, latency: VIRTUAL_LATENCY, visitors, ...(tail !== undefined && { tail }) },
    (row) => {
      evidence.add(row);
      seen?.add(row);
      batch += `${JSON.stringify(row)}\n`;
      if (batch.length < BATCH) return;
      file.write(batch);
      batch = '';
    },
  );
  file.end(batch);
  await finished(file).catch((error: Error) => {
    throw new UsageError(say('errors.ledgerFull', { path: folder.ledger, why: error.message }));
  });
  const realSeconds = (performance.now() - began) / 1000;
  show({ phase: 'judging', model: played.end, ...(seen !== undefined && { live: seen.live }), realSeconds });
  const own = ownUsage();
  const { result, judgement } = conclude({
    scenario,
    folder,
    evidence,
    rules,
    speed: 1,
    planned: hash,
    trust: { dishonest: [], broken: [], interrupted: request.stop.aborted },
    notes: [],
    run: { profile, engine: 'sim', seed, durability: 'memory', target: 'reference', startedAt },
    generator: {
      actors: visitors + workload.agents.count,
      lateness: { n: 0, p50: 0, p99: 0, max: 0 },
      loopLag: { max: 0 },
      speedLimit: null,
      speedBound: tell(VIRTUAL, 'en'),
      speedWhy: VIRTUAL,
      honest: true,
      cpuSeconds: Math.round((own.cpuSeconds - cpuBefore) * 100) / 100,
      peakRssBytes: own.peakRssBytes,
      frames: 0,
    },
    resources: {
      wallSeconds: Math.round((performance.now() - began) / 10) / 100,
      cpuSeconds: Math.round((own.cpuSeconds - cpuBefore) * 100) / 100,
      peakRssBytes: own.peakRssBytes,
      events: played.events,
      rows: evidence.rows,
    },
  });
  const noted = withNotes(result, (await shown?.judged(result, judgement.latency)) ?? []);
  await writeResult(folder, noted);
  return { folder, result: noted };
}
