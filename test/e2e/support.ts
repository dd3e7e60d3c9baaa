// Shared by the end-to-end tests: temporary folders,
// the command line as a process, its children, ledgers.
import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { findK6 } from '../../src/engines/k6/find.ts';
import type { Micros } from '../../src/model/core/time.ts';
import { Evidence } from '../../src/model/judge/evidence.ts';
import { judge, type Judgement } from '../../src/model/judge/judge.ts';
import type { Row } from '../../src/model/rows/rows.ts';
import { resultSchema, type Result } from '../../src/result/schema.ts';
import { defineScenario, rulesOf } from '../../src/scenario/define.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';
import { entryPoint } from '../../src/system/entry.ts';

/** Repeats a run of a test: it determines the random moments and the people. */
export const SEED = process.env['STILLTHERE_TEST_SEED'] ?? String(Date.now());

const folder = mkdtempSync(join(tmpdir(), 'stillthere-e2e-'));
const started = new Set<ChildProcess>();

after(async () => {
  for (const child of started) child.kill('SIGKILL');
  // The children of a killed command line end by themselves.
  // Those that do not are ended here, after a test has failed.
  await sleep(100);
  for (const { pid } of processes().filter(({ command }) => command.includes(folder))) signal(pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

// ── k6 ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

const k6 = await findK6();

/**
 * The reason why tests with k6 are skipped; false when they
 * are not. In CI they are never skipped, and fail without k6.
 */
export const skipK6: string | false =
  'missing' in k6 && process.env['CI'] !== 'true' ? `missing tool: k6 (${k6.missing})` : false;

// ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A new folder that is removed after the tests. */
export const newFolder = (name: string): string => mkdtempSync(join(folder, `${name}-`));

/** Writes a scenario to a file, as a user would. @returns its path */
export function scenarioFile(input: ScenarioInput): string {
  const path = join(newFolder('scenario'), `${input.name}.ts`);
  writeFileSync(
    path,
    `// Written by a test.\nimport { defineScenario } from 'stillthere';\nexport default defineScenario(${JSON.stringify(input)});\n`,
  );
  return path;
}

/**
 * The rows of a ledger. An unfinished last line is left out, because the file may still be written.
 */
export function readRows(ledger: string): Row[] {
  const text = readFileSync(ledger, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);
}

/** Rows of one kind. */
export const rowsOf = <W extends Row['what']>(rows: readonly Row[], what: W): (Row & { what: W })[] =>
  rows.filter((row): row is Row & { what: W } => row.what === what);

/** The only run folder in an --out folder. */
export function runFolder(out: string): string {
  const names = existsSync(out) ? readdirSync(out).filter((name) => !name.endsWith('.json')) : [];
  assert.equal(names.length, 1, `one run folder in ${out}, found: ${names.join(', ') || 'none'}`);
  return join(out, names[0] ?? '');
}

/** The result document of the only run in an --out folder, checked against its schema. */
export const readResult = (out: string): Result =>
  resultSchema.parse(JSON.parse(readFileSync(join(runFolder(out), 'result.json'), 'utf8')));

/** All reasons of a result in one text. */
export const reasonsOf = (result: Result): string =>
  result.reasons.map(({ limit, text }) => `${limit}: ${text}`).join('\n');

// ── processes ────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** All visible processes of this machine. */
export function processes(): Process[] {
  const { stdout, status } = spawnSync('ps', ['-A', '-ww', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' });
  assert.equal(status, 0, 'ps lists the processes');
  return stdout.split('\n').flatMap((line) => {
    const [, pid, parent, state, command] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    // A zombie has ended, but its parent has not collected its exit code yet.
    return command === undefined || state?.startsWith('Z')
      ? []
      : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}

/** The k6 process that writes below this folder, if one runs. */
export const k6Below = (out: string): Process | undefined =>
  processes().find(({ command }) => command.includes(`--console-output=${out}`));

/** The reference server started by a command line, if one runs. */
export const serverOf = (pid: number): Process | undefined =>
  processes().find(({ parent, command }) => parent === pid && /server[\\/]main\.[jt]s/.test(command));

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // The process has ended meanwhile.
  }
}

export function isAlive(pid: number): boolean {
  return processes().some((p) => p.pid === pid);
}

// ── the command line ─────────────────────────────────────────────────────────────────────────────────────────────────

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

export interface Command {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** The output to stderr so far. */
  stderr(): string;
}

export interface CommandOptions {
  readonly env?: NodeJS.ProcessEnv;
  /**
   * The size limit of every file that it or its children
   * write. To a writer it looks like a full disk.
   */
  readonly fileKiB?: number;
}

/** Starts `stillthere` with these arguments, as a terminal would. */
export function command(args: readonly string[], { env = {}, fileKiB }: CommandOptions = {}): Command {
  const { path, execArgv } = entryPoint(new URL('../../src/cli/main.ts', import.meta.url));
  const began = performance.now();
  const whole = [process.execPath, ...execArgv, path, ...args];
  // The shell counts in blocks of 512 bytes, and the command replaces the shell.
  const limited =
    fileKiB === undefined ? whole : ['/bin/sh', '-c', `ulimit -f ${fileKiB * 2}; exec "$@"`, 'sh', ...whole];
  const [file = '', ...rest] = limited;
  const child = spawn(file, rest, {
    env: {
      ...process.env,
      NO_COLOR: '1',
      LC_ALL: 'C',
      ...(fileKiB !== undefined && { TSX_DISABLE_CACHE: '1' }),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.add(child);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve) =>
    child.once('close', (code, by) => {
      started.delete(child);
      resolve({ code, signal: by, stdout, stderr, seconds: (performance.now() - began) / 1000 });
    }),
  );
  assert.ok(child.pid !== undefined, 'the command line starts');
  return { pid: child.pid, ended, stderr: () => stderr };
}

/** A fault of the run gives one clear line; a stack trace would be a bug. */
export function assertNoStack({ stderr }: Ended): void {
  assert.doesNotMatch(stderr, /^\s+at .+[:(]|internal error|UnhandledPromise|ERR_[A-Z_]+/m);
}

// ── runs ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What a run left: its folder, its result and the rows of its ledger. */
export interface Played {
  readonly ended: Ended;
  readonly folder: string;
  readonly result: Result;
  readonly rows: readonly Row[];
}

/**
 * Reads the only run in an --out folder after its command has
 * ended, with any exit code. A stack trace fails the test.
 */
export function played(out: string, ended: Ended): Played {
  assertNoStack(ended);
  assert.notEqual(ended.code, 1, ended.stderr);
  const folder = runFolder(out);
  const result = readResult(out);
  assert.equal(result.exitCode, ended.code, 'the exit code is that of the result');
  return { ended, folder, result, rows: readRows(join(folder, 'ledger.ndjson')) };
}

/**
 * Plays `stillthere run` with these arguments into its own folder.
 * @returns the result and the rows of the ledger
 */
export async function play(args: readonly string[]): Promise<Played> {
  const out = newFolder('runs');
  return played(out, await command(['run', ...args, '--ledger', '--out', out]).ended);
}

/**
 * The judgement of rows that were played under the bare rules of a scenario, in model time only.
 */
export function judged(
  rows: readonly Row[],
  scenario: ScenarioInput,
  epsilon: Micros = 0,
): { evidence: Evidence; judgement: Judgement } {
  const evidence = new Evidence();
  for (const row of rows) evidence.add(row);
  const rules = rulesOf(defineScenario(scenario), 'bare');
  return {
    evidence,
    judgement: judge(evidence, { rules, speed: 1, epsilon, prematureWithin: 0, generatorLate: false }),
  };
}
