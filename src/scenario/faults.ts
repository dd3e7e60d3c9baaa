// Faults of a scenario in words of our own: where, what was found, what belongs there and how to mend it; one line each.
import type { z } from 'zod';
import { nearest } from './nearest.ts';

type Issue = z.core.$ZodIssue;
type RawIssue = z.core.$ZodRawIssue;

/** What the error map knows and an issue does not keep: the keys that are known where another was found. */
interface Known {
  readonly keys: Map<string, readonly string[]>;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text in quotes',
  number: 'a number',
  int: 'a whole number',
  array: 'a list [ … ]',
  tuple: 'a list [ … ]',
  object: 'keys and values { … }',
  record: 'names and values { … }',
  boolean: 'true or false',
  null: 'null',
};

/** How a fault begins that is only the absence of something. */
export const MISSING = 'is missing; ';

/** Collects what is known while a scenario is parsed, and words the faults that have no words of their own. */
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

  /** One line a fault of `input`. */
  lines(error: z.ZodError, input: unknown): string[] {
    const issues = error.issues.flatMap((issue) => simplest(issue));
    // A key that was misspelt is missing under its right name as well: that is one fault.
    const meant = new Set(
      issues.flatMap((issue) =>
        issue.code !== 'unrecognized_keys'
          ? []
          : issue.keys.map((key) => pathText([...issue.path, nearest(key, this.keys.get(key) ?? []) ?? key])),
      ),
    );
    return issues.flatMap((issue) => {
      const value = valueAt(input, issue.path);
      if (value === undefined && meant.has(pathText(issue.path))) return [];
      return [`${pathText(issue.path)} = ${shorten(value)}: ${issue.message}`];
    });
  }
}

function unknownKeys(keys: readonly string[], known: readonly string[]): string {
  const meant = keys.flatMap((key) => {
    const near = nearest(key, known);
    return near === undefined ? [] : [`unknown key "${key}", did you mean "${near}"?`];
  });
  const rest = keys.filter((key) => nearest(key, known) === undefined).map((key) => `"${key}"`);
  if (rest.length > 0) meant.push(`unknown key ${rest.join(', ')}; ${REMOVE}, known here: ${known.join(', ')}`);
  return meant.join(' ');
}

/** What to do with a key that resembles none. */
const REMOVE = 'remove it or correct its spelling';

/** Keys that a schema of an object, or of a record with a closed set of names, knows. */
function knownKeys(schema: unknown): string[] {
  const { def } = (schema as { _zod?: { def?: SchemaDef } } | undefined)?._zod ?? {};
  if (def?.shape !== undefined) return Object.keys(def.shape);
  return Object.values(def?.keyType?._zod?.def?.entries ?? {});
}

interface SchemaDef {
  readonly shape?: object;
  readonly keyType?: { readonly _zod?: { readonly def?: { readonly entries?: Readonly<Record<string, string>> } } };
}

/** What belongs there. `undefined` leaves it to the words of the schema itself. */
function worded(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return `${issue.input === undefined ? MISSING : ''}write ${KINDS[issue.expected] ?? issue.expected}`;
    case 'too_small':
      if (issue.origin === 'string') return 'is empty; write a text';
      if (issue.origin === 'array') return `has too few entries; write at least ${issue.minimum}`;
      return `is too small; write ${issue.inclusive === false ? 'a number above' : 'at least'} ${issue.minimum}`;
    case 'too_big':
      if (issue.origin === 'string') return `is too long; write at most ${issue.maximum} characters`;
      if (issue.origin === 'array') return `has too many entries; write at most ${issue.maximum}`;
      return `is too large; write at most ${issue.maximum}`;
    case 'invalid_value':
      return oneOf(issue.input, issue.values.map(String));
    case 'invalid_key':
    case 'invalid_element':
      return `this name is not known here; ${REMOVE}`;
    case 'invalid_format':
      return 'is not written as expected here';
    case 'not_multiple_of':
      return `is no multiple of ${issue.divisor}`;
    case 'invalid_union':
      return 'is none of the forms that are known here';
    default:
      return undefined;
  }
}

function oneOf(value: unknown, known: readonly string[]): string {
  const near = typeof value === 'string' ? nearest(value, known) : undefined;
  return `must be one of ${known.join(', ')}${near === undefined ? '' : `; did you mean "${near}"?`}`;
}

/**
 * Of a value that fits none of several forms: the faults in the form that it is nearest to, or the fault itself when it
 * is near to none.
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
  // Two forms equally far off, and neither is meant: to name one of them would be a guess.
  if (second !== undefined && second.off === first.off && first.off > 0) return [here];
  if (first.faults.some(isMissing) && first.faults.some(({ message }) => message.includes(REMOVE))) return [here];
  return first.faults;
}

/** Is the value as a whole of another kind than this form: a text where keys belong, or the other way round? */
const isOtherKind = (fault: Issue, path: readonly PropertyKey[]): boolean =>
  fault.path.length === path.length &&
  (fault.code === 'invalid_type' || fault.code === 'invalid_union' || fault.code === 'invalid_value');

/** Keys that are missing or too many. */
function distanceOf(faults: readonly Issue[]): number {
  return faults.reduce((sum, fault) => {
    if (fault.code === 'unrecognized_keys') return sum + fault.keys.length;
    return sum + (isMissing(fault) ? 1 : 0);
  }, 0);
}

const isMissing = (fault: Issue): boolean => fault.message.startsWith(MISSING);

const pathText = (path: readonly PropertyKey[]): string =>
  path.length === 0 ? 'the scenario' : path.map(String).join('.');

const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    input,
  );

function shorten(value: unknown): string {
  if (value === undefined) return '(missing)';
  // What JSON has no word for, or a wrong one: NaN, Infinity, 5n, a function.
  const text = typeof value === 'number' || typeof value === 'bigint' ? String(value) : asJson(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function asJson(value: unknown): string {
  const text: string | undefined = JSON.stringify(value);
  return text ?? `(a ${typeof value})`;
}
