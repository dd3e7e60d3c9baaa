// Writes Markdown and escapes all inserted text: inline text, code, tables, folded parts.
import { printable } from './printable.ts';

/** Any text as plain text: no markup, no HTML, one line. */
export const inline = (text: string): string =>
  flat(text).replace(/[\\`*[\]<>|~#&$]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&');

const flat = (text: string): string => printable(text).replace(/\s+/gu, ' ').trim();

/** Inline code. */
export function code(text: string): string {
  const line = flat(text);
  const fence = '`'.repeat(longestRun(line) + 1);
  const room = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${room}${line.replaceAll('|', '\\|')}${room}${fence}`;
}

/** A code block in a language; line ends stay. */
export function codeBlock(language: string, text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${printable(text)}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

/** A table of Markdown cells. With `isNumeric`, all columns but the first are right-aligned. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { isNumeric = false }: { isNumeric?: boolean } = {},
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, i) => (isNumeric && i > 0 ? '---:' : '---'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

/** A part that is folded until the reader opens it. */
export const folded = (title: string, body: string): string =>
  `<details>\n<summary>${html(title)}</summary>\n\n${body}\n\n</details>`;

const html = (text: string): string =>
  flat(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
