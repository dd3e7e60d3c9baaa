// Reads the prose of a page sentence by sentence, and finds sentences and lines that are too long.

/** The most words of an English sentence. */
export const WORDS_MAX = 30;
/** The most characters of a Chinese sentence; a Latin word or a number counts as one. */
export const CHARACTERS_MAX = 60;
/** The most columns of a line of prose that is wrapped by hand. */
export const COLUMNS_MAX = 100;

export interface Sentence {
  /** Line of the page on which it begins, from 1. */
  readonly line: number;
  /** As written, on one line. */
  readonly text: string;
  /** The same without Markdown: a code span is one word, a link its text. */
  readonly plain: string;
}

/**
 * A part of the prose that sentences do not cross: a
 * paragraph, a list item, a heading, or a cell of a table.
 */
interface Stretch {
  readonly line: number;
  readonly text: string;
}

type Kind = 'fence' | 'comment' | 'table' | 'heading' | 'item' | 'blank' | 'text';
interface Line {
  readonly kind: Kind;
  readonly text: string;
}

const KINDS: readonly (readonly [RegExp, Kind])[] = [
  [/^\s*\|/, 'table'],
  [/^#/, 'heading'],
  [/^\s*(?:[-*+]|\d+\.) /, 'item'],
  [/^\s*$/, 'blank'],
];

/** The lines of a page with their kinds. */
function linesOf(page: string): Line[] {
  let fence = '';
  let isComment = false;
  return page.split('\n').map((text) => {
    const mark = /^\s*(`{3,})/.exec(text)?.[1] ?? '';
    if (fence !== '' || mark !== '') {
      if (fence === '') fence = mark;
      else if (text.trim() === fence) fence = '';
      return { kind: 'fence', text };
    }
    if (isComment || text.startsWith('<!--')) {
      isComment = !text.includes('-->');
      return { kind: 'comment', text };
    }
    return { kind: KINDS.find(([form]) => form.test(text))?.[1] ?? 'text', text };
  });
}

/** The cells of a row. A `|` in a code span or after a backslash is not a separator. */
function cellsOf(row: string): string[] {
  const isRule = /^[\s|:-]+$/.test(row);
  return isRule ? [] : (row.match(/(?:`[^`]*`|\\.|[^|\\`]|`)+/g) ?? []);
}

function stretchesOf(page: string): Stretch[] {
  const stretches: { line: number; text: string }[] = [];
  let open: { line: number; text: string } | undefined;
  for (const [i, { kind, text }] of linesOf(page).entries()) {
    const line = i + 1;
    if (kind === 'text' && open !== undefined) {
      open.text += `\n${text}`;
      continue;
    }
    open = kind === 'text' || kind === 'item' ? { line, text: text.replace(/^\s*(?:[-*+]|\d+\.) /, '') } : undefined;
    if (open !== undefined) stretches.push(open);
    else if (kind === 'heading') stretches.push({ line, text: text.replace(/^#+ /, '') });
    else if (kind === 'table') for (const cell of cellsOf(text)) stretches.push({ line, text: cell });
  }
  return stretches;
}

/**
 * Replaces Markdown by as many other characters, so that positions stay: a code span becomes one
 * word, the target of a link is blanked.
 */
const masked = (text: string): string =>
  text
    .replaceAll(/`[^`]*`/g, (span) => 'x'.repeat(span.length))
    .replaceAll(/\]\([^)\s]*\)/g, (target) => ' '.repeat(target.length))
    .replaceAll(/!?\[/g, (sign) => ' '.repeat(sign.length));

/** An end mark with closing marks after it, before a space or the end. Chinese needs no space. */
const END = /(?:(?<!\be\.g|\bi\.e|\bvs)[.!?]["”'’)*_]*(?=\s|$)|[。！？]["”』」）*_]*)/gu;

/** All sentences of a page, in its order. */
export function sentencesOf(page: string): Sentence[] {
  return stretchesOf(page).flatMap(({ line, text }) => {
    const plain = masked(text);
    const ends = [...plain.matchAll(END)].map(({ 0: mark, index }) => index + mark.length);
    const starts = [0, ...ends];
    return [...ends, plain.length].flatMap((end, i) => {
      const start = starts[i] ?? 0;
      const before = plain.slice(start, end).search(/\S/);
      if (before < 0) return [];
      const at = line + plain.slice(0, start + before).split('\n').length - 1;
      const flat = (of: string): string => of.slice(start, end).replaceAll(/\s+/g, ' ').trim();
      return [{ line: at, text: flat(text), plain: flat(plain) }];
    });
  });
}

/** The number of words in an English sentence: parts with a letter or a digit. */
export const wordsOf = ({ plain }: Sentence): number =>
  plain.split(' ').filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

/** The number of characters in a Chinese sentence; a Latin word or a number counts as one. */
export const charactersOf = ({ plain }: Sentence): number =>
  (plain.match(/\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{N}._-])+/gu) ?? []).length;

export const isChinese = (path: string): boolean => path.endsWith('.zh-CN.md');

/** `file:line: n words: the sentence`, for each that is too long. */
export function longSentences(path: string, page: string): string[] {
  const [count, most, unit] = isChinese(path)
    ? ([charactersOf, CHARACTERS_MAX, 'characters'] as const)
    : ([wordsOf, WORDS_MAX, 'words'] as const);
  return sentencesOf(page).flatMap((sentence) => {
    const n = count(sentence);
    return n > most ? [`${path}:${sentence.line}: ${n} ${unit}, at most ${most}: ${sentence.text}`] : [];
  });
}

/** `file:line: n columns`, for each line of prose that is too wide. Targets of links do not count; Chinese is not wrapped. */
export function wideLines(path: string, page: string): string[] {
  if (isChinese(path)) return [];
  return linesOf(page).flatMap(({ kind, text }, i) => {
    if (kind !== 'text' && kind !== 'item') return [];
    const seen = text.replaceAll(/\]\([^)\s]*\)/g, ']').replaceAll(/https?:\/\/\S+/g, '');
    const columns = Array.from(seen).length;
    return columns > COLUMNS_MAX ? [`${path}:${i + 1}: ${columns} columns, at most ${COLUMNS_MAX}: ${text}`] : [];
  });
}
