// Follows the page on the library: installs the package
// and Vitest in an empty folder and runs its suites.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before, describe } from 'node:test';
import { promisify } from 'node:util';
import { projectRoot } from '../../src/system/entry.ts';
import { markOf, pageOf } from '../docs/markdown.ts';

/**
 * The last major version that runs on every Node that this
 * package supports. It is not a dependency: docs/decisions.md.
 */
const VITEST = 'vitest@4.1.12';
const PAGE = 'docs/how-to/use-as-a-library.md';

const folder = mkdtempSync(join(tmpdir(), 'stillthere-library-page-'));
after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

interface Ended {
  readonly code: number;
  readonly output: string;
}

/** Runs a program in the folder, to its end. */
async function ran(file: string, args: readonly string[], cwd = folder): Promise<Ended> {
  const env: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: '1' };
  // Set by this test run; with it node --test would report to this test instead of to its reader.
  delete env['NODE_TEST_CONTEXT'];
  const ended = await promisify(execFile)(file, args, { cwd, env, encoding: 'utf8', maxBuffer: 1 << 24 }).catch(
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
  return { code: 'code' in ended ? ended.code : 0, output: `${ended.stdout}${ended.stderr}` };
}

async function must(file: string, args: readonly string[], cwd?: string): Promise<string> {
  const { code, output } = await ran(file, args, cwd);
  assert.equal(code, 0, `${file} ${args.join(' ')}\n${output}`);
  return output;
}

/** A file of the page. */
function example(name: string): string {
  const { blocks } = pageOf(PAGE, readFileSync(join(projectRoot(), PAGE), 'utf8'));
  const block = blocks.find((one) => markOf(one, 'file') === name);
  return `${block?.text ?? assert.fail(`${PAGE} has no file ${name}`)}\n`;
}

const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);

before(async () => {
  await must('npm', ['pack', '--pack-destination', folder, '--silent'], projectRoot());
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? assert.fail('npm pack made no tarball');
  write('package.json', '{"private":true,"type":"module"}');
  await must('npm', ['install', '--save-dev', `./${tarball}`, VITEST, '--no-audit', '--no-fund', '--silent']);
});

describe('the suite of the page', () => {
  test('passes under Vitest', async () => {
    write('desk.test.ts', example('desk.test.ts'));
    const output = await must('npx', ['vitest', 'run', 'desk.test.ts']);
    assert.match(output, /Tests +2 passed \(2\)/);
  });

  test('fails under Vitest on a desk that drops messages, and on a timeout that is too short', async () => {
    const page = example('desk.test.ts');
    const bad = page.replace("after: '30m' }", "after: '2m' }, afterClose: { policy: 'drop' }");
    assert.notEqual(bad, page);
    write('bad.test.ts', bad);
    const { code, output } = await ran('npx', ['vitest', 'run', 'bad.test.ts']);
    assert.equal(code, 1, output);
    assert.match(output, /Tests +2 failed \(2\)/);
  });

  test('passes under node:test', async () => {
    write('desk.test.mjs', example('desk.test.mjs'));
    assert.match(await must(process.execPath, ['--test', 'desk.test.mjs']), /^\W*pass 2$/m);
  });

  test('compiles under strict tsc against the types of the package', async () => {
    write('desk.test.ts', example('desk.test.ts'));
    write(
      'types.ts',
      `import type { Agreement, LedgerRow, Remedies, Replicates, Result, Scenario, ScenarioInput } from 'stillthere';
import { remedies, replicates, run, UsageError, type Played, type Progress } from 'stillthere';
export const a: Promise<Played<Result>> = run({ scenario: 'smoke', progress: (now: Progress) => void now.seeds?.of });
export const b: Promise<Played<Replicates>> = replicates({ scenario: {} as ScenarioInput, replicates: 2 });
export const c: Promise<Played<Remedies>> = remedies({ scenario: {} as Scenario, signal: AbortSignal.abort() });
export const verdict = (document: Agreement): string => document.verdict;
export const at = (row: LedgerRow): number => (row.what === 'say' ? row.t : 0);
export const fault = (error: unknown): string => (error instanceof UsageError ? error.message : '');
// @ts-expect-error no such engine
export const d = run({ scenario: 'smoke', engine: 'k7' });
// @ts-expect-error no such option
export const e = run({ scenario: 'smoke', profil: 'all' });
// @ts-expect-error no such fate
export const f = (document: Result): number => document.messages.fates.gone;
`,
    );
    const types = 'node_modules/@types/node';
    mkdirSync(join(folder, 'node_modules/@types'), { recursive: true });
    cpSync(join(projectRoot(), types), join(folder, types), { recursive: true });
    cpSync(join(projectRoot(), 'node_modules/undici-types'), join(folder, 'node_modules/undici-types'), {
      recursive: true,
    });
    const compilerOptions = {
      target: 'es2022',
      lib: ['es2023'],
      module: 'nodenext',
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noImplicitOverride: true,
      noPropertyAccessFromIndexSignature: true,
      verbatimModuleSyntax: true,
      types: ['node'],
      noEmit: true,
      skipLibCheck: true,
    };
    write('tsconfig.json', JSON.stringify({ compilerOptions, files: ['desk.test.ts', 'types.ts'] }));
    await must(process.execPath, [join(projectRoot(), 'node_modules/typescript/bin/tsc'), '-p', '.']);
  });
});
