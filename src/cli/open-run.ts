// Opens a run for reading, by its id, its folder or its ledger: the rows, and what is needed to judge them as the run was judged.
import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { say } from '../language/language.ts';
import { JUDGING_EPSILON } from '../conductor/conclude.ts';
import { Evidence } from '../model/judge/evidence.ts';
import type { JudgeOptions } from '../model/judge/judge.ts';
import type { Row } from '../model/rows/rows.ts';
import type { Profile } from '../model/rows/words.ts';
import type { Result } from '../result/schema.ts';
import { rulesOf, UsageError, type Scenario } from '../scenario/define.ts';
import type { ScenarioData } from '../scenario/schema.ts';

export interface OpenRun {
  readonly rows: readonly Row[];
  readonly evidence: Evidence;
  /** How the run was judged; undefined when its scenario.json is not beside the ledger. */
  readonly options?: JudgeOptions;
}

/**
 * Reads a run.
 * @param name id of a run (a folder in `out`), folder of a run, or path of a ledger
 * @throws UsageError when it is none of them, or a line is no row
 */
export async function openRun(name: string, out: string): Promise<OpenRun> {
  const ledger = findLedger(name, out);
  const rows = await readRows(ledger);
  const evidence = new Evidence();
  for (const row of rows) evidence.add(row);
  const options = await judgedBy(dirname(ledger), evidence);
  return { rows, evidence, ...(options !== undefined && { options }) };
}

function findLedger(name: string, out: string): string {
  for (const place of [name, join(out, name)]) {
    if (!existsSync(place)) continue;
    if (!statSync(place).isDirectory()) return place;
    const ledger = join(place, 'ledger.ndjson');
    if (existsSync(ledger)) return ledger;
    throw new UsageError(say('errors.noRunFolder', { path: place }));
  }
  throw new UsageError(say('errors.noRun', { name, out }));
}

async function readRows(path: string): Promise<Row[]> {
  const lines = (await readFile(path, 'utf8')).split('\n');
  // What follows the last line end is a row that a run cut short could not finish writing.
  lines.pop();
  return lines.flatMap((line, i) => (line === '' ? [] : [rowOf(line, path, i + 1)]));
}

function rowOf(line: string, path: string, n: number): Row {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch {
    row = undefined;
  }
  if (typeof row !== 'object' || row === null || !('what' in row && 'by' in row && 'k' in row && 't' in row))
    throw new UsageError(say('errors.noRow', { path, line: n }));
  return row as Row;
}

/** The options under which the conductor judged this run, from what it wrote beside the ledger. */
async function judgedBy(folder: string, evidence: Evidence): Promise<JudgeOptions | undefined> {
  const saved = await readJson<{ filledIn: ScenarioData; scenario: Scenario['input']; hash: string }>(
    join(folder, 'scenario.json'),
  );
  const { run } = evidence;
  if (saved === undefined || run === undefined) return undefined;
  const { filledIn: data, scenario: input, hash } = saved;
  const result = await readJson<Result>(join(folder, 'result.json'));
  return {
    rules: rulesOf({ kind: 'stillthere/scenario', name: data.name, input, data, hash }, run.profile as Profile),
    speed: run.speed,
    epsilon: JUDGING_EPSILON,
    prematureWithin: data.prematureWithin,
    generatorLate: result?.generator.honest === false,
  };
}

async function readJson<T>(path: string): Promise<T | undefined> {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T;
  } catch {
    throw new UsageError(say('errors.noJson', { path }));
  }
}
