// Every command checks sizes before the run starts: one line, what to do, exit code 1, no delay.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, describe } from 'node:test';
import { fileURLToPath } from 'node:url';
import { findK6 } from '../../src/engines/k6/find.ts';
import smoke from '../../scenarios/smoke.ts';
import { stillthere } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'stillthere-sizes-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function crowd(visitors: number): string {
  const path = join(folder, `crowd-${visitors}.json`);
  writeFileSync(path, JSON.stringify({ ...smoke.input, arrivals: [{ name: 'all', for: '60s', visitors }] }));
  return path;
}

const COMMANDS: Readonly<Record<string, (file: string) => string[]>> = {
  'in virtual time': (file) => ['run', file, '--engine', 'sim'],
  'with the built-in engine': (file) => ['run', file, '--engine', 'node'],
  'with many seeds': (file) => ['run', file, '--engine', 'sim', '--replicates', '2'],
  'as a plan': (file) => ['plan', file],
  'as remedies': (file) => ['remedies', file],
  'as a server': (file) => ['serve', file],
};

describe('a billion visitors', () => {
  for (const [name, args] of Object.entries(COMMANDS))
    test(name, async () => {
      const { code, stdout, stderr } = await stillthere([...args(crowd(1e9))], {}, folder, 30_000);
      assert.deepEqual([code, stdout], [1, '']);
      assert.match(stderr, /1 000 000 000 visitors are too many for one run/);
      assert.deepEqual(
        readdirSync(folder).filter((one) => one === 'runs'),
        [],
      );
    });
});

test('--memory above what Node may use: how to start Node instead of a crash', async () => {
  const { code, stderr } = await stillthere(['run', 'smoke', '--engine', 'sim', '--memory', '9000GB'], {}, folder);
  assert.equal(code, 1);
  assert.match(stderr, /^--memory 9000GB: Node may use \d+ MB here; .*NODE_OPTIONS=--max-old-space-size=\d+/);
});

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** The same command line with a limit on open files. */
function limited(args: readonly string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const command = ['ulimit -n 1024', 'exec "$@"'].join('; ');
  const child = spawn(
    'sh',
    ['-c', command, 'sh', process.execPath, '--import', import.meta.resolve('tsx'), main, ...args],
    {
      cwd: folder,
      env: {
        ...process.env,
        LC_ALL: 'C',
        STILLTHERE_AGENT_SECRET: 'secret of agents',
        STILLTHERE_ADMIN_TOKEN: 'token of admin',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
  const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
  return new Promise((resolve) => {
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, stdout, stderr });
    });
  });
}

const noK6 = 'missing' in (await findK6()) ? 'missing tool: k6' : false;

describe(
  'a hundred thousand sockets where a process may open 1 024 files',
  { skip: process.platform !== 'linux' },
  () => {
    const file = crowd(100_000);
    for (const [name, args, skip] of [
      ['node', ['run', file, '--engine', 'node'], false],
      ['k6', ['run', file, '--engine', 'k6'], noK6],
      ['serve', ['serve', file, '--port', '0'], false],
    ] as const)
      test(name, { skip }, async () => {
        const { code, stdout, stderr } = await limited(args);
        assert.deepEqual([code, stdout], [1, ''], stderr);
        assert.match(stderr, /1 024 files here\. Run `ulimit -n \d+` before it, or write fewer visitors\n$/);
      });

    test('plan warns of it', async () => {
      const { code, stdout } = await limited(['plan', crowd(3000)]);
      assert.equal(code, 0);
      assert.match(stdout, /^! too many connections for the limit on open files/m);
    });
  },
);
