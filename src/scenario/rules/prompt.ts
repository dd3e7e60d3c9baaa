// The prompt before the idle close, as people write it: so long before the close, or after so much silence and so long before it.
import { z } from 'zod';
import { say } from '../../language/language.ts';
import type { PROMPT } from '../../model/rules/declared.ts';
import type { Form } from '../../model/rules/forms.ts';
import type { PromptRule } from '../../model/rules/rules.ts';
import { written, type Written } from './forms.ts';

/** The fields as they were read: `before` may be left out. */
type Read = Omit<PromptRule, 'before'> & { readonly before?: number | undefined };

/** Which of the two forms it is, and nothing of the other one. */
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
