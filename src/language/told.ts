// What a desk holds, ready to be put into a sentence: lengths as people write them, everything else as it is.
import { formatDuration, type Micros } from '../model/core/time.ts';
import type {
  ByAgent,
  ByChannel,
  Choice,
  Count,
  Field,
  Fields,
  Flag,
  Form,
  Held,
  Length,
  List,
  Nullable,
  Own,
  Parts,
  Settings,
  Sides,
  Text,
} from '../model/rules/forms.ts';

/** A length by itself, or that of each side; null = for ever. */
export type SidesTold<T> = T | Readonly<Record<'visitor' | 'agent', T | null>>;

/** What a sentence about a form is made from. */
export type Told<F> = Form extends F ? unknown : ToldOf<F>;
type ToldOf<F> = F extends Length | Text
  ? string
  : F extends Count
    ? number
    : F extends Choice<infer W>
      ? W
      : F extends Flag
        ? boolean
        : F extends List<infer I>
          ? readonly Told<I>[]
          : F extends ByChannel<infer I> | ByAgent<infer I>
            ? Readonly<Record<string, Told<I>>>
            : F extends Sides<infer I>
              ? SidesTold<Told<I>>
              : F extends Nullable<infer I>
                ? Told<I> | null
                : F extends Own<string, infer I>
                  ? Told<I>
                  : F extends Parts<infer S> | Settings<infer S>
                    ? ToldFields<S>
                    : never;
type ToldFields<S extends Fields> = {
  readonly [K in keyof S]: Told<S[K]['form']> | (S[K] extends Field<Form, 'may'> ? undefined : never);
};

/** @param value what a desk holds of the form */
export const told = <F extends Form>(form: F, value: Held<F>): Told<F> => toldAny(form, value) as Told<F>;

type Values = Readonly<Record<string, unknown>>;

function toldAny(form: Form, value: unknown): unknown {
  if (value === null || value === undefined) return value;
  switch (form.kind) {
    case 'length':
      return formatDuration(value as Micros);
    case 'list':
      return (value as readonly unknown[]).map((one) => toldAny(form.of, one));
    case 'nullable':
      return toldAny(form.of, value);
    case 'own':
      return toldAny(form.held, value);
    case 'sides':
      return typeof value === 'object' ? each(form.of, value) : toldAny(form.of, value);
    case 'byChannel':
    case 'byAgent':
      return each(form.of, value);
    case 'parts':
    case 'settings':
      return Object.fromEntries(
        Object.entries(form.fields).map(([key, field]) => [key, toldAny(field.form, (value as Values)[key])]),
      );
    default:
      return value;
  }
}

const each = (form: Form, values: object): Values =>
  Object.fromEntries(Object.entries(values).map(([key, one]) => [key, toldAny(form, one)]));
