// What a session rule may hold, as plain data: the forms from which schemas, durations, checks and pages of every rule are made.
import { formatDuration, type Micros } from '../core/time.ts';
import type { Channel } from '../rows/words.ts';
import type { Side } from './choices.ts';

/** A length of time: a text when people write it (`30m`), µs when a desk goes by it. */
export interface Length {
  readonly kind: 'length';
  /** The shortest that a server starts with, µs. */
  readonly least: 0 | 1;
  /** The shortest that may be written, µs, where that is not `least`. */
  readonly leastWritten?: 0 | 1;
  /** The text in which the check of the rules refuses 0, with advice. The schema then leaves 0 to it. */
  readonly fault?: LengthFault;
  /** No limit on speed and no wait follows from it. */
  readonly isAside?: boolean;
}
export type LengthFault =
  'rules.botAfter' | 'rules.inactive' | 'rules.promptEvery' | 'rules.ring' | 'rules.transferAfter';

/** A whole number; the most of it is asked of people only. */
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
/** At most 500 characters, or what the pattern lets through; a server takes any that is not empty. */
export interface Text {
  readonly kind: 'text';
  readonly pattern?: RegExp | undefined;
}
/** How many entries there may be is asked of people only. */
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
/** Fields that belong together: whoever writes one of them writes all that have no default. */
export interface Parts<F extends Fields = Fields> {
  readonly kind: 'parts';
  readonly fields: F;
}
/** Fields each of which stays as it is when it is not written. */
export interface Settings<F extends Fields = Fields> {
  readonly kind: 'settings';
  readonly fields: F;
}
/** What people write in another way than a desk holds it: by the name of the way, see `src/scenario/`. */
export interface Own<N extends string = string, F extends Form = Form> {
  readonly kind: 'own';
  readonly written: N;
  readonly held: F;
}
export type Form =
  Length | Count | Choice | Flag | Text | List | ByChannel | ByAgent | Sides | Nullable | Parts | Settings | Own;

/** Must it be written, and held? `default`: what is not written has a value; `held`: others make it; `may`: nowhere. */
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

/** What is the same whether people write it, a desk holds it or a sentence tells it. */
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

/** A value of a form in which a length of time is an `L`. Of any form at all nothing is known. */
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

/** What a desk holds of a form. Times in µs. */
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
/** Each field says behind what it means what the default desk holds, so that no text repeats a default by hand. */
export const settings = <F extends Fields>(fields: F): Settings<F> => ({
  kind: 'settings',
  fields: Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, withDefault(field)])) as F,
});
export const own = <N extends string, F extends Form>(written: N, held: F): Own<N, F> => ({
  kind: 'own',
  written,
  held,
});

/** A field that has to be written. */
export const must = <F extends Form>(form: F, says: string): Field<F, 'must'> => ({ form, presence: 'must', says });
/** A field with a value for whoever does not write it. */
export const or = <F extends Form>(value: Held<F>, form: F, says: string): Field<F, 'default'> => ({
  form,
  presence: 'default',
  says,
  default: value,
});
/** A field that may be left out, and stays left out. */
export const may = <F extends Form>(form: F, says: string): Field<F, 'may'> => ({ form, presence: 'may', says });
/** A field that may be left out, and that its form then works out. */
export const workedOut = <F extends Form>(form: F, says: string): Field<F, 'held'> => ({
  form,
  presence: 'held',
  says,
});
/** Settings inside of settings, with the defaults of their own. */
export const group = <F extends Fields>(form: Settings<F>, says: string): Field<Settings<F>, 'default'> =>
  or(defaultsOf(form), form, says);

/** What settings hold where nothing is written. */
export const defaultsOf = <F extends Fields>({ fields }: Settings<F>): Held<Settings<F>> =>
  Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.default])) as Held<Settings<F>>;

function withDefault(field: Field): Field {
  const value = field.presence === 'default' ? asWritten(field.form, field.default) : undefined;
  return value === undefined ? field : { ...field, says: `${field.says} Default desk: ${value}.` };
}

/** What a form holds, for people; undefined for settings, whose fields say it themselves. */
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

/** A length that is held: its form, its path and the µs. */
export type HeldLength = readonly [path: string, form: Length, value: Micros];

/** Every length that a value of a form holds; entries of a list go by their names, where they have any. */
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
