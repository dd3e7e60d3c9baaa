// Reads the prompt before the idle close: by its time before the close, or by silence and closing
// time.
import { z } from 'zod';
import { say } from '../../language/language.ts';
import type { PROMPT } from '../../model/rules/declared.ts';
import type { Form } from '../../model/rules/forms.ts';
import type { PromptRule } from '../../model/rules/rules.ts';
import { written, type Written } from './forms.ts';

/** The parsed fields: `before` may be missing. */
type Read = Omit<PromptRule, 'before'> & { readonly before?: number | undefined };

/** Accepts exactly one of the two forms; mixtures are errors. */
export const prompt = (held: Form): z.ZodType<PromptRule, Written<typeof PROMPT>> =>
  (written(held) as z.ZodType<Read, Written<typeof PROMPT>>).transform(
    ({ before, after, closes, ...rest }, ctx): PromptRule => {
      const complain = (path: string[], message: string): void => {
        ctx.addIssue({ code: 'custom', path, message, input: { before, after, closes, ...rest } });
      };
      if (before !== undefined && after === undefined && closes === undefined) return { before, ...rest };
      if (before !== undefined || after === undefined || closes === undefined) {
        complain([], say('shape.promptForm'));
        return z.NEVER;
      }
      if (rest.max > 1) complain(['max'], say('shape.promptOnce'));
      if (rest.every !== null) complain(['every'], say('shape.promptOnce'));
      return { before: closes, after, closes, ...rest };
    },
  );
