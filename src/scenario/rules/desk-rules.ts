// Reads the session rules of a scenario or profile: overrides of other rules; the rest stays as it
// is.
import type { z } from 'zod';
import { RULES, type PROMPT } from '../../model/rules/declared.ts';
import { channelLimits } from './channel-rules.ts';
import { written, type Change, type Written } from './forms.ts';
import { officeHours } from './hours.ts';
import { prompt } from './prompt.ts';

/** Rules with a special way of writing. */
const WAYS = { channels: () => channelLimits, hours: () => officeHours, prompt };

interface WrittenWays {
  readonly channels: z.input<typeof channelLimits>;
  readonly hours: z.input<typeof officeHours>;
  readonly prompt: Written<typeof PROMPT>;
}

export type RulesOverride = Change<typeof RULES>;

/** The schema of rules as people write them. */
export const rulesOverride = (
  written(RULES, WAYS) as z.ZodType<RulesOverride, Written<typeof RULES, WrittenWays>>
).meta({ id: 'rules', description: 'Session rules: what is not named stays as it is.' });
