// Schema of the session rules in a server configuration: every rule, lengths in µs.
// It is made from the declaration of the rules.
import { z } from 'zod';
import { RULES } from '../model/rules/declared.ts';
import type { Fields, Form } from '../model/rules/forms.ts';
import type { SessionRules } from '../model/rules/rules.ts';
import { CHANNELS } from '../model/rows/words.ts';
import { flag, list, object, text, whole, word } from './checks.ts';

/**
 * The schema of a form as the desk holds it. Every key is required, except those with presence
 * `may`.
 */
export function held(form: Form): z.ZodType {
  switch (form.kind) {
    case 'length':
    case 'count':
      return whole(form.least);
    case 'choice':
      return word(form.of);
    case 'flag':
      return flag;
    case 'text':
      return text(1);
    case 'list':
      return list(held(form.of));
    case 'byChannel':
      return z.partialRecord(z.enum(CHANNELS), held(form.of));
    case 'byAgent':
      return z.record(text(1), held(form.of));
    case 'sides':
      return eitherOrEach(held(form.of));
    case 'nullable':
      return held(form.of).nullable();
    case 'parts':
    case 'settings':
      return object(shape(form.fields));
    case 'own':
      return held(form.held);
  }
}

function eitherOrEach(one: z.ZodType): z.ZodType {
  const side = one.nullable();
  return z.union([one, object({ visitor: side, agent: side })], {
    error: 'must be a whole number from 0, or an object with visitor, agent',
  });
}

const shape = (fields: Fields): z.ZodRawShape =>
  Object.fromEntries(
    Object.entries(fields).map(([key, { form, presence }]) => [
      key,
      presence === 'may' ? held(form).optional() : held(form),
    ]),
  );

/** All rules of a desk. */
export const heldRules = held(RULES) as z.ZodType<SessionRules>;
