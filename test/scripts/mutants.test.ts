// Each mutant fits its source and names existing tests;
// `npm run mutants` checks that those tests fail.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { MUTANTS } from '../../scripts/mutants/all.ts';
import { mutated, timesIn, type Mutant } from '../../scripts/mutants/mutant.ts';
import { ROOT, tokensOf } from '../tidy/source.ts';

const texts = new Map<string, string>();

/** The text of a file of the project; empty if there is none. */
function textOf(path: string): string {
  let text = texts.get(path);
  if (text === undefined) {
    text = existsSync(join(ROOT, path)) ? readFileSync(join(ROOT, path), 'utf8') : '';
    texts.set(path, text);
  }
  return text;
}

/** All string literals of a test file, among them the names of its tests. */
const quoted = (file: string): string[] =>
  tokensOf(textOf(`test/${file}.test.ts`)).flatMap(({ kind, text }) => (kind === 'string' ? [text] : []));

const sourceOf = ({ file }: Mutant): string => textOf(`src/${file}.ts`);

/** Folders that are counted as one part. */
const PART_OF: Readonly<Record<string, string>> = { capacity: 'runs', run: 'runs', replay: 'runs', study: 'runs' };

describe('mutants', () => {
  it('fit: the text of each stands in its file once, and what takes its place is something else', () => {
    const unfit = MUTANTS.filter((mutant) => timesIn(sourceOf(mutant), mutant) !== 1);
    assert.deepEqual(
      unfit.map((mutant) => `${mutant.file}, ${timesIn(sourceOf(mutant), mutant)} times: ${mutant.from}`),
      [],
    );
    for (const mutant of MUTANTS) assert.notEqual(mutated(sourceOf(mutant), mutant), sourceOf(mutant), mutant.name);
  });

  it('name tests that exist', () => {
    const unknown = MUTANTS.flatMap(({ red }) => red).filter(
      ([file, test]) => !quoted(file).some((text) => text.replaceAll("\\'", "'").includes(test)),
    );
    assert.deepEqual(unknown, []);
    for (const { name, red } of MUTANTS) assert.ok(red.length > 0, name);
  });

  it('each has a name of its own', () => {
    assert.equal(new Set(MUTANTS.map(({ name }) => name)).size, MUTANTS.length);
  });

  it('are there for every part that judges: the judge, the statistics, runs, the result, and what is played', () => {
    const counts = new Map<string, number>();
    for (const { file } of MUTANTS) {
      const folder = file.split('/')[0] ?? '';
      const part = file.startsWith('model/judge/') ? 'judge' : (PART_OF[folder] ?? folder);
      counts.set(part, (counts.get(part) ?? 0) + 1);
    }
    for (const part of ['judge', 'stats', 'runs', 'result', 'model'])
      assert.ok((counts.get(part) ?? 0) >= 15, `${part}: ${counts.get(part) ?? 0}`);
  });
});
