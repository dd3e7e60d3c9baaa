// Reads TypeScript for the tidy tests: files, tokens (without comments) and imports.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Path from the project's root, with `/`, to text. */
export type Files = ReadonlyMap<string, string>;

export interface Token {
  readonly kind: 'word' | 'string' | 'number' | 'regex' | 'sign';
  /**
   * The source text; for a string its content without quotes, for a template each literal piece.
   */
  readonly text: string;
  readonly line: number;
}

export interface Import {
  readonly specifier: string;
  readonly line: number;
}

/** All files under these folders whose name has one of `endings`; a missing folder gives none. */
export function readFiles(folders: readonly string[], endings: readonly string[]): Files {
  const files = new Map<string, string>();
  for (const folder of folders) {
    if (!existsSync(join(ROOT, folder))) continue;
    for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })) {
      if (!entry.isFile() || !endings.some((ending) => entry.name.endsWith(ending))) continue;
      const path = join(entry.parentPath, entry.name);
      files.set(relative(ROOT, path).split(sep).join('/'), readFileSync(path, 'utf8'));
    }
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const WORD = /[\p{ID_Start}$_#][\p{ID_Continue}$]*/uy;
const NUMBER = /(?:0[xob][\da-f_]+n?|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:e[+-]?\d+)?n?)/iy;
const REGEX = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y;
const SIGN = /\*\*=|\.\.\.|=>|\?\.(?!\d)|\*\*|[\s\S]/uy;
/** After these words a `/` begins a regular expression; after any other word it divides. */
const BEFORE_REGEX = new Set(
  'return typeof case in of instanceof new delete void throw await yield else do extends'.split(' '),
);

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/**
 * The tokens of a source text. Code inside `${…}` counts as code; comments and quoted text do not.
 */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  /** For each open template, how many `{` inside its `${` are still open. */
  const templates: number[] = [];
  let at = text.startsWith('#!') ? text.indexOf('\n') : 0;
  let line = 1;

  const push = (kind: Token['kind'], content: string, raw: string): void => {
    tokens.push({ kind, text: content, line });
    at += raw.length;
    line += raw.split('\n').length - 1;
  };
  const skip = (end: number): void => {
    line += text.slice(at, end).split('\n').length - 1;
    at = end;
  };
  /** Reads template text from `at` (after a backtick or a closing brace) to the next `${` or backtick. */
  const template = (): void => {
    let end = at;
    while (end < text.length && text[end] !== '`' && !text.startsWith('${', end)) end += text[end] === '\\' ? 2 : 1;
    push('string', text.slice(at, end), text.slice(at, end));
    if (text.startsWith('${', at)) {
      templates.push(0);
      at += 2;
    } else {
      at += 1;
    }
  };

  while (at >= 0 && at < text.length) {
    const char = text[at] ?? '';
    if (/\s/.test(char)) {
      skip(at + 1);
    } else if (text.startsWith('//', at)) {
      const end = text.indexOf('\n', at);
      skip(end < 0 ? text.length : end);
    } else if (text.startsWith('/*', at)) {
      const end = text.indexOf('*/', at + 2);
      skip(end < 0 ? text.length : end + 2);
    } else if (char === "'" || char === '"') {
      let end = at + 1;
      while (end < text.length && text[end] !== char && text[end] !== '\n') end += text[end] === '\\' ? 2 : 1;
      push('string', text.slice(at + 1, end), text.slice(at, end + 1));
    } else if (char === '`') {
      at += 1;
      template();
    } else if (char === '}' && templates.at(-1) === 0) {
      templates.pop();
      at += 1;
      template();
    } else {
      const word = matchAt(WORD, text, at);
      const number = matchAt(NUMBER, text, at);
      const regex = char === '/' && mayBeginRegex(tokens.at(-1)) ? matchAt(REGEX, text, at) : undefined;
      if (word !== undefined) push('word', word, word);
      else if (number !== undefined) push('number', number, number);
      else if (regex !== undefined) push('regex', regex, regex);
      else {
        if (templates.length > 0 && char === '{') templates.push((templates.pop() ?? 0) + 1);
        if (templates.length > 0 && char === '}') templates.push((templates.pop() ?? 0) - 1);
        const sign = matchAt(SIGN, text, at) ?? char;
        push('sign', sign, sign);
      }
    }
  }
  return tokens;
}

function mayBeginRegex(before: Token | undefined): boolean {
  if (before === undefined) return true;
  if (before.kind === 'word') return BEFORE_REGEX.has(before.text);
  return before.kind === 'sign' && before.text !== ')' && before.text !== ']' && before.text !== '}';
}

/** Everything that a file imports or re-exports, types and `import()` included. */
export function importsOf(text: string): Import[] {
  const tokens = tokensOf(text);
  const imports: Import[] = [];
  tokens.forEach((token, i) => {
    if (token.kind !== 'string') return;
    const before = tokens[i - 1];
    const isProperty = tokens[i - 2]?.text === '.';
    const isFrom = before?.kind === 'word' && !isProperty && (before.text === 'from' || before.text === 'import');
    const isCall = before?.text === '(' && tokens[i - 2]?.kind === 'word' && tokens[i - 2]?.text === 'import';
    if (isFrom || isCall) imports.push({ specifier: token.text, line: token.line });
  });
  return imports;
}

/** The path that a relative import of `file` names. */
export function resolved(file: string, specifier: string): string {
  return posix.join(posix.dirname(file), specifier);
}
