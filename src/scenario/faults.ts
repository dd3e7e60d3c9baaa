// Describes errors in a scenario in our own texts, one line each: place, value found, what to
// write.
import type { z } from 'zod';
import { say } from '../language/language.ts';
import { nearest } from './nearest.ts';

type Issue = z.core.$ZodIssue;
type RawIssue = z.core.$ZodRawIssue;

/** What the error map knows and an issue does not keep: the allowed keys beside an unknown one. */
interface Known {
  readonly keys: Map<string, readonly string[]>;
}

const KINDS = {
  string: 'scenario.kind.string',
  number: 'scenario.kind.number',
  int: 'scenario.kind.int',
  array: 'scenario.kind.list',
  tuple: 'scenario.kind.list',
  object: 'scenario.kind.object',
  record: 'scenario.kind.record',
  boolean: 'scenario.kind.boolean',
  null: 'scenario.kind.null',
} as const;

/** The beginning of an error message for a missing value. */
export const missing = (): string => say('scenario.missing');

/** The place of a value, or of one of its keys, as `file:line:column`; undefined when unknown. */
export type Whereabouts = (path: readonly PropertyKey[], key?: string) => string | undefined;

/**
 * Collects allowed keys while a scenario is parsed, and describes errors that have no text of their
 * own.
 */
export class FaultWords implements Known {
  readonly keys = new Map<string, readonly string[]>();

  /** The error map for `safeParse`. */
  readonly map = (issue: RawIssue): string | undefined => {
    if (issue.code === 'unrecognized_keys') {
      const known = knownKeys(issue.inst);
      for (const key of issue.keys) this.keys.set(key, [...new Set([...(this.keys.get(key) ?? []), ...known])]);
      return unknownKeys(issue.keys, known);
    }
    return worded(issue);
  };

  /** One line for each error in `input`. @param at gives the place in the file, if there is one */
  lines(error: z.ZodError, input: unknown, at?: Whereabouts): string[] {
    const issues = error.issues.flatMap((issue) => simplest(issue));
    // A misspelt key is also missing under its right name; this is reported as one error.
    const meant = new Set(
      issues.flatMap((issue) =>
        issue.code !== 'unrecognized_keys'
          ? []
          : issue.keys.map((key) => pathText([...issue.path, nearest(key, this.keys.get(key) ?? []) ?? key])),
      ),
    );
    const line = (path: readonly PropertyKey[], what: string, where: string | undefined): string => {
      const value = shorten(valueAt(input, path));
      // A key may contain anything, even line breaks and control characters for the terminal.
      const said = say('scenario.at', { path: pathText(path), value, what }).replaceAll(/\p{Cc}+/gu, ' ');
      return where === undefined ? said : say('load.bad', { where, what: said });
    };
    return issues.flatMap((issue) => {
      if (issue.code === 'unrecognized_keys') {
        return issue.keys.map((key) => {
          const what = issue.keys.length === 1 ? issue.message : unknownKeys([key], this.keys.get(key) ?? []);
          return line([...issue.path, key], what, at?.(issue.path, key));
        });
      }
      if (valueAt(input, issue.path) === undefined && meant.has(pathText(issue.path))) return [];
      return [line(issue.path, issue.message, at?.(issue.path))];
    });
  }
}

function unknownKeys(keys: readonly string[], known: readonly string[]): string {
  const meant = keys.flatMap((key) => {
    const near = nearest(key, known);
    return near === undefined ? [] : [say('scenario.misspelt', { key, near })];
  });
  const rest = keys.filter((key) => nearest(key, known) === undefined);
  if (rest.length > 0) meant.push(say('scenario.unknownKeys', { keys: rest, remove: remove(), known }));
  return meant.join(' ');
}

/** The advice for a key that resembles no allowed one. */
const remove = (): string => say('scenario.remove');

/** The allowed keys of an object schema, or of a record with a closed set of names. */
function knownKeys(schema: unknown): string[] {
  const { def } = (schema as { _zod?: { def?: SchemaDef } } | undefined)?._zod ?? {};
  if (def?.shape !== undefined) return Object.keys(def.shape);
  return Object.values(def?.keyType?._zod?.def?.entries ?? {});
}

interface SchemaDef {
  readonly shape?: object;
  readonly keyType?: { readonly _zod?: { readonly def?: { readonly entries?: Readonly<Record<string, string>> } } };
}

/** The text for an error; `undefined` keeps the text of the schema itself. */
function worded(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return `${issue.input === undefined ? missing() : ''}${say('scenario.write', { what: kindOf(issue.expected) })}`;
    case 'too_small':
      if (issue.origin === 'string') return say('scenario.emptyText');
      if (issue.origin === 'array') return say('scenario.tooFew', { least: Number(issue.minimum) });
      return say(issue.inclusive === false ? 'scenario.notAbove' : 'scenario.tooSmall', {
        least: Number(issue.minimum),
      });
    case 'too_big':
      if (issue.origin === 'string') return say('scenario.tooLong', { most: Number(issue.maximum) });
      if (issue.origin === 'array') return say('scenario.tooMany', { most: Number(issue.maximum) });
      return say('scenario.tooLarge', { most: Number(issue.maximum) });
    case 'invalid_value':
      return oneOf(issue.input, issue.values.map(String));
    case 'invalid_key':
    case 'invalid_element':
      return say('scenario.unknownName', { remove: remove() });
    case 'invalid_format':
      return say('scenario.format');
    case 'not_multiple_of':
      return say('scenario.multiple', { of: issue.divisor });
    case 'invalid_union':
      return say('scenario.noForm');
    default:
      return undefined;
  }
}

function oneOf(value: unknown, known: readonly string[]): string {
  const near = typeof value === 'string' ? nearest(value, known) : undefined;
  return say('scenario.oneOf', { known, near });
}

const kindOf = (expected: string): string =>
  expected in KINDS ? say(KINDS[expected as keyof typeof KINDS]) : expected;

/**
 * For a value that fits none of several forms: the errors in the nearest form, or the error itself
 * if none is near.
 */
function simplest(issue: Issue, above: readonly PropertyKey[] = []): Issue[] {
  const path = [...above, ...issue.path];
  const here = { ...issue, path } as Issue;
  if (issue.code !== 'invalid_union') return [here];
  const forms = issue.errors
    .map((faults) => faults.flatMap((fault) => simplest(fault, path)))
    .filter((faults) => faults.length > 0 && !faults.some((fault) => isOtherKind(fault, path)))
    .map((faults) => ({ faults, off: distanceOf(faults) }))
    .sort((a, b) => a.off - b.off);
  const [first, second] = forms;
  if (first === undefined) return [here];
  // Two forms are equally near, so naming one of them would be a guess.
  if (second !== undefined && second.off === first.off && first.off > 0) return [here];
  if (first.faults.some(isMissing) && first.faults.some(({ message }) => message.includes(remove()))) return [here];
  return first.faults;
}

/** Whether the whole value has another type than this form, such as a text instead of an object. */
const isOtherKind = (fault: Issue, path: readonly PropertyKey[]): boolean =>
  fault.path.length === path.length &&
  (fault.code === 'invalid_type' || fault.code === 'invalid_union' || fault.code === 'invalid_value');

/** The number of missing and unknown keys. */
function distanceOf(faults: readonly Issue[]): number {
  return faults.reduce((sum, fault) => {
    if (fault.code === 'unrecognized_keys') return sum + fault.keys.length;
    return sum + (isMissing(fault) ? 1 : 0);
  }, 0);
}

const isMissing = (fault: Issue): boolean => fault.message.startsWith(missing());

const pathText = (path: readonly PropertyKey[]): string =>
  path.length === 0 ? say('scenario.whole') : path.map(String).join('.');

const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    input,
  );

function shorten(value: unknown): string {
  if (value === undefined) return say('scenario.nothing');
  // Values that JSON cannot represent, or represents wrongly: NaN, Infinity, 5n, a function.
  const text = typeof value === 'number' || typeof value === 'bigint' ? String(value) : asJson(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function asJson(value: unknown): string {
  const text: string | undefined = JSON.stringify(value);
  return text ?? say('scenario.aKind', { kind: typeof value });
}
