// The forms that a session rule may have, as plain data.
// Schemas, durations, checks and pages of every rule are made from them.
import { formatDuration, type Micros } from '../core/time.ts';
import type { Channel } from '../rows/words.ts';
import type { Side } from './choices.ts';

/** A duration: text where people write it (`30m`), µs in a desk. */
export interface Length {
  readonly kind: 'length';
  /** The shortest that a server accepts, µs. */
  readonly least: 0 | 1;
  /** The shortest that a scenario may contain, µs, if that is not `least`. */
  readonly leastWritten?: 0 | 1;
  /**
   * Name of the message with which the check of the rules refuses 0, with advice. The schema then
   * leaves 0 to that check.
   */
  readonly fault?: LengthFault;
  /** It sets no limit on speed and causes no wait. */
  readonly isAside?: boolean;
}
export type LengthFault =
  'rules.botAfter' | 'rules.inactive' | 'rules.promptEvery' | 'rules.ring' | 'rules.transferAfter';

/** A whole number. `most` is checked in scenarios only. */
export interface Count {
  readonly kind: 'count';
  readonly least: number;
  readonly most?: number | undefined;
}
/** A word of a closed set. */
export interface Choice<W extends string = string> {
  readonly kind: 'choice';
  readonly of: readonly [W, ...W[]];
}
export interface Flag {
  readonly kind: 'flag';
}
/**
 * At most 500 characters, or what the pattern matches; a server accepts any text that is not empty.
 */
export interface Text {
  readonly kind: 'text';
  readonly pattern?: RegExp | undefined;
}
/** The number of entries is checked in scenarios only. */
export interface List<F extends Form = Form> {
  readonly kind: 'list';
  readonly of: F;
  readonly least?: number;
  readonly most?: number;
}
export interface ByChannel<F extends Form = Form> {
  readonly kind: 'byChannel';
  readonly of: F;
}
export interface ByAgent<F extends Form = Form> {
  readonly kind: 'byAgent';
  readonly of: F;
}
/** One value for both sides, or one for each; null = none for that side. */
export interface Sides<F extends Form = Form> {
  readonly kind: 'sides';
  readonly of: F;
  readonly says: Readonly<Record<Side, string>>;
}
/** Null stands for "off". */
export interface Nullable<F extends Form = Form> {
  readonly kind: 'nullable';
  readonly of: F;
}
/** Fields that belong together: writing one of them requires all that have no default. */
export interface Parts<F extends Fields = Fields> {
  readonly kind: 'parts';
  readonly fields: F;
}
/** Fields that are independent: one that is not written keeps its value. */
export interface Settings<F extends Fields = Fields> {
  readonly kind: 'settings';
  readonly fields: F;
}
/**
 * A rule that people write differently from how a desk holds it. `written` names the notation, see
 * `src/scenario/`.
 */
export interface Own<N extends string = string, F extends Form = Form> {
  readonly kind: 'own';
  readonly written: N;
  readonly held: F;
}
export type Form =
  Length | Count | Choice | Flag | Text | List | ByChannel | ByAgent | Sides | Nullable | Parts | Settings | Own;

/**
 * Whether a field must be written, and is held. `must`: both. `default`: it has a value if not
 * written. `held`: it is computed from other fields if not written. `may`: it may be absent.
 */
export type Presence = 'must' | 'default' | 'held' | 'may';
export interface Field<F extends Form = Form, P extends Presence = Presence> {
  readonly form: F;
  readonly presence: P;
  /** What it means: a line of the reference page and of the JSON Schema. */
  readonly says: string;
  readonly default?: unknown;
}
export type Fields = Readonly<Record<string, Field>>;

type OptionalKeys<F extends Fields> = { [K in keyof F]: F[K] extends Field<Form, 'may'> ? K : never }[keyof F];

/** Forms whose value is the same in a scenario, in a desk and in a sentence. */
export type Plain = Count | Choice | Flag | Text;
/** A value of such a form. */
export type PlainOf<F> = F extends Count
  ? number
  : F extends Choice<infer W>
    ? W
    : F extends Flag
      ? boolean
      : F extends Text
        ? string
        : never;

/** A value of a form, with durations of type `L`; unknown for the general type `Form`. */
export type ValueOf<F, L> = Form extends F ? unknown : KnownValue<F, L>;
type KnownValue<F, L> = F extends Length
  ? L
  : F extends Plain
    ? PlainOf<F>
    : F extends List<infer I>
      ? readonly ValueOf<I, L>[]
      : F extends ByChannel<infer I>
        ? Readonly<Partial<Record<Channel, ValueOf<I, L>>>>
        : F extends ByAgent<infer I>
          ? Readonly<Record<string, ValueOf<I, L>>>
          : F extends Sides<infer I>
            ? ValueOf<I, L> | Readonly<Record<Side, ValueOf<I, L> | null>>
            : F extends Nullable<infer I>
              ? ValueOf<I, L> | null
              : F extends Own<string, infer I>
                ? ValueOf<I, L>
                : F extends Parts<infer S> | Settings<infer S>
                  ? ValuesOf<S, L>
                  : never;
type ValuesOf<S extends Fields, L> = {
  readonly [K in Exclude<keyof S, OptionalKeys<S>>]: ValueOf<S[K]['form'], L>;
} & { readonly [K in OptionalKeys<S>]?: ValueOf<S[K]['form'], L> | undefined };

/** What a desk holds for a form. Times in µs. */
export type Held<F> = ValueOf<F, Micros>;

export const length = (least: 0 | 1, more: Omit<Length, 'kind' | 'least'> = {}): Length => ({
  kind: 'length',
  least,
  ...more,
});
export const count = (least: number, most?: number): Count => ({ kind: 'count', least, most });
export const choice = <const W extends string>(of: readonly [W, ...W[]]): Choice<W> => ({ kind: 'choice', of });
export const flag: Flag = { kind: 'flag' };
export const text = (pattern?: RegExp): Text => ({ kind: 'text', pattern });
export const list = <F extends Form>(of: F, limits: { least?: number; most?: number } = {}): List<F> => ({
  kind: 'list',
  of,
  ...limits,
});
export const byChannel = <F extends Form>(of: F): ByChannel<F> => ({ kind: 'byChannel', of });
export const byAgent = <F extends Form>(of: F): ByAgent<F> => ({ kind: 'byAgent', of });
export const sides = <F extends Form>(of: F, says: Sides['says']): Sides<F> => ({ kind: 'sides', of, says });
export const nullable = <F extends Form>(of: F): Nullable<F> => ({ kind: 'nullable', of });
export const parts = <F extends Fields>(fields: F): Parts<F> => ({ kind: 'parts', fields });
/** Appends the default to the meaning of each field, so that no text repeats a default by hand. */
export const settings = <F extends Fields>(fields: F): Settings<F> => ({
  kind: 'settings',
  fields: Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, withDefault(field)])) as F,
});
export const own = <N extends string, F extends Form>(written: N, held: F): Own<N, F> => ({
  kind: 'own',
  written,
  held,
});

/** A field that must be written. */
export const must = <F extends Form>(form: F, says: string): Field<F, 'must'> => ({ form, presence: 'must', says });
/** A field with a default. */
export const or = <F extends Form>(value: Held<F>, form: F, says: string): Field<F, 'default'> => ({
  form,
  presence: 'default',
  says,
  default: value,
});
/** A field that may be left out, and stays left out. */
export const may = <F extends Form>(form: F, says: string): Field<F, 'may'> => ({ form, presence: 'may', says });
/** A field that may be left out; its form then computes it. */
export const workedOut = <F extends Form>(form: F, says: string): Field<F, 'held'> => ({
  form,
  presence: 'held',
  says,
});
/** Settings inside settings, with their own defaults. */
export const group = <F extends Fields>(form: Settings<F>, says: string): Field<Settings<F>, 'default'> =>
  or(defaultsOf(form), form, says);

/** The defaults of settings. */
export const defaultsOf = <F extends Fields>({ fields }: Settings<F>): Held<Settings<F>> =>
  Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.default])) as Held<Settings<F>>;

function withDefault(field: Field): Field {
  const value = field.presence === 'default' ? asWritten(field.form, field.default) : undefined;
  return value === undefined ? field : { ...field, says: `${field.says} Default desk: ${value}.` };
}

/** A value of a form as text; undefined for settings, whose fields describe themselves. */
function asWritten(form: Form, value: unknown): string | undefined {
  if (value === null) return '`null`';
  switch (form.kind) {
    case 'length':
      return formatDuration(value as Micros);
    case 'nullable':
      return asWritten(form.of, value);
    case 'sides':
      return typeof value === 'object' ? each(value, () => form.of) : asWritten(form.of, value);
    case 'own':
      return asWritten(form.held, value);
    case 'settings':
      return undefined;
    case 'parts':
      return each(value as object, (key) => form.fields[key]?.form);
    case 'list':
      return manyOf((value as readonly unknown[]).map((one) => asWritten(form.of, one) ?? ''));
    case 'byChannel':
    case 'byAgent':
      return each(value as object, () => form.of);
    default:
      return typeof value === 'string' ? value : JSON.stringify(value);
  }
}

const each = (values: object, formOf: (key: string) => Form | undefined): string =>
  manyOf(
    Object.entries(values).map(([key, one]) => {
      const form = formOf(key);
      return `${key} ${(form && asWritten(form, one)) ?? ''}`;
    }),
  );
const manyOf = (all: readonly string[]): string => (all.length === 0 ? 'none' : all.join(', '));

/** A duration in a value: its path, its form and its µs. */
export type HeldLength = readonly [path: string, form: Length, value: Micros];

/**
 * Every duration in a value of a form. The path uses the names of list entries, if they have any.
 */
export function lengthsIn(form: Form, value: unknown, path: string): HeldLength[] {
  if (value === null || value === undefined) return [];
  const at = (key: string): string => (path === '' ? key : `${path}.${key}`);
  switch (form.kind) {
    case 'length':
      return [[path, form, value as Micros]];
    case 'nullable':
      return lengthsIn(form.of, value, path);
    case 'own':
      return lengthsIn(form.held, value, path);
    case 'parts':
    case 'settings':
      return Object.entries(form.fields).flatMap(([key, field]) =>
        lengthsIn(field.form, (value as Readonly<Record<string, unknown>>)[key], at(key)),
      );
    case 'sides':
      return typeof value === 'object' ? named(form.of, value, path) : lengthsIn(form.of, value, path);
    case 'byChannel':
    case 'byAgent':
      return named(form.of, value, path);
    case 'list':
      return (value as readonly unknown[]).flatMap((one, i) => lengthsIn(form.of, one, at(nameOf(one) ?? String(i))));
    default:
      return [];
  }
}

const named = (form: Form, values: object, path: string): HeldLength[] =>
  Object.entries(values).flatMap(([key, one]) => lengthsIn(form, one, `${path}.${key}`));

const nameOf = (entry: unknown): string | undefined =>
  typeof entry === 'object' && entry !== null && 'name' in entry ? String(entry.name) : undefined;
