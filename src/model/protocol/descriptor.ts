// Frames described as data; the validator and the JSON Schema are made from the same descriptors.

/** What a field may hold: an id ({@link ID_FORM}), a list of ids, a secret (1–128 characters of any kind), text, an integer ≥ 0, a boolean, or one of some words. */
export type Field = 'id' | 'ids' | 'secret' | 'text' | 'int' | 'bool' | readonly string[];
export interface Spec {
  readonly says: string;
  readonly must?: Readonly<Record<string, Field>>;
  readonly may?: Readonly<Record<string, Field>>;
  /** Reserved in version 1: valid on the wire, acted on by later versions. */
  readonly reserved?: true;
}

type Value<F> = F extends 'id' | 'secret' | 'text'
  ? string
  : F extends 'int'
    ? number
    : F extends 'ids'
      ? string[]
      : F extends 'bool'
        ? boolean
        : F extends readonly (infer W)[]
          ? W
          : never;
type Must<S> = S extends { readonly must: infer M } ? { -readonly [K in keyof M]: Value<M[K]> } : unknown;
type May<S> = S extends { readonly may: infer M } ? { -readonly [K in keyof M]?: Value<M[K]> } : unknown;
/** The TypeScript type of the frames that a table of specs describes, told apart by `f`. */
export type FrameOf<Table> = { [K in keyof Table & string]: { f: K } & Must<Table[K]> & May<Table[K]> }[keyof Table &
  string];

export const ID_MAX = 128;
/** Longest list of ids in a frame. */
export const IDS_MAX = 20;
/** Characters of an id. None of them needs an escape in JSON, so ids are written into frames and rows as they are. */
export const ID_FORM = /^[\w.:/@#+=~-]+$/;

function fault(field: Field, value: unknown, textMax: number): string | undefined {
  if (field === 'id' || field === 'secret') {
    if (typeof value !== 'string' || value.length === 0) return 'must be a non-empty string';
    if (value.length > ID_MAX) return `must have at most ${ID_MAX} characters`;
    return field === 'secret' || ID_FORM.test(value) ? undefined : 'must consist of A-Z a-z 0-9 _ . : / @ # + = ~ -';
  }
  if (field === 'ids') {
    if (!Array.isArray(value) || value.length > IDS_MAX) return `must be a list of at most ${IDS_MAX} ids`;
    return value.map((one) => fault('id', one, textMax)).find((wrong) => wrong !== undefined);
  }
  if (field === 'text') {
    if (typeof value !== 'string') return 'must be a string';
    return value.length > textMax ? `must have at most ${textMax} characters` : undefined;
  }
  if (field === 'int')
    return Number.isSafeInteger(value) && (value as number) >= 0 ? undefined : 'must be an integer ≥ 0';
  if (field === 'bool') return typeof value === 'boolean' ? undefined : 'must be true or false';
  return field.includes(value as string) ? undefined : `must be one of ${field.join(', ')}`;
}

interface CompiledField {
  readonly name: string;
  readonly field: Field;
  readonly isRequired: boolean;
}

const compiled = new WeakMap<Readonly<Record<string, Spec>>, Map<string, readonly CompiledField[]>>();

/** Fields of every frame as lists, made once: this runs for each frame of a load test, also in slow engines. */
function compile(table: Readonly<Record<string, Spec>>): Map<string, readonly CompiledField[]> {
  const known = compiled.get(table);
  if (known !== undefined) return known;
  const fresh = new Map<string, readonly CompiledField[]>();
  for (const [kind, spec] of Object.entries(table)) {
    const list = (fields: Spec['must'], isRequired: boolean): CompiledField[] =>
      Object.entries(fields ?? {}).map(([name, field]) => ({ name, field, isRequired }));
    fresh.set(kind, [...list(spec.must, true), ...list(spec.may, false)]);
  }
  compiled.set(table, fresh);
  return fresh;
}

/**
 * Returns what is wrong with a decoded frame, or undefined if it is valid. Unknown fields are
 * allowed, because a newer peer may send them.
 */
export function frameFault(table: Readonly<Record<string, Spec>>, frame: unknown, textMax: number): string | undefined {
  if (typeof frame !== 'object' || frame === null || Array.isArray(frame)) return 'a frame is a JSON object';
  const values = frame as Readonly<Record<string, unknown>>;
  const kind = values['f'];
  const fields = typeof kind === 'string' ? compile(table).get(kind) : undefined;
  if (fields === undefined) return `f ${JSON.stringify(kind)} is not a frame; known: ${Object.keys(table).join(', ')}`;
  for (let i = 0; i < fields.length; i++) {
    const { name, field, isRequired } = fields[i] as CompiledField;
    const value = values[name];
    if (value === undefined && !isRequired) continue;
    const wrong = fault(field, value, textMax);
    if (wrong !== undefined) return `${String(kind)}.${name} ${wrong}`;
  }
  return undefined;
}

function fieldSchema(field: Field, textMax: number): object {
  if (field === 'id') return { type: 'string', minLength: 1, maxLength: ID_MAX, pattern: ID_FORM.source };
  if (field === 'secret') return { type: 'string', minLength: 1, maxLength: ID_MAX };
  if (field === 'text') return { type: 'string', maxLength: textMax };
  if (field === 'int') return { type: 'integer', minimum: 0 };
  if (field === 'bool') return { type: 'boolean' };
  if (field === 'ids') return { type: 'array', items: fieldSchema('id', textMax), maxItems: IDS_MAX };
  return { type: 'string', enum: [...field] };
}

/** The JSON Schema (draft 2020-12) of a table of frames. */
export function frameSchema(table: Readonly<Record<string, Spec>>, title: string, textMax: number): object {
  const oneOf = Object.entries(table).map(([kind, spec]) => ({
    title: kind,
    description: spec.reserved ? `${spec.says} (reserved)` : spec.says,
    type: 'object',
    required: ['f', ...Object.keys(spec.must ?? {})],
    properties: {
      f: { const: kind },
      ...Object.fromEntries(
        Object.entries({ ...spec.must, ...spec.may }).map(([name, field]) => [name, fieldSchema(field, textMax)]),
      ),
    },
  }));
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', title, oneOf };
}
