// Checks links, marks and commands of all pages, except
// commands in real time (test/e2e/docs.long.test.ts).
import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { brokenLinks, checkPage, faultsOf, hasCommands, isInRealTime, newShell, runPage } from './check.ts';
import { allPages, pageOf } from './markdown.ts';
import { missingLines } from './output.ts';

for (const page of allPages()) {
  describe(page.path, () => {
    test('links lead somewhere', () => assert.deepEqual(brokenLinks(page), []));
    test('every block of commands and output can be checked, or says why not', () =>
      assert.deepEqual(faultsOf(page), []));
    if (hasCommands(page) && !isInRealTime(page))
      test('commands run as the page says, and print what it shows', () => checkPage(page));
  });
}

describe('the test of pages can fail', () => {
  const fenced = (lang: string, text: string, ...marks: string[]): string =>
    [...marks.map((mark) => `<!-- ${mark} -->`), `\`\`\`${lang}`, text, '```'].join('\n');
  test('a command that ends otherwise than promised', async () => {
    for (const [command, isRight] of [
      ['true', true],
      ['false', false],
      ['exit 3 # exit 2', false],
      ['(exit 3) # exit 3', true],
    ]) {
      const page = pageOf('x.md', fenced('sh', String(command)));
      const run = runPage(page, newShell());
      if (isRight === true) await run;
      else await assert.rejects(run, /x\.md:1/);
    }
  });

  test('a run in real time that proves nothing, unless it says that the machine was too busy for it', async () => {
    const late = "echo 'the load generator was late: p99 30 ms'; exit 4";
    for (const [command, isRight] of [
      [`(${late}) # --engine node`, true],
      [`(${late})`, false],
      ['(exit 4) # --engine node', false],
      [`(${late.replace('4', '1')}) # --engine node`, false],
    ] as const) {
      const run = runPage(pageOf('x.md', fenced('sh', command)), newShell());
      if (isRight) await run;
      else await assert.rejects(run, /x\.md:1/);
    }
  });

  test('files of the page are there, variables last, and npm and other packages are not run', async () => {
    const page = pageOf(
      'x.md',
      [fenced('json', '{"a":1}', 'file: a/b.json'), fenced('sh', 'X=7'), fenced('sh', 'cat a/b.json\necho $X')].join(
        '\n',
      ),
    );
    const done = await runPage(page, newShell());
    assert.equal(done.get('cat a/b.json')?.output.trim(), '{"a":1}');
    for (const command of ['npm start', 'npx cowsay'])
      await assert.rejects(runPage(pageOf('x.md', fenced('sh', command)), newShell()), /not run/);
  });

  test('output that is not printed, in another order, or with other numbers', () => {
    const printed = 'PASS\n  26 visitors came\n  80 s wall, 3 389 rows';
    assert.deepEqual(missingLines('PASS\n…\n80 s wall, … rows', printed, 'same'), []);
    assert.deepEqual(missingLines('27 visitors came', printed, 'same'), ['27 visitors came']);
    assert.deepEqual(missingLines('27 visitors came\n19 min wall, 12 rows', printed, 'like'), []);
    assert.deepEqual(missingLines('26 visitors came\nPASS', printed, 'same'), ['PASS']);
  });

  test('a broken link, an unknown heading, a block that nobody checks', () => {
    const links = '# Here\n[a](nowhere.md) [b](#there) [c](#here) [d](README.md#stillthere)';
    assert.equal(brokenLinks(pageOf('x.md', links)).length, 2);
    assert.equal(faultsOf(pageOf('x.md', fenced('bash', 'ls'))).length, 1);
    assert.equal(faultsOf(pageOf('x.md', fenced('text', 'hello'))).length, 1);
    assert.equal(faultsOf(pageOf('x.md', fenced('sh', 'ls', 'not run: x'))).length, 1);
    assert.equal(faultsOf(pageOf('x.md', fenced('sh', 'ls', 'not run: test/nowhere.test.ts runs it'))).length, 1);
    assert.deepEqual(faultsOf(pageOf('x.md', fenced('sh', 'ls', 'not run: it needs a machine of its own'))), []);
  });
});
