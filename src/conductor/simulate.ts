// One run in virtual time, from an empty folder to a verdict.
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { Evidence } from '../model/judge/evidence.ts';
import { playVirtual } from '../model/runner/virtual/play.ts';
import { populationHash } from '../model/population/plan.ts';
import { corpusOf, rulesOf, UsageError, workloadOf } from '../scenario/define.ts';
import { ownUsage } from '../system/usage.ts';
import { conclude } from './conclude.ts';
import { makeRunFolder, writeResult } from './folder.ts';
import { VIRTUAL_LATENCY } from './forecast.ts';
import type { RunOutcome, RunRequest } from './request.ts';

/** Lines are written in batches of about this many characters. */
const BATCH = 1 << 20;

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
  request.watch({ phase: 'playing', model: 0, realSeconds: 0 });
  const evidence = new Evidence();
  const file = createWriteStream(folder.ledger);
  let batch = '';
  const { tail } = scenario.data;
  const played = playVirtual(
    { workload, rules, lines, profile, latency: VIRTUAL_LATENCY, visitors, ...(tail !== undefined && { tail }) },
    (row) => {
      evidence.add(row);
      batch += `${JSON.stringify(row)}\n`;
      if (batch.length < BATCH) return;
      file.write(batch);
      batch = '';
    },
  );
  file.end(batch);
  await finished(file).catch((error: Error) => {
    throw new UsageError(
      `the ledger ${folder.ledger} cannot be written: ${error.message}; make room, or choose another place with --out DIR`,
    );
  });
  const own = ownUsage();
  const { result } = conclude({
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
      speedBound: 'virtual time has no limit',
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
  await writeResult(folder, result);
  return { folder, result };
}
