// Runs a script in a real k6 with the flags of the engine, until it ends or reaches a limit.
import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { K6_FLAGS, k6Env } from '../../src/engines/k6/engine.ts';
import { findK6 } from '../../src/engines/k6/find.ts';

const k6 = await findK6();

/**
 * The reason why tests in k6 are skipped; undefined when they
 * are not. In CI they are never skipped, and fail without k6.
 */
export const K6_SKIP = 'missing' in k6 && process.env['CI'] !== 'true' ? `missing tool: k6 (${k6.missing})` : undefined;

export interface K6Run {
  readonly script: string;
  /** Files that the script reads; `corpus` only if it reads one. */
  readonly files: { readonly job: string; readonly corpus?: string };
  /** The folder for the console and the log of k6. */
  readonly folder: string;
  readonly limitMs: number;
}

/**
 * Runs k6.
 * @returns the lines that the script printed, and what
 * was wrong with its end, including messages of k6
 */
export async function runK6({ script, files, folder, limitMs }: K6Run): Promise<{ lines: string[]; fault?: string }> {
  if ('missing' in k6) throw new Error(`missing tool: ${k6.missing}`);
  const printed = join(folder, 'console.log');
  const logFile = join(folder, 'k6.log');
  const log = openSync(logFile, 'a');
  const child = spawn(k6.path, [...K6_FLAGS, `--console-output=${printed}`, script], {
    // A process group of its own, as in the engine: Ctrl-C in
    // a terminal reaches only this process, which ends k6.
    detached: true,
    stdio: ['ignore', log, log],
    env: k6Env({ corpus: '', ...files }),
  });
  closeSync(log);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, limitMs);
  const ended = await new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  clearTimeout(timer);
  const said = readFileSync(logFile, 'utf8').trim();
  const lines = existsSync(printed) ? readFileSync(printed, 'utf8').split('\n').filter(Boolean) : [];
  if (isLate)
    return { lines, fault: `k6 did not end within ${limitMs} ms: a socket or a timer was left open. ${said}` };
  if (ended !== 'exit code 0' || said !== '') return { lines, fault: `k6 ended with ${ended} and said: ${said}` };
  return { lines };
}
