// The limits of platforms behind channels, as people write them: what a platform documents, by one word, or each limit by itself.
import { z } from 'zod';
import { say } from '../language/language.ts';
import { CHANNELS, type Channel } from '../model/rows/words.ts';
import { DOCUMENTED, type ChannelRule } from '../model/rules/channels.ts';
import { some } from './lengths.ts';

const quota = z.number().int().min(1).nullable().default(null);

const allowance = {
  window: some.describe('How long the desk may write after it.'),
  quota: quota.describe('How many messages of agents, bot and prompts it lets through; `null` is any number.'),
};

const limits = z.strictObject({
  ...allowance,
  click: z
    .strictObject(allowance)
    .nullable()
    .default(null)
    .describe('What a click on an option of the bot opens, beside that; `null` for nothing.'),
  code: z
    .string()
    .regex(/^[\w.:-]{1,64}$/)
    .nullable()
    .default(null)
    .describe("The platform's own code for a message that it does not let through."),
  gone: some
    .nullable()
    .default(null)
    .describe(
      'The platform ends the session of a visitor who has been gone from the chat for so long; `null` is never.',
    ),
  cut: z
    .boolean()
    .default(false)
    .describe('A fault: after a close the platform says "sent" to the visitor and passes nothing on.'),
});

const ruleOf = ({ window, quota: most, ...rest }: z.output<typeof limits>): ChannelRule => ({
  message: { window, quota: most },
  ...rest,
});

/** Channels by name; `documented` takes what the platform writes itself. */
export const channelLimits = z
  .partialRecord(z.enum(CHANNELS), z.union([z.literal('documented'), limits]))
  .transform((written, ctx) => {
    const rules: Partial<Record<Channel, ChannelRule>> = {};
    for (const [name, rule] of Object.entries(written)) {
      const channel = name as Channel;
      const known = rule === 'documented' ? DOCUMENTED[channel] : ruleOf(rule);
      if (known !== null) rules[channel] = known;
      else
        ctx.addIssue({ code: 'custom', path: [channel], message: say('shape.undocumented', { channel }), input: rule });
    }
    return rules;
  });
