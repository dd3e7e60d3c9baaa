// Imports inside two folders of the model: between the
// parts of the judge, and two separate parts of the desk.

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { type Files, importsOf, readFiles, resolved } from './source.ts';

/**
 * For a folder of src/model: the other parts that each part may
 * import. A part is a folder, or a file beside the folders.
 */
type Parts = Readonly<Record<string, readonly string[]>>;

/** Later parts of the judge build on earlier ones; only `judge.ts` knows all of them. */
const JUDGE: Parts = {
  evidence: [],
  'evidence.ts': ['evidence'],
  people: ['evidence', 'evidence.ts'],
  timeouts: ['evidence', 'evidence.ts', 'people'],
  messages: ['evidence', 'evidence.ts'],
  waits: ['evidence', 'evidence.ts', 'timeouts'],
  'judge.ts': ['evidence', 'evidence.ts', 'people', 'timeouts', 'messages', 'waits'],
};

/**
 * The transcript must not depend on the agent, nor the
 * assignment on the text. The desk of sessions combines both.
 */
const DESK_APART = ['transcript', 'assignment'];

const partOf = (folder: string, path: string): string | undefined =>
  path.startsWith(`src/model/${folder}/`) ? path.split('/')[3] : undefined;

/** Every import from one part of a folder to another, as a finding if `says` returns a reason. */
function findings(files: Files, folder: string, says: (from: string, to: string) => string | undefined): string[] {
  return [...files].flatMap(([file, text]) => {
    const from = partOf(folder, file);
    if (from === undefined) return [];
    return importsOf(text).flatMap(({ specifier, line }) => {
      const to = partOf(folder, resolved(file, specifier));
      const why = to === undefined || to === from ? undefined : says(from, to);
      return why === undefined ? [] : [`${file}:${line}: imports ${specifier}, but ${why}`];
    });
  });
}

const judgeFindings = (files: Files): string[] =>
  findings(files, 'judge', (from, to) => {
    const may = JUDGE[from];
    if (may === undefined) return `${from} is no part of the judge; those are ${Object.keys(JUDGE).join(', ')}`;
    return may.includes(to) ? undefined : `in the judge ${from} does not know ${to}`;
  });

const deskFindings = (files: Files): string[] =>
  findings(files, 'desk', (from, to) =>
    DESK_APART.includes(from) && DESK_APART.includes(to) ? `${from} and ${to} do not know each other` : undefined,
  );

const none = (found: readonly string[]): void => assert.equal(found.join('\n'), '');

describe('inside src/model', () => {
  const files = readFiles(['src/model'], ['.ts']);

  test('each part of the judge knows only those that it builds on', () => none(judgeFindings(files)));
  test('the transcript and the assignment of the desk do not know each other', () => none(deskFindings(files)));
  test('the parts are there: a rule on what has moved away would never fail', () => {
    const there = (folder: string): string[] => [...files.keys()].flatMap((file) => partOf(folder, file) ?? []);
    assert.deepEqual([...new Set(there('judge'))].sort(), Object.keys(JUDGE).sort());
    for (const part of DESK_APART) assert.ok(there('desk').includes(part), part);
  });
});

describe('the test of the parts can fail', () => {
  const one = (file: string, specifier: string): Files => new Map([[file, `import type { X } from '${specifier}';`]]);
  const judge = 'src/model/judge';

  test('the evidence and what is made of it', () => {
    assert.match(
      judgeFindings(one(`${judge}/evidence.ts`, './people/blame.ts')).join(),
      /evidence.ts does not know people/,
    );
    assert.match(
      judgeFindings(one(`${judge}/evidence/items.ts`, '../evidence.ts')).join(),
      /does not know evidence.ts/,
    );
  });
  test('messages and timeouts', () =>
    assert.match(judgeFindings(one(`${judge}/messages/a.ts`, '../timeouts/b.ts')).join(), /messages does not know/));
  test('an unknown part', () =>
    assert.match(judgeFindings(one(`${judge}/new.ts`, './evidence.ts')).join(), /new.ts is no part of the judge/));
  test('transcript and assignment, both ways', () => {
    const at = 'src/model/desk';
    assert.equal(deskFindings(one(`${at}/transcript/a.ts`, '../assignment/b.ts')).length, 1);
    assert.equal(deskFindings(one(`${at}/assignment/a.ts`, '../transcript/b.ts')).length, 1);
  });
  test('what is allowed passes', () => {
    none(judgeFindings(one(`${judge}/waits/a.ts`, '../timeouts/b.ts')));
    none(judgeFindings(one(`${judge}/people/a.ts`, './b.ts')));
    none(deskFindings(one('src/model/desk/session-desk.ts', './transcript/b.ts')));
    none(deskFindings(one('src/model/desk/assignment/a.ts', '../screens.ts')));
  });
});
