// Reads the limits of channel platforms: `documented` for the platform's own, or each limit by
// itself.
import { z } from 'zod';
import { say } from '../../language/language.ts';
import { CHANNELS, type Channel } from '../../model/rows/words.ts';
import { DOCUMENTED, type ChannelRule } from '../../model/rules/channels.ts';
import { ALLOWANCE, CHANNEL_LIMITS } from '../../model/rules/declared-channels.ts';
import { parts, type Held } from '../../model/rules/forms.ts';
import { written, type Written } from './forms.ts';

const { message: _, ...others } = CHANNEL_LIMITS.fields;
/** The window and quota of a message are written beside the other limits. */
const LIMITS = parts({ ...ALLOWANCE.fields, ...others });

const limits = written(LIMITS) as z.ZodType<Held<typeof LIMITS>, Written<typeof LIMITS>>;

const ruleOf = ({ window, quota, ...rest }: z.output<typeof limits>): ChannelRule => ({
  message: { window, quota },
  ...rest,
});

/** Channels by name; `documented` takes the limits from the platform's documentation. */
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
