// Opens a run for reading: its rows, stored or replayed, and the options it was judged with.
import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { say } from '../language/language.ts';
import { judgingOf } from '../run/conclude.ts';
import { replay } from '../replay/replay.ts';
import { Evidence } from '../model/judge/evidence.ts';
import type { JudgeOptions } from '../model/judge/judge.ts';
import type { Row } from '../model/rows/rows.ts';
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
 * @param memory memory limit for replaying a run that kept no ledger, bytes
 * @throws UsageError when it is none of them, when a line is not a row, or when the replay differs
 * from the run
 * @throws SaidError when the replay needs too much memory
 */
export async function openRun(name: string, out: string, memory: number): Promise<OpenRun> {
  const place = find(name, out);
  const folder = statSync(place).isDirectory() ? place : dirname(place);
  const ledger = folder === place ? join(folder, 'ledger.ndjson') : place;
  if (existsSync(join(folder, 'replicates.json'))) throw new UsageError(say('replicates.notOne', { path: folder }));
  const saved = await readJson<Saved>(join(folder, 'scenario.json'));
  const result = await readJson<Result>(join(folder, 'result.json'));
  const rows = existsSync(ledger) ? await readRows(ledger) : await rowsAgain(folder, saved, result, memory);
  const evidence = new Evidence();
  for (const row of rows) evidence.add(row);
  const options = judgedBy(saved, result, evidence);
  return { rows, evidence, ...(options !== undefined && { options }) };
}

function find(name: string, out: string): string {
  const place = [name, join(out, name)].find((path) => existsSync(path));
  if (place === undefined) throw new UsageError(say('errors.noRun', { name, out }));
  return place;
}

/** What the conductor wrote into scenario.json. */
interface Saved {
  readonly filledIn: ScenarioData;
  readonly scenario: Scenario['input'];
  readonly hash: string;
}

const scenarioOf = ({ filledIn: data, scenario: input, hash }: Saved): Scenario => ({
  kind: 'stillthere/scenario',
  name: data.name,
  input,
  data,
  hash,
});

/** The rows of a run in virtual time that kept no ledger. */
async function rowsAgain(
  path: string,
  saved: Saved | undefined,
  result: Result | undefined,
  memory: number,
): Promise<Row[]> {
  if (saved === undefined) throw new UsageError(say('errors.noRunFolder', { path }));
  if (result?.run.engine !== 'sim') throw new UsageError(say('replay.notOver', { path }));
  return replay(scenarioOf(saved), result, memory);
}

async function readRows(path: string): Promise<Row[]> {
  const lines = (await readFile(path, 'utf8')).split('\n');
  // What follows the last line end is an unfinished row of a run that was killed.
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
function judgedBy(saved: Saved | undefined, result: Result | undefined, { run }: Evidence): JudgeOptions | undefined {
  if (saved === undefined || run === undefined) return undefined;
  const scenario = scenarioOf(saved);
  return judgingOf(scenario, rulesOf(scenario, run.profile), run.speed, result?.generator.honest === false);
}

async function readJson<T>(path: string): Promise<T | undefined> {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T;
  } catch {
    throw new UsageError(say('errors.noJson', { path }));
  }
}
