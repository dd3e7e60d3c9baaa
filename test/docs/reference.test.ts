// The hand-written reference pages name every key, row and variable, and none that does not exist.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import test, { after, describe } from 'node:test';
import { z } from 'zod';
import type { Row } from '../../src/model/rows/rows.ts';
import { ROW_KINDS } from '../../src/model/rows/rows.ts';
import * as WORDS from '../../src/model/rows/words.ts';
import { resultSchema } from '../../src/result/schema.ts';
import { loadScenario } from '../../src/cli/load.ts';
import { simulate } from '../../src/run/virtual-run.ts';
import { projectRoot } from '../../src/system/entry.ts';
import { readFiles } from '../tidy/source.ts';
import { allPages, linksOf } from './markdown.ts';

const folder = mkdtempSync(join(tmpdir(), 'stillthere-reference-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const read = (page: string): string => readFileSync(join(projectRoot(), 'docs', page), 'utf8');

/** The table rows of a page whose first cell is `code`, each with its other cells. */
function entries(page: string): Map<string, string> {
  const found = [...page.matchAll(/^\| ((?:`[^`|]+`(?:, )?)+) \|(.*)$/gm)];
  return new Map(
    found.flatMap(([, names = '', rest = '']) =>
      [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']): [string, string] => [name, rest]),
    ),
  );
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

/** Shapes that the page explains once. A key has the first shape that fits. */
const SHAPES = [
  ['count', 'of', 'low', 'high', 'open'],
  ['count', 'of', 'low', 'high'],
  ['n', 'of', 'never', 'open', 'p50', 'p95', 'p99', 'max', 'openMax'],
  ['n', 'p50', 'p95', 'p99', 'max'],
  ['n', 'p50', 'p99', 'max'],
];

/** Keys to describe: one for a shape, and one for each key beyond the shape. */
function pathsOf(schema: Schema, path: readonly string[] = []): string[] {
  const inner = schema.properties ?? schema.items?.properties;
  if (inner === undefined) return [path.join('.')];
  const shape = SHAPES.find((keys) => keys.every((key) => key in inner)) ?? [];
  const own = Object.entries(inner).filter(([key]) => !shape.includes(key));
  return [
    ...(shape.length > 0 ? [path.join('.')] : []),
    ...own.flatMap(([key, value]) => pathsOf(value, [...path, key])),
  ];
}

test('docs/reference/result.md describes every key of result.json, and no other', () => {
  const described = new Set(entries(read('reference/result.md')).keys());
  const keys = new Set(pathsOf(z.toJSONSchema(resultSchema) as Schema));
  const missing = [...keys].filter((key) => !described.has(key));
  const superfluous = [...described].filter((key) => !keys.has(key));
  assert.deepEqual({ missing, superfluous }, { missing: [], superfluous: [] });
});

describe('docs/reference/ledger.md', () => {
  const rows = entries(read('reference/ledger.md'));

  test('describes every kind of row', () => {
    for (const kind of ROW_KINDS) assert.ok(rows.has(kind), `row ${kind} is not described`);
  });

  test('names every key that occurs in the rows of an evening', async () => {
    const page = read('reference/ledger.md');
    const unnamed = new Set<string>();
    const check = (kind: string, keys: readonly string[], text: string): void => {
      for (const key of keys) if (!text.includes(`\`${key}\``)) unnamed.add(`${kind}: ${key}`);
    };
    for (const row of await rowsOfAnEvening()) {
      const { t: _t, by: _by, k: _k, what, ...body } = row;
      check(what, Object.keys(body), rows.get(what) ?? '');
      if (row.what === 'plan') check('plan', Object.keys(row.plan), page);
      const told = toldIn(row);
      if (told !== undefined) check(what, Object.keys(told), rows.get(what) ?? '');
    }
    assert.deepEqual([...unnamed], []);
  });
});

/**
 * The rows of a peak evening with all remedies, which
 * has hand-overs, leave-messages and dead phones.
 */
async function rowsOfAnEvening(): Promise<Row[]> {
  const scenario = await loadScenario('double-eleven-peak');
  const stop = new AbortController().signal;
  const outcome = await simulate({
    scenario,
    profile: 'all',
    seed: '1',
    out: folder,
    ledger: true,
    stop,
    watch: () => undefined,
  });
  const lines = readFileSync(outcome.folder.ledger, 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Row);
}

/** The object inside a row of the server. */
function toldIn(row: Row): object | undefined {
  if (row.what === 'w_session') return row.session;
  if (row.what === 'w_message') return row.message;
  return row.what === 'w_left' ? row.left : undefined;
}

test('docs/reference/words.md has every word of every closed set', () => {
  const page = read('reference/words.md');
  for (const [name, words] of Object.entries(WORDS)) {
    for (const word of words) assert.ok(page.includes(`\`${word}\``), `${name}: ${word} is missing`);
  }
});

test('docs/reference/cli.md names every environment variable that the program reads', () => {
  const page = read('reference/cli.md');
  // `PATH` is set by the system.
  const known = new Set(['PATH', ...[...page.matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map(([, name = '']) => name)]);
  const asked = [...readFiles(['src'], ['.ts']).values()].flatMap((text) =>
    [...text.matchAll(/(?:env|environment)\['([A-Z0-9_]+)'\]/g)].map(([, name = '']) => name),
  );
  assert.ok(asked.includes('STILLTHERE_ADMIN_TOKEN'), 'the pattern finds variables');
  assert.deepEqual(
    asked.filter((name) => !known.has(name)),
    [],
  );
});

test('docs/README.md leads to every page under docs/', () => {
  const index = linksOf(read('README.md')).map((link) => posix.join('docs', link.split('#')[0] ?? ''));
  const pages = allPages()
    .map(({ path }) => path)
    .filter((path) => path.startsWith('docs/') && path !== 'docs/README.md');
  assert.deepEqual(
    pages.filter((path) => !index.includes(path)),
    [],
  );
  for (const path of index) assert.ok(existsSync(join(projectRoot(), path)), path);
});
