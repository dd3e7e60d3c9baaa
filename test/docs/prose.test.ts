// Pages can be read at the first try: no sentence and no line of prose is too long.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { describe } from 'node:test';
import { projectRoot } from '../../src/system/entry.ts';
import { allPages, pageOf } from './markdown.ts';
import { charactersOf, longSentences, sentencesOf, wideLines, wordsOf } from './prose.ts';

/** Pages whose sentences are still to be shortened. Take a page out of this list once it is rewritten. */
const LATER = ['docs/README.md', 'docs/decisions.md', 'docs/how-to/use-in-ci.md', 'docs/tutorial/first-evening.md'];

/** The texts of these pages stand in the source. They, too, are still to be shortened. */
const isMade = (text: string): boolean => text.startsWith('<!-- Made by ');

const CONTRIBUTING = pageOf('CONTRIBUTING.md', readFileSync(join(projectRoot(), 'CONTRIBUTING.md'), 'utf8'));

for (const { path, text } of [...allPages(), CONTRIBUTING]) {
  if (LATER.includes(path) || isMade(text)) continue;
  describe(path, () => {
    test('has no sentence above 30 words, or 60 Chinese characters', () =>
      assert.deepEqual(longSentences(path, text), []));
    test('has no line of prose above 100 columns', () => assert.deepEqual(wideLines(path, text), []));
  });
}

describe('the test of prose can fail', () => {
  const words = (n: number): string => Array.from({ length: n }, () => 'word').join(' ');
  const texts = (page: string): string[] => sentencesOf(page).map(({ text }) => text);

  test('a sentence of 31 words, also over several lines, named with its line', () => {
    assert.deepEqual(longSentences('x.md', `${words(30)}.`), []);
    const page = `# Title\n\nShort one. ${words(15)}\n${words(16)}. Another.`;
    assert.match(longSentences('x.md', page).join('\n'), /^x\.md:3: 31 words, at most 30: word /);
    assert.match(longSentences('x.md', `One.\n${words(31)}.`).join('\n'), /^x\.md:2: /);
  });

  test('a list item, a heading and a cell end a sentence without a full stop', () => {
    const page = `# ${words(20)}\n${words(20)}\n\n- ${words(20)}\n  ${words(5)}\n- ${words(20)}\n\n| ${words(20)} | ${words(20)} |\n|---|---|`;
    assert.deepEqual(longSentences('x.md', page), []);
    assert.equal(longSentences('x.md', `- ${words(20)}\n  ${words(20)}`).length, 1);
    assert.equal(longSentences('x.md', `| a | ${words(31)} |`).length, 1);
    assert.deepEqual(texts('| `a|b` | c \\| d |'), ['`a|b`', 'c \\| d']);
  });

  test('code blocks and comments are no prose, a code span is one word, a link its text', () => {
    assert.deepEqual(texts('<!-- a. -->\n```sh\nb. c\n```\nd'), ['d']);
    const [sentence] = sentencesOf('Run `npx stillthere run a. b` as [the page](a/b.md) says.');
    assert.ok(sentence !== undefined);
    assert.equal(wordsOf(sentence), 6);
  });

  test('a full stop inside of a number, a file name or an abbreviation ends nothing', () => {
    assert.deepEqual(texts('Use 5.5 of a.md, e.g. here. "Stop." Then **go.** On!'), [
      'Use 5.5 of a.md, e.g. here.',
      '"Stop."',
      'Then **go.**',
      'On!',
    ]);
  });

  test('a Chinese sentence of 61 characters', () => {
    assert.deepEqual(longSentences('x.zh-CN.md', `${'字'.repeat(60)}。${'字'.repeat(60)}。`), []);
    assert.equal(longSentences('x.zh-CN.md', `${'字'.repeat(30)}，\n${'字'.repeat(31)}。`).length, 1);
    const [sentence] = sentencesOf('运行 `npm start`，约 5 分钟。');
    assert.ok(sentence !== undefined);
    assert.equal(charactersOf(sentence), 7);
  });

  test('a line of 101 columns; tables, code, headings and targets of links may be wider', () => {
    assert.equal(wideLines('x.md', 'a'.repeat(101)).length, 1);
    assert.equal(wideLines('x.md', `- ${'a'.repeat(99)}`).length, 1);
    const wide = 'a'.repeat(101);
    assert.deepEqual(
      wideLines('x.md', `| ${wide} |\n\n\`\`\`sh\n${wide}\n\`\`\`\n\n[b](${wide})\n\n${'a'.repeat(100)}`),
      [],
    );
    assert.deepEqual(wideLines('x.zh-CN.md', wide), []);
  });
});
