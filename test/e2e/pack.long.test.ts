// The package as users get it: packed, installed in an empty folder, and run there by its name.
import assert from 'node:assert/strict';
import { execFile, type ExecFileOptions } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { promisify } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { projectRoot } from '../../src/system/entry.ts';

const execute = promisify(execFile);
const run = (file: string, args: readonly string[], options: ExecFileOptions) =>
  execute(file, args, { ...options, encoding: 'utf8' });
/** The output of a command with another code than 0, such as a run that has findings. */
const failed = (error: { stdout: string; stderr: string }) => error;
const folder = mkdtempSync(join(tmpdir(), 'stillthere-pack-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const here = { cwd: folder, env: { ...process.env, NO_COLOR: '1' }, maxBuffer: 1 << 24 };

test('npm pack, installed into an empty folder, runs the smoke scenario and scenarios of the user’s own, in TypeScript and YAML', async () => {
  await run('npm', ['pack', '--pack-destination', folder, '--silent'], { ...here, cwd: projectRoot() });
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  assert.ok(tarball !== undefined, 'npm pack made a tarball');
  writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}');
  await run('npm', ['install', `./${tarball}`, '--no-audit', '--no-fund', '--silent'], here);

  const smoke = await run('npx', ['stillthere', 'run', 'smoke', '--engine', 'sim', '--ledger'], here);
  assert.match(smoke.stdout, /^PASS/m);
  const [first = ''] = readdirSync(join(folder, 'runs'));
  assert.ok(
    existsSync(join(folder, 'runs', first, 'ledger.ndjson')),
    'the run folder lies where the command was given',
  );

  const page = readFileSync(join(projectRoot(), 'docs/how-to/write-a-scenario.md'), 'utf8');
  const example = /```ts\n([\s\S]*?)```/.exec(page)?.[1];
  assert.ok(example !== undefined, 'the page shows a scenario in TypeScript');
  writeFileSync(join(folder, 'my-desk.ts'), example);
  const mine = await run(
    'npx',
    ['stillthere', 'run', './my-desk.ts', '--engine', 'sim', '--profile', 'bare,all'],
    here,
  ).catch(failed);
  assert.match(mine.stdout, /Same visitors, 2 rule profiles/, mine.stderr);

  // The commands on the first page, and what they make.
  const commands = 'npx stillthere init && npx stillthere run my-evening.yaml --engine sim';
  const evening = await run('sh', ['-c', commands], here).catch(failed);
  assert.match(evening.stdout, /^VIOLATED/m, evening.stderr);
  const yaml = readFileSync(join(folder, 'my-evening.yaml'), 'utf8');
  const [, schema = ''] = /^# yaml-language-server: \$schema=(\S+)/.exec(yaml) ?? [];
  assert.match(schema, /^\.\/node_modules\/stillthere\//, 'the schema of the package, as editors find it');
  const validate = new Ajv2020().compile(JSON.parse(readFileSync(join(folder, schema), 'utf8')) as object);
  assert.ok(validate(parse(yaml)), JSON.stringify(validate.errors));
  await run('npx', ['stillthere', 'init', '--ts'], here);
  const typed = await run('npx', ['stillthere', 'run', 'my-evening.ts', '--engine', 'sim'], here).catch(failed);
  assert.match(typed.stdout, /^VIOLATED/m, typed.stderr);

  assert.match((await run('npx', ['stillthere', 'rules', 'list'], here)).stdout, /^pre-sale /m, 'presets');
  const listed = await run('npx', ['stillthere', 'list'], here);
  assert.match(listed.stdout, /^first-evening /m, 'examples in YAML are in the package, too');
  const plan = await run('npx', ['stillthere', 'plan', 'first-evening'], here);
  assert.match(plan.stdout, /^first-evening \(profile bare/);
  const shipped = join(folder, 'node_modules/stillthere/dist/scenarios');
  const [, near = ''] = /\$schema=(\S+)/.exec(readFileSync(join(shipped, 'first-evening.yaml'), 'utf8')) ?? [];
  assert.ok(existsSync(join(shipped, near)), 'and find their schema there');
  const exported = createRequire(join(folder, 'x.js'))('stillthere/result.schema.json') as object;

  const real = await run('npx', ['stillthere', 'run', 'smoke', '--engine', 'node', '--speed', '8'], here).catch(failed);
  assert.match(
    real.stdout,
    /visitors came/,
    `real sockets, server and workers from the compiled package: ${real.stderr}`,
  );
  const newest = readdirSync(join(folder, 'runs')).find((name) => name.startsWith('smoke-bare-node-')) ?? '';
  const result = JSON.parse(readFileSync(join(folder, 'runs', newest, 'result.json'), 'utf8')) as unknown;
  assert.ok(new Ajv2020().validate(exported, result), 'the result is as the schema of the package says');
});
