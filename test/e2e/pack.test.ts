// The package as users get it: packed, installed into an empty folder, and run there by its name.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { promisify } from 'node:util';
import { projectRoot } from '../../src/system/entry.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'stillthere-pack-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const here = { cwd: folder, env: { ...process.env, NO_COLOR: '1' }, maxBuffer: 1 << 24 };

test('npm pack, installed into an empty folder, runs the smoke scenario and a scenario of the user’s own', async () => {
  await run('npm', ['pack', '--pack-destination', folder, '--silent'], { ...here, cwd: projectRoot() });
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  assert.ok(tarball !== undefined, 'npm pack made a tarball');
  writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}');
  await run('npm', ['install', `./${tarball}`, '--no-audit', '--no-fund', '--silent'], here);

  const smoke = await run('npx', ['stillthere', 'run', 'smoke', '--engine', 'sim'], here);
  assert.match(smoke.stdout, /^PASS/m);
  const [first = ''] = readdirSync(join(folder, 'runs'));
  assert.ok(
    existsSync(join(folder, 'runs', first, 'ledger.ndjson')),
    'the run folder lies where the command was given',
  );

  const readme = readFileSync(join(projectRoot(), 'README.md'), 'utf8');
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1];
  assert.ok(example !== undefined, 'the README shows a scenario');
  writeFileSync(join(folder, 'my-desk.ts'), example);
  const mine = await run(
    'npx',
    ['stillthere', 'run', './my-desk.ts', '--engine', 'sim', '--profile', 'bare,all'],
    here,
  ).catch((error: { stdout: string; stderr: string; code: number }) => error);
  assert.match(mine.stdout, /The same people under 2 sets of rules/, mine.stderr);

  const real = await run('npx', ['stillthere', 'run', 'smoke', '--engine', 'node', '--speed', '8'], here).catch(
    (error: { stdout: string; stderr: string; code: number }) => error,
  );
  assert.match(
    real.stdout,
    /visitors came/,
    `real sockets, server and workers from the compiled package: ${real.stderr}`,
  );
});
