// The Dockerfile and the npm package are pinned and
// complete; the build is run step by step, without Docker.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join, relative, sep } from 'node:path';
import { after, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { projectRoot } from '../../src/system/entry.ts';
import { importsOf } from '../tidy/source.ts';
import { compose, PINNED, read } from './compose.ts';
import { missingFrom, ownFiles } from './own-files.ts';

const execute = promisify(execFile);
const { needs, unclear } = ownFiles();

interface Step {
  readonly word: string;
  readonly rest: string;
}

/** The steps of each stage, by its name; the last one is the image. */
function stagesOf(text: string): { readonly from: string; readonly name: string; readonly steps: Step[] }[] {
  const lines = text
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter(Boolean);
  const stages: { from: string; name: string; steps: Step[] }[] = [];
  for (const line of lines) {
    const [, word = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
    if (word === 'FROM') {
      const [from = '', , name = 'image'] = rest.split(/\s+/);
      stages.push({ from, name, steps: [] });
    } else stages.at(-1)?.steps.push({ word, rest });
  }
  return stages;
}

const text = read('Dockerfile');
const defaults = new Map([...text.matchAll(/^ARG (\w+)=(\S+)$/gm)].map(([, name = '', value = '']) => [name, value]));
const stages = stagesOf(text);
const image = stages.at(-1);
const folder = mkdtempSync(join(tmpdir(), 'stillthere-image-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** What the build takes from this project: `COPY a b c/` without --from. */
const copies = stages.flatMap(({ steps }) =>
  steps
    .filter(({ word, rest }) => word === 'COPY' && !rest.startsWith('--from'))
    .map(({ rest }) => {
      const paths = rest.split(/\s+/);
      return { from: paths.slice(0, -1), to: paths.at(-1) ?? '' };
    }),
);

/** The output of a command that was run in an empty folder. */
async function run(main: string, args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const cwd = mkdtempSync(join(folder, 'empty-'));
  const env = { ...process.env, NO_COLOR: '1', LC_ALL: 'C' };
  return execute(process.execPath, [main, ...args], { cwd, env }).then(
    (said) => ({ code: 0, ...said }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
}

/** Runs the commands that read files of the tool, from an empty folder. */
async function runsFrom(home: string): Promise<void> {
  const main = join(home, 'dist/src/cli/main.js');
  for (const [args, says] of [
    [['list'], /^smoke /m],
    [['rules', 'list'], /^pre-sale /m],
    [['run', 'smoke', '--engine', 'sim'], /^PASS/m],
    [['run', 'smoke', '--engine', 'sim', '--rules', 'pre-sale'], /^[A-Z]+/m],
  ] as const) {
    const { code, stdout, stderr } = await run(main, args);
    assert.match(stdout, says, `${args.join(' ')}: ${stderr}`);
    assert.equal(code, 0, stderr);
  }
}

const filesBelow = (at: string, under: string): string[] =>
  readdirSync(join(at, under), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(at, join(entry.parentPath, entry.name)).split(sep).join('/'));

describe('the Dockerfile', () => {
  it('starts from images that are pinned by tag and digest, the same ones as in docker-compose.yml', () => {
    assert.deepEqual([...defaults.keys()], ['NODE_IMAGE', 'K6_IMAGE']);
    for (const [name, value] of defaults) assert.match(value, PINNED, name);
    for (const { from } of stages) assert.ok(defaults.has(/^\$\{(\w+)\}$/.exec(from)?.[1] ?? ''), from);
    for (const name of ['server', 'harness'])
      assert.deepEqual(compose.services[name]?.build?.args, Object.fromEntries(defaults), name);
  });

  it('copies only paths that exist and that .dockerignore lets through', () => {
    const allowed = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    for (const path of copies.flatMap(({ from }) => from)) {
      assert.ok(existsSync(join(projectRoot(), path)), `${path} exists`);
      assert.ok(allowed.includes(path), `.dockerignore lets ${path} through`);
    }
  });

  it('takes k6 from its own image, and no tool of the build', () => {
    const taken = image?.steps.filter(({ word }) => word === 'COPY').map(({ rest }) => rest.split(/\s+/).slice(0, 2));
    assert.deepEqual(taken, [
      ['--from=k6', '/usr/bin/k6'],
      ['--from=build', '/app/package.json'],
      ['--from=build', '/app/node_modules'],
      ['--from=build', '/app/dist'],
      ['dashboards', '/app/dashboards/'],
    ]);
    const build = stages.find(({ name }) => name === 'build');
    assert.match(build?.steps.at(-1)?.rest ?? '', /npm prune --omit=dev/);
  });

  it('runs as a user without rights, who may write where runs go', () => {
    const users = image?.steps.filter(({ word }) => word === 'USER').map(({ rest }) => rest);
    assert.deepEqual(users, ['node']);
    const directory = image?.steps.findLast(({ word }) => word === 'WORKDIR')?.rest;
    assert.ok(text.includes(`chown -R node:node ${directory}`));
    assert.deepEqual(compose.services['harness']?.volumes, [`runs:${directory}/runs`]);
  });

  it('it is known what the code reads beside itself', () => {
    assert.deepEqual(unclear, [], 'write such a path as new URL(<literal>, import.meta.url)');
    const paths = needs.map(({ path }) => path);
    for (const path of ['presets/', 'scenarios/', 'docs/reference/scenario.schema.json', 'src/engines/node/worker.ts'])
      assert.ok(paths.includes(path), `${path} is among ${paths.join(', ')}`);
  });

  it('copies enough: what it copies builds, holds what the code reads, and runs with the packages of production', async () => {
    for (const { from, to } of copies.filter(({ from: [first = ''] }) => first !== 'dashboards')) {
      const place = join(folder, to);
      mkdirSync(place, { recursive: true });
      for (const path of from) {
        const source = join(projectRoot(), path);
        // As COPY does: a folder gives its content, a file the file itself.
        cpSync(source, from.length === 1 && !/\.\w+$/.test(path) ? place : join(place, basename(path)), {
          recursive: true,
        });
      }
    }
    symlinkSync(join(projectRoot(), 'node_modules'), join(folder, 'node_modules'));
    execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: folder, stdio: 'pipe' });
    assert.deepEqual(missingFrom(filesBelow(folder, 'dist'), needs), []);
    await runsFrom(folder);

    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
    const known = [...Object.keys(dependencies), ...builtinModules, 'k6', 'stillthere'];
    for (const [file, name] of packagesOf(join(folder, 'dist')))
      assert.ok(known.includes(name), `${file} imports ${name}, which is no dependency of production`);
  });

  it('the npm package holds what the code reads, and runs', async () => {
    // The build of the image, plus the other files of the package.
    const { files } = JSON.parse(read('package.json')) as { files: string[] };
    for (const path of [...files, 'README.md', 'LICENSE'])
      if (path !== 'dist') cpSync(join(projectRoot(), path), join(folder, path), { recursive: true });
    const said = execFileSync('npm', ['pack', '--json', '--ignore-scripts'], { cwd: folder, encoding: 'utf8' });
    const [pack] = JSON.parse(said) as { filename: string; files: { path: string }[] }[];
    assert.ok(pack !== undefined);
    const packed = pack.files.map(({ path }) => path);
    assert.deepEqual(missingFrom(packed, needs), []);
    for (const path of ['dashboards/session-timeouts.json', 'docs/README.md', 'dist/presets/pre-sale.yaml'])
      assert.ok(packed.includes(path), path);
    const at = mkdtempSync(join(folder, 'packed-'));
    execFileSync('tar', ['-xzf', join(folder, pack.filename), '-C', at]);
    symlinkSync(join(projectRoot(), 'node_modules'), join(at, 'node_modules'));
    await runsFrom(join(at, 'package'));
  });

  it('the package names every schema that it comes with', () => {
    const { exports } = JSON.parse(read('package.json')) as { exports: Record<string, unknown> };
    const schemas = readdirSync(join(projectRoot(), 'docs/reference')).filter((path) => path.endsWith('.schema.json'));
    assert.deepEqual(
      schemas.map((path) => [path, exports[`./${path}`]]),
      schemas.map((path) => [path, `./dist/docs/reference/${path}`]),
    );
  });

  it('a file of ours that is not there is told in one line', async () => {
    const main = join(folder, 'dist/src/cli/main.js');
    const without = async (path: string, ...args: string[]): Promise<void> => {
      renameSync(join(folder, path), join(folder, `${path}.away`));
      const { code, stderr } = await run(main, args);
      renameSync(join(folder, `${path}.away`), join(folder, path));
      assert.equal(code, 1, stderr);
      assert.match(
        stderr,
        /^this installation of stillthere is incomplete, because \S+ is missing: install it again\n$/,
      );
      assert.ok(stderr.includes(path), stderr);
    };
    await without('dist/presets', 'rules', 'list');
    await without('dist/presets', 'rules', 'show', 'pre-sale');
    await without('dist/scenarios', 'list');
    await without('dist/scenarios', 'run', 'smoke');
  });
});

/** Every package that built files import, with the name of one such file. */
function packagesOf(dist: string): [string, string][] {
  return readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.js'))
    .flatMap((path) =>
      importsOf(readFileSync(join(dist, path), 'utf8')).map(({ specifier }) => [path, specifier] as const),
    )
    .filter(([, specifier]) => !specifier.startsWith('.'))
    .map(([path, specifier]) => [path, packageOf(specifier)]);
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier.slice(5).split('/')[0] ?? '';
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
