// The k6 bundle holds only the model and the engine,
// nothing from npm or Node: every VU pays for its size.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Metafile } from 'esbuild';
import { bundleK6 } from '../../src/engines/k6/bundle.ts';

/** The part of esbuild's metafile that is read here. */
type Inputs = Readonly<Record<string, { readonly imports: readonly { readonly path: string }[] }>>;

const PACKAGE = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)/;
const isOfNode = (path: string): boolean => path.startsWith('node:') || builtinModules.includes(path);
const isOfK6 = (path: string): boolean => path === 'k6' || path.startsWith('k6/');
const isFile = (path: string): boolean => /^[./]|^(?:src|test)\//.test(path);

/** Files that a bundle for k6 must not hold, one line each: the file and who imports it. */
function strangers(inputs: Inputs): string[] {
  const importers = (path: string): string => {
    const by = Object.keys(inputs).filter((file) => inputs[file]?.imports.some((one) => one.path === path));
    return by.length > 0 ? `, imported by ${by.join(', ')}` : '';
  };
  const found = Object.keys(inputs).flatMap((file) => {
    const name = PACKAGE.exec(file)?.[1];
    return name === undefined ? [] : [`${file} of the package ${name}${importers(file)}`];
  });
  const asked = new Set(Object.values(inputs).flatMap(({ imports }) => imports.map(({ path }) => path)));
  for (const path of asked) {
    if (isOfNode(path)) found.push(`the module ${path} of Node${importers(path)}`);
    else if (!isOfK6(path) && !isFile(path) && !PACKAGE.test(path)) found.push(`${path}${importers(path)}`);
  }
  return found;
}

describe('the k6 bundle', () => {
  let folder: string;
  let metafile: Metafile;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stillthere-bundle-'));
    metafile = await bundleK6(join(folder, 'script.js'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('holds no zod, no faker, no module of Node and no npm package', () => {
    assert.deepEqual(strangers(metafile.inputs), []);
  });

  it('holds the model, and imports only modules of k6', (t) => {
    const files = Object.keys(metafile.inputs);
    for (const part of ['src/model/runner/runner.ts', 'src/model/actors/visitor.ts', 'src/engines/shard.ts'])
      assert.ok(
        files.some((file) => file.endsWith(part)),
        `${part} is missing: is this the right bundle?`,
      );
    // The desk runs on the other side of the sockets.
    // Every VU would pay for code that it does not use.
    assert.deepEqual(
      files.filter((file) => /src\/model\/(desk|judge|runner\/virtual)\//.test(file)),
      [],
    );
    const outputs = Object.values(metafile.outputs);
    const outside = outputs.flatMap(({ imports }) => imports.filter(({ external }) => external === true));
    assert.ok(outside.length > 0 && outside.every(({ path }) => isOfK6(path)), JSON.stringify(outside));
    const bytes = outputs.reduce((sum, output) => sum + output.bytes, 0);
    t.diagnostic(`size: ${(bytes / 1024).toFixed(1)} KiB minified, from ${files.length} files`);
  });
});

describe('the bundle test can fail', () => {
  const finds = (file: string, imported: string, expected: RegExp): void => {
    const inputs = { 'src/a.ts': { imports: [{ path: imported }] }, [file]: { imports: [] } };
    assert.match(strangers(inputs).join('\n'), expected);
  };

  it('zod', () =>
    finds('node_modules/zod/index.js', 'node_modules/zod/index.js', /package zod, imported by src\/a\.ts/));
  it('faker', () => finds('../node_modules/@faker-js/faker/x.js', './b.ts', /the package @faker-js\/faker/));
  it('node:fs', () => finds('src/b.ts', 'node:fs', /the module node:fs of Node, imported by src\/a\.ts/));
  it('fs', () => finds('src/b.ts', 'fs', /the module fs of Node/));
  it('a bare name', () => finds('src/b.ts', 'zod', /^zod, imported by src\/a\.ts/));
  it('what belongs there passes', () => {
    const inputs = { 'src/a.ts': { imports: [{ path: 'k6/execution' }, { path: 'src/b.ts' }, { path: '../c.ts' }] } };
    assert.deepEqual(strangers(inputs), []);
  });
});
