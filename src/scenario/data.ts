// Reads YAML and JSON files, rejects what would be misread, and knows the line of every value.
import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
  type Pair,
  type YAMLError,
} from 'yaml';
import { say } from '../language/language.ts';
import { UsageError } from './define.ts';
import type { Whereabouts } from './faults.ts';
import { wideKey, wideNear } from './full-width.ts';

/** A parsed file that has not been validated yet. */
export interface ScenarioText {
  readonly data: Readonly<Record<string, unknown>>;
  /** Gives the place of a value or key as `file:line:column`. */
  readonly at: Whereabouts;
}

/** An error, and its offset in the text in characters. */
interface Fault {
  readonly offset: number;
  readonly what: string;
}

/**
 * Reads the text of a `.yaml`, `.yml` or `.json` file.
 * @param path as the user named the file; every error message begins with it, line and column
 * @throws UsageError with one line: file, line, column and what is wrong there
 */
export function readData(written: string, path: string): ScenarioText {
  const text = written.replace(/^\uFEFF/, '');
  const lines = new LineCounter();
  try {
    // The core schema, whatever YAML version the file names: `on` and `1:30` are texts.
    const options = { schema: 'core', merge: true, prettyErrors: false, logLevel: 'error' } as const;
    const document = parseDocument(text, { ...options, lineCounter: lines });
    const place = (offset: number): string => {
      const { line, col } = lines.linePos(Math.min(offset, text.length));
      return `${path}:${line}:${col}`;
    };
    const syntax = syntaxFault(document, text) ?? (path.endsWith('.json') ? notJson(text) : undefined);
    const fault = syntax === undefined ? wideKey(document, text) : (wideNear(text, syntax.offset) ?? syntax);
    if (fault !== undefined) throw new UsageError(say('load.bad', { where: place(fault.offset), what: fault.what }));
    return { data: mappingOf(document, path, place), at: whereabouts(document, place) };
  } catch (error) {
    // Thousands of nested brackets exceed the parser's stack.
    if (error instanceof RangeError) throw new UsageError(say('load.deep', { path }));
    throw error;
  }
}

function mappingOf(document: Document, path: string, place: (offset: number) => string): Record<string, unknown> {
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === null))
    throw new UsageError(say('load.empty', { path }));
  const where = place(contents.range?.[0] ?? 0);
  const key = isScalar(contents) ? /^([\w$-]+):\S/.exec(String(contents.value))?.[1] : undefined;
  if (key !== undefined) throw new UsageError(say('load.noSpace', { where, key }));
  if (!isMap(contents)) {
    const found = isSeq(contents)
      ? say('load.aList')
      : say('load.aValue', { value: JSON.stringify(isScalar(contents) ? contents.value : '').slice(0, 40) });
    throw new UsageError(say('load.noMapping', { where, found }));
  }
  return document.toJS() as Record<string, unknown>;
}

/** The first syntax error. */
function syntaxFault(document: Document.Parsed, text: string): Fault | undefined {
  const [first] = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  if (first?.message.includes('call stack') === true) throw new RangeError(first.message);
  if (first !== undefined) return { offset: first.pos[0], what: worded(first, text) };
  return danglingAlias(document) ?? tooManyAliases(document) ?? emptyValue(document);
}

function worded({ code, message, pos }: YAMLError, text: string): string {
  const rest = text.slice(pos[0]);
  const bracket = / with a ([\]}])/.exec(message)?.[1];
  switch (code) {
    case 'DUPLICATE_KEY':
      return say('load.twice', { key: /^["']?([^"':\n]*)/.exec(rest)?.[1]?.trim() ?? '' });
    case 'TAB_AS_INDENT':
      return say('load.tab');
    case 'MULTIPLE_DOCS':
      return say('load.documents');
    case 'BAD_INDENT':
      return bracket === undefined ? say('load.indent') : say('load.open', { bracket });
    case 'MISSING_CHAR':
      if (bracket !== undefined) return say('load.open', { bracket });
      return /quote/.test(message) ? say('load.quote') : say('load.noColon');
    case 'UNEXPECTED_TOKEN':
      return say('load.unexpected', { token: rest.slice(0, 1) });
    case 'BLOCK_AS_IMPLICIT_KEY':
      return say('load.nested');
    case 'BAD_SCALAR_START':
      return say('load.reserved');
    case 'TAG_RESOLVE_FAILED':
      return say('load.tag', { tag: /^\S*/.exec(rest)?.[0] ?? '' });
    case 'BLOCK_IN_FLOW':
    case 'MULTILINE_IMPLICIT_KEY':
      return say('load.comma');
    default:
      return say('load.syntax', { message });
  }
}

function danglingAlias(document: Document): Fault | undefined {
  let found: Fault | undefined;
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined) return undefined;
      found = { offset: alias.range?.[0] ?? 0, what: say('load.alias', { name: alias.source }) };
      return visit.BREAK;
    },
  });
  return found;
}

/** Rejects nested aliases, with which a small file could expand to gigabytes. */
function tooManyAliases(document: Document): Fault | undefined {
  try {
    document.toJS();
    return undefined;
  } catch (error) {
    if (error instanceof ReferenceError) return { offset: 0, what: say('load.aliases') };
    throw error;
  }
}

/**
 * Rejects a key without a value: `idle:` would be null, which switches a rule off, and nobody means
 * that.
 */
function emptyValue(document: Document): Fault | undefined {
  let found: Fault | undefined;
  const isNothing = (node: unknown): boolean =>
    node === null || (isScalar(node) && node.value === null && (node.source ?? '') === '');
  visit(document, {
    Pair(_, pair) {
      if (!isNothing(pair.value)) return undefined;
      found = { offset: startOf(pair.key) ?? 0, what: say('load.noValue', { key: keyOf(pair) }) };
      return visit.BREAK;
    },
    Seq(_, list) {
      const empty = list.items.find(isNothing);
      if (empty === undefined) return undefined;
      found = { offset: startOf(empty) ?? startOf(list) ?? 0, what: say('load.noItem') };
      return visit.BREAK;
    },
  });
  return found;
}

/** Rejects what YAML accepts but JSON does not: comments, single quotes, a trailing comma. */
function notJson(text: string): Fault | undefined {
  if (isAtEnd(text, text.length) === undefined) return undefined;
  // Binary search for the shortest prefix that cannot be continued to valid JSON; it ends at the
  // error.
  let [good, bad] = [0, text.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isAtEnd(text, middle) === false) bad = middle;
    else good = middle;
  }
  return { offset: good, what: say('load.notJson') };
}

/**
 * Whether JSON breaks only at the end of this prefix (true), earlier (false), or not at all
 * (undefined).
 */
function isAtEnd(text: string, length: number): boolean | undefined {
  try {
    JSON.parse(text.slice(0, length));
    return undefined;
  } catch (error) {
    const { message } = error as Error;
    const position = /at position (\d+)/.exec(message)?.[1];
    return position === undefined ? message.includes('end of JSON input') : Number(position) >= length;
  }
}

/** Finds the place of a value or key by its path; for a missing one, that of the nearest parent. */
function whereabouts(document: Document, place: (offset: number) => string): Whereabouts {
  return (path, key) => {
    let node: unknown = document.contents;
    let offset = startOf(node);
    for (const part of path) {
      const found = below(resolved(node, document), part, document);
      if (found === undefined) break;
      offset = found.offset ?? offset;
      node = found.node;
    }
    if (key !== undefined) offset = below(resolved(node, document), key, document)?.key ?? offset;
    return offset === undefined ? undefined : place(offset);
  };
}

function resolved(node: unknown, document: Document): unknown {
  return isAlias(node) ? node.resolve(document) : node;
}

/**
 * An entry of a mapping or a list. A single value has its own place, a mapping or list that of its
 * key.
 */
function below(
  node: unknown,
  part: PropertyKey,
  document: Document,
): { readonly node: unknown; readonly offset: number | undefined; readonly key?: number | undefined } | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(part)];
    return item === undefined ? undefined : { node: item, offset: startOf(item) };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find((one) => keyOf(one) === String(part)) ?? merged(node.items, part, document);
  if (pair === undefined) return undefined;
  const key = startOf(pair.key);
  return { node: pair.value, offset: isScalar(pair.value) ? startOf(pair.value) : key, key };
}

/** An entry that `<<: *name` merges in. */
function merged(pairs: readonly Pair[], part: PropertyKey, document: Document): Pair | undefined {
  for (const pair of pairs) {
    if (keyOf(pair) !== '<<') continue;
    const sources = isSeq(pair.value) ? pair.value.items : [pair.value];
    for (const source of sources) {
      const map = resolved(source, document);
      const found = isMap(map) ? map.items.find((one) => keyOf(one) === String(part)) : undefined;
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** The key of an entry as text; the key `<<` is a symbol. */
function keyOf({ key }: Pair): string {
  const value = isScalar(key) ? key.value : key;
  return typeof value === 'symbol' ? (value.description ?? '') : String(value);
}

function startOf(node: unknown): number | undefined {
  const at = isPair(node) ? node.key : node;
  return (at as Node | null | undefined)?.range?.[0];
}
