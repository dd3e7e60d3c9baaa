// The width of the terminal, and text wrapped to it between words.

/** The least width that is believed; smaller values are ignored. Columns */
const NARROWEST = 20;

/**
 * Width of the terminal in columns: from `COLUMNS` if set, else from the terminal; Infinity for
 * redirected output.
 */
export function terminalWidth(
  output: Pick<NodeJS.WriteStream, 'isTTY' | 'columns'> = process.stdout,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): number {
  const asked = Number(environment['COLUMNS'] ?? '');
  if (Number.isInteger(asked) && asked >= NARROWEST) return asked;
  return output.isTTY && output.columns >= NARROWEST ? output.columns : Infinity;
}

const WIDE = /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]/;
const ESCAPE = '\u001B';
const COLOUR = new RegExp(`${ESCAPE}\\[\\d*m`, 'g');

/**
 * Columns that a text takes: Chinese characters and full-width punctuation take two, colours none.
 */
export function columns(text: string): number {
  let width = 0;
  for (const char of text.replaceAll(COLOUR, '')) width += WIDE.test(char) ? 2 : 1;
  return width;
}

/** Punctuation that must not begin a line in Chinese. */
const CLOSING = /^[，。、；：？！）”》…%]/u;

/**
 * A text in lines of a width, broken between words and between Chinese characters. A longer word
 * stays whole.
 */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces(text)) {
    if (line !== '' && columns(line) + columns(piece.trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += piece;
  }
  return [...lines, line.trimEnd()];
}

/**
 * Pieces that stay together: a word with its space, a Chinese character with its punctuation, a
 * command.
 */
function pieces(text: string): string[] {
  const command = text.indexOf('npx stillthere ');
  const [before, after] = command < 0 ? [text, ''] : [text.slice(0, command), text.slice(command)];
  const found: string[] = [];
  let word = '';
  for (const char of before) {
    const isMark = CLOSING.test(char);
    if (word !== '' && !isMark && (WIDE.test(char) || WIDE.test(word.slice(-1)))) {
      found.push(word);
      word = '';
    }
    word += char;
    if (char === ' ') {
      found.push(word);
      word = '';
    }
  }
  return [...found, word, after].filter((piece) => piece !== '');
}

/**
 * The beginning of a line (a bullet, or up to two columns) under which its continuation is
 * indented.
 */
const LEAD = /^ *(?:[-*!+~] )?(?:(?:\S+ )*\S+ {2,}){0,2}/;

/**
 * Wraps every line of a text to a width. Commands stay in one piece, so that they can be copied.
 */
export function fitted(text: string, width = terminalWidth()): string {
  if (width === Infinity) return text;
  return text
    .split('\n')
    .flatMap((line) => (columns(line) <= width ? [line] : hung(line, width)))
    .join('\n');
}

function hung(line: string, width: number): string[] {
  const [found = ''] = LEAD.exec(line) ?? [];
  const lead = columns(found) > width / 2 ? (/^ */.exec(line)?.[0] ?? '') : found;
  const room = width - columns(lead);
  const [first = '', ...more] = wrapped(line.slice(lead.length), room);
  return [lead + first, ...more.map((one) => ' '.repeat(columns(lead)) + one)];
}
