// How wide the terminal is, and text that fits into it: what runs over the edge in the middle of a word is hard to read.

/** A terminal is not narrower than that; what says so is ignored. */
const NARROWEST = 20;

/** Columns of the terminal: of `COLUMNS` where it is set, else of the terminal itself; Infinity where output goes elsewhere. */
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

/** Columns of a terminal that a text takes: Chinese characters and full-width marks take two, colours none. */
export function columns(text: string): number {
  let width = 0;
  for (const char of text.replaceAll(COLOUR, '')) width += WIDE.test(char) ? 2 : 1;
  return width;
}

/** Marks that do not begin a line in Chinese. */
const CLOSING = /^[，。、；：？！）”》…%]/u;

/** A text in lines of a width: broken between words, and between Chinese characters. A word that is longer stays whole. */
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

/** Stretches that stay together: a word with the space behind it, a Chinese character with the marks behind it, a command. */
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

/** Marks and columns at the beginning of a line: what follows is put under what stands behind them. */
const LEAD = /^ *(?:[-*!+~] )?(?:(?:\S+ )*\S+ {2,}){0,2}/;

/** Every line of a text in lines that fit. Commands stay in one piece: they are there to be copied. */
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
