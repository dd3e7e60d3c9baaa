// Makes the schemas of written session rules from the declaration of the rules; lengths are texts.
import { z } from 'zod';
import { CHANNELS, type Channel } from '../../model/rows/words.ts';
import type { Side } from '../../model/rules/choices.ts';
import { say } from '../../language/language.ts';
import type {
  ByAgent,
  ByChannel,
  Count,
  Field,
  Fields,
  Form,
  Held,
  Length,
  List,
  Nullable,
  Own,
  Parts,
  Plain,
  PlainOf,
  Settings,
  Sides,
} from '../../model/rules/forms.ts';
import { formsOf, some, span } from '../lengths.ts';

/** The written type of a form. `Ways` are the forms with a special way of writing, by name. */
export type Written<F, Ways = object> = Form extends F ? unknown : WrittenOf<F, Ways>;
type WrittenOf<F, Ways> = F extends Length
  ? string
  : F extends Plain
    ? PlainOf<F>
    : F extends List<infer I>
      ? Written<I, Ways>[]
      : F extends ByChannel<infer I>
        ? Partial<Record<Channel, Written<I, Ways>>>
        : F extends ByAgent<infer I>
          ? Record<string, Written<I, Ways>>
          : F extends Sides<infer I>
            ? Written<I, Ways> | Record<Side, Written<I, Ways> | null>
            : F extends Nullable<infer I>
              ? Written<I, Ways> | null
              : F extends Own<infer N, Form>
                ? N extends keyof Ways
                  ? Ways[N]
                  : never
                : F extends Settings<infer S>
                  ? { [K in keyof S]?: Written<S[K]['form'], Ways> | undefined }
                  : F extends Parts<infer S>
                    ? WrittenParts<S, Ways>
                    : never;
type MustKeys<S extends Fields> = { [K in keyof S]: S[K] extends Field<Form, 'must'> ? K : never }[keyof S];
type WrittenParts<S extends Fields, Ways> = { [K in MustKeys<S>]: Written<S[K]['form'], Ways> } & {
  [K in Exclude<keyof S, MustKeys<S>>]?: Written<S[K]['form'], Ways> | undefined;
};

/**
 * The parsed type of a form: values as a desk holds them, and only those settings that were
 * written.
 */
export type Change<F> =
  F extends Settings<infer S>
    ? { [K in keyof S]?: Change<S[K]['form']> | undefined }
    : F extends Nullable<infer I>
      ? Change<I> | null
      : Held<F>;

/**
 * Schemas for forms with a special way of writing, by name. Each gets the form of the held value.
 */
export type Ways = Readonly<Record<string, (held: Form) => z.ZodType>>;

const TEXT = z.string().min(1).max(500);
const AGENT = z.string().regex(/^a\d+$/);

/**
 * The schema of a form as people write it: a length is a text.
 * @param ways schemas for forms with a special way of writing
 */
export function written(form: Form, ways: Ways = {}): z.ZodType {
  const inner = (one: Form): z.ZodType => written(one, ways);
  switch (form.kind) {
    case 'length':
      return leastWritten(form) > 0 ? some : span;
    case 'count':
      return whole(form);
    case 'choice':
      return z.enum(form.of);
    case 'flag':
      return z.boolean();
    case 'text':
      return form.pattern === undefined ? TEXT : z.string().regex(form.pattern);
    case 'list':
      return listOf(form, inner(form.of));
    case 'byChannel':
      return z.partialRecord(z.enum(CHANNELS), inner(form.of));
    case 'byAgent':
      return z.record(AGENT, inner(form.of));
    case 'sides':
      return eitherOrEach(form, inner(form.of));
    case 'nullable':
      return inner(form.of).nullable();
    case 'parts':
      return z.strictObject(shape(form.fields, (field) => present(inner(field.form), field)));
    case 'settings':
      return z.strictObject(shape(form.fields, ({ form: one }) => inner(one).optional()));
    case 'own':
      return (ways[form.written] ?? inner)(form.held);
  }
}

/**
 * The least length that the schema accepts; smaller ones are left to the rule check where that
 * gives advice.
 */
const leastWritten = ({ least, leastWritten: own, fault }: Length): number => own ?? (fault === undefined ? least : 0);

function whole({ least, most }: Count): z.ZodType {
  const number = z.number().int().min(least);
  return most === undefined ? number : number.max(most);
}

function listOf({ least, most }: List, entry: z.ZodType): z.ZodType {
  const all = z.array(entry);
  const from = least === undefined ? all : all.min(least);
  return most === undefined ? from : from.max(most);
}

function eitherOrEach({ says }: Sides, one: z.ZodType): z.ZodType {
  const side = one.nullable();
  return z.union([one, z.strictObject({ visitor: side.describe(says.visitor), agent: side.describe(says.agent) })], {
    error: (issue) => (issue.input === null ? say('shape.sidesNull') : formsOf('{visitor, agent}')(issue)),
  });
}

function present(schema: z.ZodType, { presence, default: value }: Field): z.ZodType {
  if (presence === 'must') return schema;
  return presence === 'default' ? schema.default(value) : schema.optional();
}

const shape = (fields: Fields, made: (field: Field) => z.ZodType): z.ZodRawShape =>
  Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, made(field).describe(field.says)]));
