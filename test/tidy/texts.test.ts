// Every text for users is in the catalogue of
// src/language, in both languages, and each one is used.

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { EN } from '../../src/language/en/index.ts';
import { type Files, readFiles, tokensOf } from './source.ts';

/** Folders whose code prints texts for users. */
const SPEAKING = ['src/cli', 'src/report', 'src/capacity', 'src/run', 'src/replay', 'src/study', 'src/library'];

/** Two words in a row; words of the code (flags, file names, columns) stand alone. */
const SENTENCE = /(?<![-\w])[a-z]{2,} [a-z]{2,}/i;

/** Strings that are not our texts or are the same in every language. */
const SAME_EVERYWHERE = [
  // Commands to copy.
  /npx stillthere /,
  // The JSON Schemas are documents in English.
  /^A scenario of stillthere: |^Session rules of a desk, |^Remedies on the same people, |^The result of a run of stillthere |^Many seeds of a scenario of stillthere |^Virtual time against real sockets, |^Where editors find this schema;/,
  // A verdict in the document on agreement, which is a word of a closed set.
  /^too few$/,
  // A heading of the parser that is replaced.
  /^Global Options:$/,
  // An internal error that should never happen; it is printed with a stack trace.
  /^unreachable: /,
];

function sentencesIn(files: Files): string[] {
  return [...files].flatMap(([file, text]) =>
    tokensOf(text)
      .filter(({ kind, text: said }) => kind === 'string' && SENTENCE.test(said))
      .filter(({ text: said }) => !SAME_EVERYWHERE.some((form) => form.test(said)))
      .map(({ text: said, line }) => `${file}:${line}: "${said.slice(0, 80)}"`),
  );
}

/**
 * Keys of texts that no source outside the catalogue uses; `area.${word}` uses all keys of an area.
 */
function unsaid(keys: readonly string[], files: Files): string[] {
  const said = new Set<string>();
  const begun: string[] = [];
  for (const text of files.values())
    for (const token of tokensOf(text)) {
      if (token.kind !== 'string' || token.text === '') continue;
      said.add(token.text);
      if (/^[a-z]+(\.\w+)*\.$/i.test(token.text)) begun.push(token.text);
    }
  return keys.filter((key) => !said.has(key) && !begun.some((start) => key.startsWith(start)));
}

describe('texts', () => {
  test('no sentence outside of the catalogue', () => {
    const found = sentencesIn(readFiles(SPEAKING, ['.ts']));
    assert.deepEqual(found, [], 'give it a key in src/language/en and zh, and write say(…)');
  });

  test('no text of the catalogue that nobody says', () => {
    const sources = readFiles(['src'], ['.ts']);
    const others = new Map([...sources].filter(([file]) => !file.startsWith('src/language/')));
    assert.deepEqual(unsaid(Object.keys(EN), others), []);
  });
});

describe('the test of texts can fail', () => {
  const of = (text: string): Files => new Map([['src/cli/a.ts', text]]);

  test('a sentence in a literal and in a template; not in a comment, a command, a flag', () => {
    assert.equal(sentencesIn(of(`console.log('the run is over');`)).length, 1);
    assert.equal(sentencesIn(of('throw new UsageError(`${path} cannot be read`);')).length, 1);
    assert.equal(
      sentencesIn(of(`// the run is over\nsay('a.b'); write(\`npx stillthere run \${x}\`); f('--engine');`)).length,
      0,
    );
  });

  test('a text that is said nowhere', () => {
    assert.deepEqual(unsaid(['a.b', 'a.c', 'fate.lost'], of("say('a.b'); say(`fate.${fate}`)")), ['a.c']);
  });
});
