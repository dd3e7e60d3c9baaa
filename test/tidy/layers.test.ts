// The shape of src/: which folder may import which, no cycles, no dead files; and no long files, in tests and scripts neither.

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { type Files, importsOf, readFiles, resolved } from './source.ts';

/** Each imports only from those before it, or from itself. */
const LAYERS =
  'model stats language result scenario metrics boards system store server proxy engines capacity run replay study report cli library'.split(
    ' ',
  );

/** The same inside src/model. Files directly in src/model come last. */
const MODEL_LAYERS = 'core rows protocol rules ports desk targets actors population runner judge'.split(' ');

/** The judge is a second opinion: it must not know how the desk and the actors do what it judges. */
const JUDGE_MAY = ['core', 'rules', 'rows', 'judge'];

/** Files that are started, not imported. */
const ENTRY_POINTS = [
  'src/index.ts',
  'src/cli/main.ts',
  'src/study/replicates/seed-worker.ts',
  'src/engines/k6/script.ts',
  'src/engines/k6/virtual.ts',
  'src/engines/node/worker.ts',
  'src/server/main.ts',
  'src/store/commit-worker.ts',
];

const LONGEST_FILE = 350;

interface Place {
  /** undefined for a file directly in src/ or src/model/. */
  readonly layer: string | undefined;
  readonly inModel: string | undefined;
}

function placeOf(path: string): Place {
  const parts = path.split('/');
  const layer = parts.length > 2 ? parts[1] : undefined;
  return { layer, inModel: layer === 'model' && parts.length > 3 ? parts[2] : undefined };
}

/** Why `from` may not import `to` (both under src/), or undefined when it may. */
function forbidden(from: string, to: string): string | undefined {
  const a = placeOf(from);
  const b = placeOf(to);
  if (a.layer === undefined) return undefined;
  if (b.layer === undefined) return `nothing in src/${a.layer} may import a file directly in src/`;
  if (LAYERS.indexOf(b.layer) > LAYERS.indexOf(a.layer)) return `src/${b.layer} comes after src/${a.layer}`;
  if (a.layer !== 'model' || b.layer !== 'model' || a.inModel === undefined) return undefined;
  if (b.inModel === undefined) return `nothing in src/model/${a.inModel} may import a file directly in src/model/`;
  if (a.inModel === 'judge' && !JUDGE_MAY.includes(b.inModel)) {
    return `src/model/judge imports only core, rules and rows`;
  }
  if (MODEL_LAYERS.indexOf(b.inModel) > MODEL_LAYERS.indexOf(a.inModel)) {
    return `src/model/${b.inModel} comes after src/model/${a.inModel}`;
  }
  return undefined;
}

function layerFindings(files: Files): string[] {
  const findings: string[] = [];
  for (const [file, text] of files) {
    if (!file.startsWith('src/')) continue;
    const { layer, inModel } = placeOf(file);
    if (layer !== undefined && !LAYERS.includes(layer)) {
      findings.push(`${file}: src/${layer} is no layer; those are ${LAYERS.join(', ')}`);
      continue;
    }
    if (inModel !== undefined && !MODEL_LAYERS.includes(inModel)) {
      findings.push(`${file}: src/model/${inModel} is no layer; those are ${MODEL_LAYERS.join(', ')}`);
      continue;
    }
    for (const { specifier, line } of importsOf(text)) {
      const at = `${file}:${line}: imports ${specifier}`;
      if (!specifier.startsWith('.')) {
        if (layer === 'model') findings.push(`${at}, but src/model is pure and imports only itself`);
        continue;
      }
      const to = resolved(file, specifier);
      if (!/\.(ts|json)$/.test(to)) findings.push(`${at} without the .ts extension`);
      else if (!to.startsWith('src/')) {
        if (layer === 'model') findings.push(`${at}, but src/model is pure and imports only itself`);
        else if (!to.endsWith('.json')) findings.push(`${at}, which is outside src/`);
      } else {
        const reason = forbidden(file, to);
        if (reason !== undefined) findings.push(`${at}, but ${reason}`);
      }
    }
  }
  return findings;
}

/** Each file with the files of the same set that it imports. */
function graphOf(files: Files): Map<string, string[]> {
  const graph = new Map<string, string[]>();
  for (const [file, text] of files) {
    const relative = importsOf(text).filter(({ specifier }) => specifier.startsWith('.'));
    graph.set(
      file,
      relative.map(({ specifier }) => resolved(file, specifier)).filter((to) => files.has(to)),
    );
  }
  return graph;
}

function cycleFindings(files: Files): string[] {
  const graph = graphOf(files);
  const findings: string[] = [];
  const finished = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): void => {
    if (finished.has(file)) return;
    const start = path.indexOf(file);
    if (start >= 0) {
      findings.push(`import cycle: ${[...path.slice(start), file].join(' -> ')}`);
      return;
    }
    path.push(file);
    for (const next of graph.get(file) ?? []) visit(next);
    path.pop();
    finished.add(file);
  };
  for (const file of graph.keys()) visit(file);
  return findings;
}

/** Without cycles, a file that nobody imports is the head of every island, so looking one step far is enough. */
function deadFindings(files: Files): string[] {
  const imported = new Set([...graphOf(files).values()].flat());
  return [...files.keys()]
    .filter((file) => file.startsWith('src/') && !imported.has(file) && !ENTRY_POINTS.includes(file))
    .map((file) => `${file}: nobody imports it. Use it, delete it, or name it in ENTRY_POINTS of this test.`);
}

function lengthFindings(files: Files): string[] {
  return [...files]
    .map(([file, text]) => ({ file, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > LONGEST_FILE)
    .map(({ file, lines }) => `${file}: ${lines} lines, more than ${LONGEST_FILE}: what idea is missing?`);
}

function none(findings: readonly string[]): void {
  if (findings.length > 0) assert.fail(`\n${findings.join('\n')}\n`);
}

describe('the layers of src/', () => {
  const src = readFiles(['src'], ['.ts']);

  test('each folder imports only from those above it', () => none(layerFindings(src)));
  test('no import cycles', () => none(cycleFindings(src)));
  test('no file that nobody imports', () => none(deadFindings(readFiles(['src', 'scenarios', 'scripts'], ['.ts']))));
});

test(`no file over ${LONGEST_FILE} lines`, () =>
  none(lengthFindings(readFiles(['src', 'test', 'scripts'], ['.ts', '.mjs']))));

describe('the layer test can fail', () => {
  const finds = (file: string, text: string, expected: RegExp): void => {
    const findings = layerFindings(new Map([[file, text]]));
    assert.equal(findings.length, 1, `${file}: ${text}: ${findings.join('; ') || 'nothing found'}`);
    assert.match(findings[0] ?? '', expected);
  };

  test('upwards', () =>
    finds('src/store/a.ts', `import x from '../server/b.ts';`, /src\/server comes after src\/store/));
  test('types too', () => finds('src/store/a.ts', `import type { X } from '../cli/b.ts';`, /cli comes after/));
  test('re-exports', () => finds('src/study/a.ts', `export * from '../report/b.ts';`, /report comes after/));
  test('import()', () => finds('src/study/a.ts', `await import('../cli/b.ts');`, /cli comes after/));
  test('upwards in the model', () => finds('src/model/core/a.ts', `import '../desk/b.ts';`, /desk comes after/));
  test('the judge and the desk', () => finds('src/model/judge/a.ts', `import '../desk/b.ts';`, /only core/));
  test('node: in the model', () => finds('src/model/core/a.ts', `import 'node:fs';`, /pure/));
  test('npm in the model', () => finds('src/model/desk/a.ts', `import { z } from 'zod';`, /pure/));
  test('the model and the rest', () => finds('src/model/desk/a.ts', `import '../../store/b.ts';`, /store comes after/));
  test('an unknown folder', () => finds('src/utils/a.ts', ``, /no layer/));
  test('an unknown folder in the model', () => finds('src/model/misc/a.ts', ``, /no layer/));
  test('a missing extension', () => finds('src/cli/a.ts', `import '../gate/b';`, /\.ts extension/));
  test('out of src', () => finds('src/cli/a.ts', `import '../../test/b.ts';`, /outside src/));

  test('what is allowed passes', () => {
    const files = new Map([
      ['src/index.ts', `export * from './cli/main.ts';`],
      ['src/model/judge/a.ts', `import '../core/b.ts'; import '../rows/c.ts'; import './d.ts';`],
      ['src/model/index.ts', `import './judge/a.ts';`],
      [
        'src/system/a.ts',
        `import fs from 'node:fs'; // import x from '../cli/main.ts'\nconst s = "from '../cli/b.ts'";`,
      ],
    ]);
    assert.deepEqual(layerFindings(files), []);
  });

  test('a cycle', () => {
    const files = new Map([
      ['src/cli/a.ts', `import './b.ts';`],
      ['src/cli/b.ts', `import './c.ts';`],
      ['src/cli/c.ts', `import type { B } from './b.ts';`],
    ]);
    assert.deepEqual(cycleFindings(files), ['import cycle: src/cli/b.ts -> src/cli/c.ts -> src/cli/b.ts']);
  });

  test('a dead file, but not an entry point or what a scenario uses', () => {
    const files = new Map([
      ['scenarios/evening.ts', `import '../src/scenario/define.ts';`],
      ['src/scenario/define.ts', ``],
      ['src/cli/main.ts', `import './used.ts';`],
      ['src/cli/used.ts', ``],
      ['src/cli/unused.ts', `import './used.ts';`],
    ]);
    assert.deepEqual(
      deadFindings(files).map((finding) => finding.split(':')[0]),
      ['src/cli/unused.ts'],
    );
  });

  test('a long file', () => {
    assert.match(lengthFindings(new Map([['src/a.ts', 'x;\n'.repeat(351)]])).join(), /351 lines.*what idea is missing/);
    assert.deepEqual(lengthFindings(new Map([['src/a.ts', 'x;\n'.repeat(350)]])), []);
    for (const file of ['test/a.test.ts', 'scripts/a.mjs'])
      assert.equal(lengthFindings(new Map([[file, 'x;\n'.repeat(351)]])).length, 1, file);
  });
});
