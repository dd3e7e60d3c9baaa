// docs/decisions.md gives a reason for every package,
// and each record has context, decision and consequence.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { describe } from 'node:test';
import { ROOT } from './source.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** Packages with a row in a table, each with the mark before its name (`dev:`) and its reason. */
function reasonsIn(page: string): Map<string, { readonly isDev: boolean; readonly why: string }> {
  const rows = [...page.matchAll(/^\| ((?:dev: )?)((?:`[^`]+`[^|`]*)+)\| ([^|]*) \|$/gm)];
  return new Map(
    rows.flatMap(([, dev, names = '', why = '']) =>
      [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => [name, { isDev: dev !== '', why }] as const),
    ),
  );
}

/** Packages without a reason, and reasons without a package. */
function undecided({ dependencies, devDependencies }: Manifest, page: string): string[] {
  const reasons = reasonsIn(page);
  const known = { ...dependencies, ...devDependencies };
  return [
    ...Object.keys(known).filter((name) => (reasons.get(name)?.why ?? '').length < 10),
    ...[...reasons].flatMap(([name, { isDev }]) => (name in (isDev ? devDependencies : dependencies) ? [] : [name])),
  ];
}

/** Records that lack one of the three parts, or have them in another order. */
function unfinished(page: string): string[] {
  return page
    .split(/^### /m)
    .slice(1)
    .map((text) => text.split(/^## /m)[0] ?? '')
    .filter((text) => {
      const parts = [...text.matchAll(/^\*\*(\w+)\.\*\* \S/gm)].map(([, name]) => name);
      return parts.join() !== 'Context,Decision,Consequence';
    })
    .map((text) => text.split('\n')[0] ?? '');
}

describe('docs/decisions.md', () => {
  test('has a reason for every package, and none for a package that is gone', () => {
    const manifest = JSON.parse(read('package.json')) as Manifest;
    assert.deepEqual(undecided(manifest, read('docs/decisions.md')), []);
  });

  test('every record has a context, a decision and a consequence', () => {
    const page = read('docs/decisions.md');
    assert.ok([...page.matchAll(/^### /gm)].length > 50);
    assert.deepEqual(unfinished(page), []);
  });
});

describe('the test of decisions can fail', () => {
  const manifest: Manifest = { dependencies: { a: '1' }, devDependencies: { b: '1', '@c/d': '1' } };
  const page = '| `a` | because it is small |\n| dev: `b` 7, `@c/d` | because of its types |\n';

  test('a package without a row, a row without a package, a row of the other kind', () => {
    assert.deepEqual(undecided(manifest, page), []);
    assert.deepEqual(undecided(manifest, page.replace('`a`', '`x`')), ['a', 'x']);
    assert.deepEqual(undecided(manifest, page.replace('dev: ', '')), ['b', '@c/d']);
    assert.deepEqual(undecided(manifest, page.replace('because it is small', 'small')), ['a']);
  });

  test('a record that lacks a part', () => {
    const record = (...parts: string[]): string =>
      `## T\n### R\n\n${parts.map((part) => `**${part}.** x`).join('\n')}\n`;
    assert.deepEqual(unfinished(record('Context', 'Decision', 'Consequence')), []);
    assert.deepEqual(unfinished(record('Context', 'Consequence')), ['R']);
    assert.deepEqual(unfinished(record('Decision', 'Context', 'Consequence')), ['R']);
  });
});
