// `npm test` and `.ci/run`: a closing line with counts,
// a correct exit code, and no skipped tool in CI.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { projectRoot } from '../../src/system/entry.ts';

const folder = mkdtempSync(join(tmpdir(), 'stillthere-driver-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const PASSES = `import test from 'node:test'; test('one', () => {}); test('two', () => {});`;
const FAILS = `import test from 'node:test'; test('good', () => {}); test('bad', () => { throw new Error('on purpose'); });`;
const skips = (why: string): string =>
  `import test from 'node:test'; test('good', () => {}); test('absent', { skip: ${JSON.stringify(why)} }, () => {});`;

interface Project {
  /** Test files by path below test/. */
  readonly tests: Readonly<Record<string, string>>;
  readonly setup?: boolean;
  readonly check?: 'passes' | 'fails';
}

interface Ended {
  readonly code: number | null;
  readonly text: string;
  readonly lastLine: string;
}

function run(file: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Ended> {
  // Variables of the present test run must not reach it.
  const { CI: _ci, NODE_TEST_CONTEXT: _context, STILLTHERE_TEST_TOTALS: _totals, ...inherited } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env: { ...inherited, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (more: string) => (text += more));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, text, lastLine: text.trimEnd().split('\n').at(-1) ?? '' }));
  });
}

/** Runs the real driver and reporter in a separate project with simulated setup and checks. */
function npmTest(project: Project, words: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const root = mkdtempSync(join(folder, 'project-'));
  const { tests, setup = true, check = 'passes' } = project;
  mkdirSync(join(root, 'scripts'));
  for (const name of ['test.mjs', 'reporter.mjs'])
    copyFileSync(join(projectRoot(), 'scripts', name), join(root, 'scripts', name));
  writeFileSync(join(root, 'scripts/setup.mjs'), `export const setup = () => ${setup};`);
  writeFileSync(join(root, 'scripts/check.mjs'), `process.exitCode = ${check === 'passes' ? 0 : 1};`);
  symlinkSync(join(projectRoot(), 'node_modules'), join(root, 'node_modules'));
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  for (const [path, source] of Object.entries(tests)) {
    mkdirSync(dirname(join(root, 'test', path)), { recursive: true });
    writeFileSync(join(root, 'test', path), source);
  }
  return run(process.execPath, [join(root, 'scripts/test.mjs'), ...words], root, env);
}

/** The closing line and the exit code. */
const verdict = ({ lastLine, code }: Ended): [string, number | null] => [lastLine, code];

describe('npm test', { concurrency: 2 }, () => {
  it('ends with `N passed, N failed` over all files, and with 0 when nothing failed', async () => {
    const tests = { 'a.test.ts': PASSES, 'deep/b.test.ts': PASSES, 'e2e/c.test.ts': PASSES, 'no-test.ts': FAILS };
    const ended = await npmTest({ tests });
    assert.deepEqual(verdict(ended), ['6 passed, 0 failed', 0], ended.text);
  });

  it('ends with 1 when a single test fails, and shows which and why', async () => {
    const ended = await npmTest({ tests: { 'a.test.ts': PASSES, 'b.test.ts': FAILS } });
    assert.deepEqual(verdict(ended), ['3 passed, 1 failed', 1], ended.text);
    assert.match(ended.text, /FAIL {2}bad\n\s+test\/b\.test\.ts\n\n\s+Error: on purpose/);
    assert.match(ended.text, /^failed:\n {2}test\/b\.test\.ts$/m);
  });

  it('counts what is inside a suite, not the suite', async () => {
    const source = `import { describe, it } from 'node:test';
      describe('a', () => { it('x', () => {}); describe('b', () => { it('y', () => {}); it('z', () => { throw 1; }); }); });`;
    assert.deepEqual(verdict(await npmTest({ tests: { 'a.test.ts': source } })), ['2 passed, 1 failed', 1]);
  });

  it('takes the checks in: when they fail it fails, though every test passes', async () => {
    const ended = await npmTest({ tests: { 'a.test.ts': PASSES }, check: 'fails' });
    assert.deepEqual(verdict(ended), ['2 passed, 1 failed', 1], ended.text);
    assert.match(ended.text, /^ {2}npm run check$/m);
  });

  it('with words plays only the files that they name, without the checks; without any such file it fails', async () => {
    const project: Project = { tests: { 'a.test.ts': PASSES, 'b.test.ts': FAILS }, check: 'fails' };
    assert.deepEqual(verdict(await npmTest(project, ['a.test'])), ['2 passed, 0 failed', 0]);
    const none = await npmTest(project, ['nowhere']);
    assert.deepEqual(verdict(none), ['0 passed, 0 failed', 1]);
    assert.match(none.text, /no test file matches: nowhere/);
    assert.equal((await npmTest(project, ['--watch'])).code, 1);
  });

  it('fails when setup fails, and runs nothing', async () => {
    const ended = await npmTest({ tests: { 'a.test.ts': PASSES }, setup: false });
    assert.deepEqual(verdict(ended), ['0 passed, 1 failed', 1], ended.text);
  });

  for (const [what, source, says] of [
    [
      'ends the process with 0 in a test',
      `${PASSES} test('three', () => new Promise(() => setTimeout(() => process.exit(0), 50)));`,
      /ended \(code 0\) before its tests did/,
    ],
    ['holds no test', `export {};`, /holds no test/],
    ['does not compile', `import 'node:test'; const = 1;`, /Transform failed|SyntaxError/],
    ['leaves a timer open', `${PASSES} setInterval(() => {}, 1000);`, /hung: no result for 3 s\. A test/],
    [
      'has a test that never ends',
      `${PASSES} test('waits for ever', () => new Promise(() => setInterval(() => {}, 1000)));`,
      /hung: no result for 3 s in "waits for ever"\. A test/,
    ],
  ] as const) {
    it(`a file that ${what} is a failure`, async () => {
      // Only for the test of silence, because a busy machine may need as long to start a file.
      const env = source.includes('setInterval') ? { STILLTHERE_TEST_SILENCE_MS: '3000' } : {};
      const ended = await npmTest({ tests: { 'a.test.ts': PASSES, 'b.test.ts': source } }, [], env);
      assert.equal(ended.code, 1, ended.text);
      assert.match(ended.lastLine, /^\d+ passed, [1-9]\d* failed$/);
      assert.match(ended.text, says);
    });
  }
});

describe('npm test and skips', { concurrency: 2 }, () => {
  it('a missing tool is a skip at home, with its reason, and a failure in CI', async () => {
    const project: Project = { tests: { 'a.test.ts': skips('missing tool: k6 (there is none)') } };
    const home = await npmTest(project);
    assert.deepEqual(verdict(home), ['1 passed, 0 failed, 1 skipped', 0], home.text);
    assert.match(home.text, /^ {2}skip {2}absent: missing tool: k6 \(there is none\)$/m);
    const ci = await npmTest(project, [], { CI: 'true' });
    assert.deepEqual(verdict(ci), ['1 passed, 1 failed', 1], ci.text);
    assert.match(ci.text, /may not be skipped in CI: absent: missing tool: k6/);
  });

  it('a whole suite that is skipped for want of a tool fails in CI too', async () => {
    const source = `import { describe, it } from 'node:test';
      it('good', () => {}); describe('with k6', { skip: 'missing tool: k6' }, () => { it('x', () => {}); });`;
    const ci = await npmTest({ tests: { 'a.test.ts': source } }, [], { CI: 'true' });
    assert.equal(ci.code, 1, ci.text);
    assert.match(ci.text, /may not be skipped in CI/);
  });

  it('any other skip stays one, in CI as well', async () => {
    const project: Project = { tests: { 'a.test.ts': skips('k6 answers PINGs below the script') } };
    const ended = await npmTest(project, [], { CI: 'true' });
    assert.deepEqual(verdict(ended), ['1 passed, 0 failed, 1 skipped', 0], ended.text);
  });

  it('when everything is skipped, nothing was shown: that is no success', async () => {
    const source = `import test from 'node:test'; test('absent', { skip: 'not today' }, () => {});`;
    const ended = await npmTest({ tests: { 'a.test.ts': source } });
    assert.deepEqual(verdict(ended), ['0 passed, 0 failed, 1 skipped', 1]);
  });
});

/** Runs the real `.ci/run` with a simulated `npm`, as if every package were installed. */
function ciRun(npm: string): Promise<Ended> {
  const root = mkdtempSync(join(folder, 'ci-'));
  mkdirSync(join(root, '.ci'));
  mkdirSync(join(root, 'bin'));
  copyFileSync(join(projectRoot(), '.ci/run'), join(root, '.ci/run'));
  for (const [name, does] of Object.entries({ npm, 'dpkg-query': 'printf installed' })) {
    writeFileSync(join(root, 'bin', name), `#!/bin/sh\n${does}\n`);
    chmodSync(join(root, 'bin', name), 0o755);
  }
  const path = [join(root, 'bin'), process.env['PATH']].join(delimiter);
  return run('bash', [join(root, '.ci/run')], root, { PATH: path });
}

describe('.ci/run', () => {
  /** An npm that prints its arguments, and ends each suite in the given way. */
  const npm = (test: string, long: string): string =>
    `echo "$2 with CI=$CI in $(basename "$PWD" | cut -c1-3)"; if [ "$2" = test ]; then ${test}; else ${long}; fi`;
  const closing = (passed: number, failed: number, code = failed > 0 ? 1 : 0): string =>
    `echo "${passed} passed, ${failed} failed"; exit ${code}`;

  it('runs both suites with CI=true, and closes with one line for both', async () => {
    const ended = await ciRun(npm(closing(3, 0), closing(2, 0)));
    assert.match(ended.text, /^test with CI=true in ci-$/m);
    assert.match(ended.text, /^test:long with CI=true in ci-$/m);
    assert.deepEqual([ended.code, ended.lastLine], [0, '5 passed, 0 failed']);
    assert.equal(ended.text.match(/^\d+ passed, \d+ failed/gm)?.length, 1, 'one closing line');
  });

  it('fails when either suite does, also one that ends badly and names no test', async () => {
    const cases: [test: string, long: string, last: string][] = [
      [closing(3, 1), closing(2, 0), '5 passed, 1 failed'],
      [closing(3, 0), closing(2, 2), '5 passed, 2 failed'],
      [closing(3, 0, 7), closing(2, 0), '5 passed, 1 failed'],
      ['exit 0', closing(2, 0), '2 passed, 1 failed'],
    ];
    for (const [test, long, last] of cases) {
      const ended = await ciRun(npm(test, long));
      assert.deepEqual([ended.code, ended.lastLine], [1, last]);
    }
  });

  it('adds up what was skipped', async () => {
    const ended = await ciRun(npm('echo "3 passed, 0 failed, 2 skipped"', closing(1, 0)));
    assert.deepEqual([ended.code, ended.lastLine], [0, '4 passed, 0 failed, 2 skipped']);
  });
});
