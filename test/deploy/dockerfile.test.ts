// The Dockerfile: pinned, copying only what is there, and enough of it: its build is carried out here step by step, without Docker.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { projectRoot } from '../../src/system/entry.ts';
import { importsOf } from '../tidy/source.ts';
import { compose, PINNED, read } from './compose.ts';

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

  it('copies enough: what it copies builds, and runs with the packages of production', () => {
    for (const { from, to } of copies) {
      const place = join(folder, to);
      mkdirSync(place, { recursive: true });
      for (const path of from) {
        const source = join(projectRoot(), path);
        // As COPY does: of a folder its content, of a file the file.
        cpSync(source, from.length === 1 && !/\.\w+$/.test(path) ? place : join(place, basename(path)), {
          recursive: true,
        });
      }
    }
    symlinkSync(join(projectRoot(), 'node_modules'), join(folder, 'node_modules'));
    execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: folder, stdio: 'pipe' });
    const listed = execFileSync(process.execPath, ['dist/src/cli/main.js', 'list'], { cwd: folder, encoding: 'utf8' });
    assert.match(listed, /^smoke /m);

    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
    const known = [...Object.keys(dependencies), ...builtinModules, 'k6', 'stillthere'];
    for (const [file, name] of packagesOf(join(folder, 'dist')))
      assert.ok(known.includes(name), `${file} imports ${name}, which is no dependency of production`);
  });
});

/** Every package that built files import, with one of the files. */
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
