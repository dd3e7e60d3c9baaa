// The structure of src/: allowed imports, no cycles, no
// dead files, limits for folders and for long files.

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

/** The judge is a second opinion, so it must not import the desk and the actors that it judges. */
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

/**
 * The most lines of a file. Tests and scripts may be
 * longer, because they hold many cases of one thing.
 */
const LONGEST_SOURCE = 300;
const LONGEST_OTHER = 350;

const longestOf = (file: string): number => (file.startsWith('src/') ? LONGEST_SOURCE : LONGEST_OTHER);

/** The most files in one folder of src/, without its subfolders. */
const MOST_FILES = 14;

/** Folders with more files and the reason, in the words of the table in docs/architecture.md. */
const LARGE_FOLDERS: Readonly<Record<string, string>> = {
  'src/language/en': 'one file for each area of texts, the same in both',
  'src/language/zh': 'one file for each area of texts, the same in both',
};

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

/** Each file with the imported files of the same set. */
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

/**
 * Without cycles, every unused group contains a file that nobody imports, so one step is enough.
 */
function deadFindings(files: Files): string[] {
  const imported = new Set([...graphOf(files).values()].flat());
  return [...files.keys()]
    .filter((file) => file.startsWith('src/') && !imported.has(file) && !ENTRY_POINTS.includes(file))
    .map((file) => `${file}: nobody imports it. Use it, delete it, or name it in ENTRY_POINTS of this test.`);
}

function lengthFindings(files: Files): string[] {
  return [...files]
    .map(([file, text]) => ({ file, lines: text.trimEnd().split('\n').length }))
    .filter(({ file, lines }) => lines > longestOf(file))
    .map(({ file, lines }) => `${file}: ${lines} lines, more than ${longestOf(file)}: what idea is missing?`);
}

/** Folders with too many files, and exceptions that are not needed. */
function folderFindings(files: Iterable<string>, large = LARGE_FOLDERS): string[] {
  const counts = new Map(Object.keys(large).map((folder) => [folder, 0]));
  for (const file of files) {
    const folder = file.slice(0, file.lastIndexOf('/'));
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts].flatMap(([folder, n]) => {
    const isLarge = n > MOST_FILES;
    if (isLarge === Object.hasOwn(large, folder)) return [];
    return isLarge
      ? [
          `${folder}: ${n} files, more than ${MOST_FILES}: what idea is missing? Or name it in LARGE_FOLDERS of this test.`,
        ]
      : [`${folder}: ${n} files need no exception: take it out of LARGE_FOLDERS of this test.`];
  });
}

/** Exceptions whose reason is missing in the row of their layer in the table of layers. */
function reasonFindings(page: string, large = LARGE_FOLDERS): string[] {
  const rows = page.split('\n').filter((line) => line.startsWith('|'));
  return Object.entries(large).flatMap(([folder, reason]) => {
    const layer = `${folder.split('/').slice(0, 2).join('/')}/`;
    const isTold = rows.some((row) => row.split('|')[1]?.includes(layer) === true && row.includes(reason));
    return isTold ? [] : [`${folder}: docs/architecture.md does not say "${reason}" in its row on ${layer}`];
  });
}

function none(findings: readonly string[]): void {
  if (findings.length > 0) assert.fail(`\n${findings.join('\n')}\n`);
}

describe('the layers of src/', () => {
  const src = readFiles(['src'], ['.ts']);

  test('each folder imports only from those above it', () => none(layerFindings(src)));
  test('no import cycles', () => none(cycleFindings(src)));
  test('no file that nobody imports', () => none(deadFindings(readFiles(['src', 'scenarios', 'scripts'], ['.ts']))));
  test(`no folder with more than ${MOST_FILES} files`, () => none(folderFindings(src.keys())));
  test('a folder with more has its reason in docs/architecture.md', () =>
    none(reasonFindings(readFiles(['docs'], ['.md']).get('docs/architecture.md') ?? '')));
});

test(`no file over ${LONGEST_SOURCE} lines in src/, or over ${LONGEST_OTHER} elsewhere`, () =>
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

  test('a crowded folder, one that is none any more, and a reason that is nowhere told', () => {
    const crowded = (folder: string, n: number): string[] => Array.from({ length: n }, (_, i) => `${folder}/${i}.ts`);
    const below = crowded('src/cli/a', 10);
    assert.deepEqual(folderFindings([...crowded('src/cli', 14), ...below], {}), []);
    assert.match(folderFindings(crowded('src/cli', 15), {}).join(), /src\/cli: 15 files.*what idea is missing/);
    const large = { 'src/cli': 'there are many commands' };
    assert.deepEqual(folderFindings(crowded('src/cli', 15), large), []);
    assert.match(folderFindings(crowded('src/cli', 14), large).join(), /src\/cli: 14 files need no exception/);
    assert.match(folderFindings(crowded('src/cli/a', 15), large).join(), /src\/cli: 0 .*src\/cli\/a: 15 /);
    assert.deepEqual(reasonFindings('| `src/cli/` | here there are many commands |', large), []);
    for (const page of ['', '| `src/cli/` | commands |', '| `src/run/` | there are many commands |'])
      assert.match(reasonFindings(page, large).join(), /does not say "there are many commands" in its row on src\/cli/);
  });

  test('a long file', () => {
    assert.match(lengthFindings(new Map([['src/a.ts', 'x;\n'.repeat(301)]])).join(), /301 lines.*what idea is missing/);
    assert.deepEqual(lengthFindings(new Map([['src/a.ts', 'x;\n'.repeat(300)]])), []);
    for (const file of ['test/a.test.ts', 'scripts/a.mjs']) {
      assert.equal(lengthFindings(new Map([[file, 'x;\n'.repeat(351)]])).length, 1, file);
      assert.deepEqual(lengthFindings(new Map([[file, 'x;\n'.repeat(350)]])), [], file);
    }
  });
});
