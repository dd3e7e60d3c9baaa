// Follows the pages on installing and on CI step by step
// in an empty folder: a clone, git, a tarball, the job.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { freePort } from '../../src/run/live/target.ts';
import { projectRoot } from '../../src/system/entry.ts';
import { packageVersion } from '../../src/system/version.ts';
import { longInVirtualTime, longOverSockets } from '../cli/evenings.ts';
import { assertClean } from '../cli/live-view.ts';
import { onTerminal, skipTerminal, type OnTerminal } from '../cli/terminal.ts';
import { markOf, pageOf, type Block } from '../docs/markdown.ts';
import { newFolder, readResult } from './support.ts';

const INSTALL = 'docs/how-to/install.md';
const CI = 'docs/how-to/use-in-ci.md';
/** The example address of the repository on both pages. */
const ADDRESS = 'https://git.example.com/stillthere.git';
/** Files that a clone of this project lacks. */
const NOT_CLONED = new Set(['.git', 'node_modules', 'dist', '.tools', 'runs']);

const blocksOf = (path: string): readonly Block[] =>
  pageOf(path, readFileSync(join(projectRoot(), path), 'utf8')).blocks;

/** Without the variables that `npm test` sets. Packages in the cache are not fetched again. */
const ENV: NodeJS.ProcessEnv = {
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(?!config_(registry|cache|userconfig)$)/i.test(name)),
  ),
  NO_COLOR: '1',
  LC_ALL: 'C.UTF-8',
  npm_config_prefer_offline: 'true',
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_progress: 'false',
  STILLTHERE_TOOLS: join(projectRoot(), '.tools'),
};

interface Ran {
  readonly code: number | null;
  readonly text: string;
}

/**
 * Runs a script as GitHub Actions does: `bash -e`. Its
 * background processes run until the tests have ended.
 */
function bash(script: string, cwd: string, env: NodeJS.ProcessEnv = ENV): Promise<Ran> {
  const child = spawn('bash', ['-e', '-c', script], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  process.once('exit', () => {
    try {
      process.kill(-(child.pid ?? 0), 'SIGKILL');
    } catch {
      // All processes have already ended.
    }
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (more: string) => (text += more));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, text }));
  });
}

/** A repository with the present files of this checkout, committed or not. */
let repository = '';

before(async () => {
  repository = join(newFolder('repository'), 'stillthere.git');
  const isCloned = (path: string): boolean => !NOT_CLONED.has(basename(path)) && !path.endsWith('.tgz');
  cpSync(projectRoot(), repository, { recursive: true, filter: isCloned });
  const commit = 'git -c user.name=test -c user.email=test@example.com commit --quiet -m "as it is"';
  const { code, text } = await bash(`git init --quiet && git add --all && ${commit}`, repository);
  assert.equal(code, 0, text);
});

const atHome = (text: string): string => text.replaceAll(ADDRESS, pathToFileURL(repository).href);

/** Runs the commands under a heading of the page in an empty folder. */
async function follow(nth: number): Promise<Ran & { folder: string }> {
  const script = blocksOf(INSTALL).filter(({ lang }) => lang === 'sh')[nth]?.text ?? '';
  assert.ok(script.includes(ADDRESS), 'the page says where it comes from');
  const folder = newFolder('empty');
  const ran = await bash(atHome(script), folder);
  assert.equal(ran.code, 0, ran.text);
  assert.match(ran.text, new RegExp(`^${packageVersion().replaceAll('.', '\\.')}$`, 'm'), '--version');
  assert.match(ran.text, /^PASS/m, ran.text);
  return { ...ran, folder };
}

/** The run was drained and judged, and the terminal is clean. */
async function assertStopped(terminal: OnTerminal, out: string): Promise<void> {
  const code = await terminal.ended;
  // npm starts the command in a shell that receives Ctrl-C as well.
  // Some shells then end with 130, whatever the command's code.
  assert.ok(code === 4 || code === 130, `${code}: ${terminal.raw()}`);
  assert.equal(readResult(out).exitCode, 4);
  assert.match(terminal.lines().join('\n'), /^(INCONCLUSIVE|INVALID)/m);
  assertClean(terminal);
}

describe('install, from an empty folder', () => {
  it('from a checkout; and Ctrl-C behind `npm start` drains and reports', async (t) => {
    const { folder } = await follow(0);
    await t.test('npm start', { skip: skipTerminal }, async () => {
      writeFileSync(join(folder, 'evening.json'), JSON.stringify(longOverSockets));
      const options = { cwd: join(folder, 'stillthere'), env: ENV };
      const terminal = onTerminal('npm start -- ../evening.json --out ../runs', options);
      await terminal.shows(/connected [1-9]/, 180_000);
      terminal.press();
      await terminal.ended;
      // Step 1 is over: its runs in virtual time are whole.
      const runs = join(folder, 'runs');
      for (const name of readdirSync(runs)) if (name.includes('-sim-')) rmSync(join(runs, name), { recursive: true });
      await assertStopped(terminal, runs);
    });
  });

  it('from git; and Ctrl-C behind `npx` drains and reports', async (t) => {
    const { folder } = await follow(1);
    await t.test('npx', { skip: skipTerminal }, async () => {
      writeFileSync(join(folder, 'evening.json'), JSON.stringify(longInVirtualTime));
      const terminal = onTerminal('npx stillthere run evening.json --engine sim --out stopped', {
        cwd: folder,
        env: ENV,
      });
      await terminal.shows(/playing, [1-9]/);
      terminal.press();
      // The page has already played another run there.
      await assertStopped(terminal, join(folder, 'stopped'));
    });
  });

  it('from a tarball: it is small, has types, and holds no test and no path of a machine', async () => {
    const { folder } = await follow(2);
    const installed = join(folder, 'my-project/node_modules/stillthere');
    const files = readdirSync(installed, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    assert.ok(existsSync(join(installed, 'dist/src/index.d.ts')));
    assert.deepEqual(
      files.filter((path) => /\.test\.|[\\/](test|scripts)[\\/]|\.tsbuildinfo$/.test(path.slice(installed.length))),
      [],
    );
    for (const path of files) {
      const text = readFileSync(path, 'latin1');
      for (const place of [folder, repository, projectRoot()]) assert.ok(!text.includes(place), `${path}: ${place}`);
    }
    const [tarball = ''] = readdirSync(join(folder, 'my-project')).filter((name) => name.endsWith('.tgz'));
    const bytes = readFileSync(join(folder, 'my-project', tarball)).length;
    assert.ok(bytes < TARBALL_MOST, `${bytes} bytes`);
  });
});

/** Bytes. It has 845 kB today. */
const TARBALL_MOST = 1_000_000;

interface Job {
  readonly env?: Readonly<Record<string, string>>;
  readonly steps: readonly { readonly name?: string; readonly uses?: string; readonly run?: string }[];
}

const jobOf = (): Job => {
  const [block] = blocksOf(CI).filter(({ lang, text }) => lang === 'yaml' && text.includes('runs-on:'));
  const { jobs } = parse(block?.text ?? '') as { jobs: Readonly<Record<string, Job>> };
  const [job, ...more] = Object.values(jobs);
  assert.ok(job !== undefined && more.length === 0);
  return job;
};

describe('the job for GitHub Actions', () => {
  it('runs as written, in a folder that holds what the page says to commit, and nothing else', async () => {
    const folder = newFolder('job');
    for (const block of blocksOf(CI)) {
      const path = markOf(block, 'file');
      if (path === undefined) continue;
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), `${block.text}\n`);
    }
    const summary = join(newFolder('summary'), 'step.md');
    writeFileSync(summary, '');
    const { env, steps } = jobOf();
    const port = await freePort();
    let said = '';
    for (const { name, run } of steps) {
      if (run === undefined) continue;
      const script = atHome(run).replaceAll(/(127\.0\.0\.1:|--port )8080\b/g, `$1${port}`);
      const { code, text } = await bash(script, folder, { ...ENV, ...env, GITHUB_STEP_SUMMARY: summary });
      assert.equal(code, 0, `${name}: ${text}`);
      said += text;
    }
    for (const path of ['reports/rules.xml', 'reports/server.xml', 'server.log'])
      assert.ok(existsSync(join(folder, path)), path);
    assert.match(readFileSync(join(folder, 'reports/rules.xml'), 'utf8'), /errors="0"/);
    const server = readFileSync(join(folder, 'reports/server.xml'), 'utf8');
    assert.match(server, /failures="0"/);
    // A machine that is busy with other tests may get an inconclusive run; then the job says so.
    assert.equal(/errors="0"/.test(server), !said.includes('::warning title=stillthere::'), said);
    assert.match(readFileSync(summary, 'utf8'), /evening/);
  });

  for (const [code, ends, warns] of [
    [0, 0, false],
    [1, 1, false],
    [2, 2, false],
    [3, 3, false],
    [4, 0, true],
  ] as const)
    it(`over sockets, exit code ${code} of the run ends the step with ${ends}${warns ? ' and a warning' : ''}`, async () => {
      const folder = newFolder('step');
      writeFileSync(join(folder, 'npx'), `#!/bin/sh\nexit ${code}\n`);
      chmodSync(join(folder, 'npx'), 0o755);
      const step = jobOf().steps.find(({ run = '' }) => run.includes('--target'));
      const ran = await bash(step?.run ?? '', folder, { ...ENV, PATH: `${folder}:${process.env['PATH'] ?? ''}` });
      assert.equal(ran.code, ends, ran.text);
      assert.equal(ran.text.includes('::warning title=stillthere::'), warns);
    });
});
