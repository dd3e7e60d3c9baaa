// Finds full-width punctuation in scenario files: a Chinese input method writes it where YAML needs half-width characters.
import { isMap, isScalar, visit, type Document } from 'yaml';
import { say } from '../language/language.ts';

/** Full-width characters with a meaning in YAML, and what YAML needs. */
const HALF: Readonly<Record<string, string>> = {
  '：': ':',
  '，': ',',
  '｛': '{',
  '｝': '}',
  '［': '[',
  '］': ']',
};
const WIDE = /[：，｛｝［］]/;

interface Found {
  readonly offset: number;
  readonly what: string;
}

const found = (offset: number, char: string): Found => ({
  offset,
  what: say('load.wide', { wide: char, half: HALF[char] ?? '' }),
});

/** A full-width character in a key of a file that could be parsed, or in a file without any key. */
export function wideKey(document: Document, text: string): Found | undefined {
  const { contents } = document;
  if (isScalar(contents)) return wideNear(text, contents.range?.[0] ?? 0);
  let first: Found | undefined;
  visit(document, {
    Pair(_, { key }, path) {
      const char = isScalar(key) && typeof key.value === 'string' ? WIDE.exec(key.value) : null;
      if (char === null || !isScalar(key) || !path.some(isMap)) return undefined;
      first = found((key.range?.[0] ?? 0) + char.index, char[0]);
      return visit.BREAK;
    },
  });
  return first;
}

/**
 * A full-width character near a syntax error: on its line, or on the line before, outside of quotes.
 * @param offset of the syntax error, in characters
 */
export function wideNear(text: string, offset: number): Found | undefined {
  const before = text.lastIndexOf('\n', Math.max(0, offset - 1));
  const start = text.lastIndexOf('\n', before - 1) + 1;
  const end = text.indexOf('\n', offset);
  const lines = text.slice(start, end < 0 ? text.length : end);
  const plain = lines.replaceAll(/"[^"\n]*"|'[^'\n]*'|#.*/g, (part) => ' '.repeat(part.length));
  const char = WIDE.exec(plain);
  return char === null ? undefined : found(start + char.index, char[0]);
}
