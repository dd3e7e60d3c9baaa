// The folder of a run: made before anything starts, written during the run, readable after any end.
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { message, say } from '../language/language.ts';
import { writeAtomic } from '../system/files.ts';
import type { Result } from '../result/schema.ts';
import { UsageError, type Scenario } from '../scenario/define.ts';

export interface RunFolder {
  readonly id: string;
  readonly path: string;
  readonly ledger: string;
  readonly engineLog: string;
  readonly serverLog: string;
  readonly store: string;
}

/**
 * Makes `<out>/<scenario>-<profile>-<engine>-<seed>-<time>/` with scenario.json in it; for
 * replicates, `-x20` follows the seed.
 * @throws UsageError when it cannot be written
 */
export async function makeRunFolder(
  out: string,
  scenario: Scenario,
  profile: string,
  engine: string,
  seed: string,
  { now = new Date(), hasLedger = true, replicates }: { now?: Date; hasLedger?: boolean; replicates?: number } = {},
): Promise<RunFolder> {
  const stamp = now
    .toISOString()
    .replace(/[-:]/g, '')
    .replace(/\.(\d+)Z$/, '$1Z');
  const id = [
    scenario.name,
    profile.replace(/^\+/, '').replace(/[^\p{L}\p{N}.=-]+/gu, '-'),
    engine,
    seed.replace(/[^\w.-]/g, '_').slice(0, 40),
    ...(replicates === undefined ? [] : [`x${replicates}`]),
    stamp,
  ].join('-');
  const path = join(out, id);
  try {
    await makeFolders(path);
    await writeFile(
      join(path, 'scenario.json'),
      `${JSON.stringify({ hash: scenario.hash, profile, seed, replicates, scenario: scenario.input, filledIn: scenario.data }, null, 2)}\n`,
    );
    if (hasLedger) await writeFile(join(path, 'ledger.ndjson'), '');
  } catch (error) {
    throw new UsageError(say('errors.folderUnwritable', { path, why: (error as Error).message }));
  }
  return {
    id,
    path,
    ledger: join(path, 'ledger.ndjson'),
    engineLog: join(path, 'engine.log'),
    serverLog: join(path, 'server.log'),
    store: join(path, 'server.db'),
  };
}

/**
 * Writes result.json.
 * @throws UsageError that names the verdict, when the file cannot be written
 */
export async function writeResult(folder: RunFolder, result: Result): Promise<void> {
  const path = join(folder.path, 'result.json');
  try {
    await writeAtomic(path, `${JSON.stringify(result, null, 2)}\n`);
  } catch (error) {
    const verdict = message(`word.verdict.${result.verdict}`);
    throw new UsageError(say('errors.resultUnwritable', { verdict, path, why: (error as Error).message }));
  }
}

/**
 * Makes a folder and those above it. It does not use `mkdir` with `recursive`, which retries for
 * ever where a file system refuses a new folder with ENOENT, as /proc does.
 */
export async function makeFolders(path: string): Promise<void> {
  const above: string[] = [];
  for (let folder = resolve(path); !existsSync(folder) && folder !== dirname(folder); folder = dirname(folder))
    above.unshift(folder);
  for (const folder of above) {
    await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
      // Another process made it first.
      if (error.code !== 'EEXIST') throw error;
    });
  }
}
