// The idle timeout and the prompt before it, as people write them.
import { z } from 'zod';
import { say } from '../language/language.ts';
import { CHANNELS } from '../model/rows/words.ts';
import { ANCHORS, PENDING, RESETS, type IdleTime, type PromptRule } from '../model/rules/rules.ts';
import { formsOf, some, span } from './lengths.ts';

const side = span.nullable();

const idleTime = z.union(
  [
    span,
    z.strictObject({
      visitor: side.describe('How long the visitor may be silent; `null` is for ever.'),
      agent: side.describe('How long the agent may be silent; `null` is for ever.'),
    }),
  ],
  { error: formsOf('{visitor, agent}') },
);

export const idleTimeout = z.strictObject({
  after: idleTime
    .optional()
    .describe(
      'Idle time after which a session is closed; under the anchor `per_participant` also one for each side, `{visitor, agent}`. Default desk: 30m.',
    ),
  anchor: z.enum(ANCHORS).optional().describe('What idle time is counted from. Default desk: either_last_message.'),
  resets: z
    .array(z.enum(RESETS))
    .optional()
    .describe(
      "What starts the idle clock anew: messages by sender (the welcome is the bot's), a click on an option, typing, page activity, another agent. Default desk: visitor, agent, bot, prompt, transfer.",
    ),
  onlyIfPending: z
    .enum(PENDING)
    .optional()
    .describe(
      'Closes only while it is the turn of the visitor (the agent had the last word), or of the agent. Default desk: any.',
    ),
  byChannel: z
    .partialRecord(z.enum(CHANNELS), idleTime.nullable() satisfies z.ZodType<IdleTime | null>)
    .optional()
    .describe('Another idle time on some channels, written as `after`; `null` for a channel without an idle timeout.'),
});

export const prompt = z
  .strictObject({
    before: span.optional().describe('How long before the idle close the visitor is asked.'),
    after: some
      .optional()
      .describe(
        'Instead of `before`: after how much silence the visitor is asked. The idle time is then `after` and `closes` together.',
      ),
    closes: some
      .optional()
      .describe(
        'With `after`: how long after the prompt the close comes, also where prompts and the bot start the clock anew.',
      ),
    text: z.string().min(1).max(500).describe('What the visitor is asked.'),
    max: z.number().int().min(1).default(1).describe('How many times at most in one silence.'),
    every: span
      .nullable()
      .default(null)
      .describe('Asks again after so long, up to `max` times; `null` = once before each close that is due.'),
  })
  .transform(({ before, after, closes, ...rest }, ctx): PromptRule => {
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
  });
