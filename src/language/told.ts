// Prepares rule values for sentences: lengths as text, everything else as it is.
import { formatDuration, type Micros } from '../model/core/time.ts';
import type { Side } from '../model/rules/choices.ts';
import type { Form, Held, ValueOf } from '../model/rules/forms.ts';

/** One length for both sides, or one for each side; null means for ever. */
export type SidesTold<T> = T | Readonly<Record<Side, T | null>>;

/** The values for a sentence about a form. */
export type Told<F> = ValueOf<F, string>;

/** Values of a form for a sentence. @param value as a desk holds it */
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
