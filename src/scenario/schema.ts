// The zod schema of a scenario; its descriptions are also the reference page and the JSON Schema.
import { z } from 'zod';
import { say } from '../language/language.ts';
import { CHANNELS, FATES } from '../model/rows/words.ts';
import { rulesOverride } from './rules/desk-rules.ts';
import { PROFILE_NAME } from './profile-names.ts';
import { share, span, weight } from './lengths.ts';
import { agents, arrival, client, habitsOfVisitors, persona } from './people.ts';
import { commit, crashes, network, tail } from './surroundings.ts';

const allowed = z.union([z.literal('any'), z.number().int().min(0)], { error: () => say('shape.allowed') }).default(0);

/** Limits of a run. Limits on facts default to 0, except that of `waiting`. */
const expectation = z.strictObject({
  lost: allowed.describe('Most messages that may be acknowledged and lost; "any" lifts the limit.'),
  misrouted: allowed.describe('Most messages that may be shown to the wrong person.'),
  phantom: allowed.describe('Most messages that may be shown although nobody sent them.'),
  forgotten: allowed.describe(
    'Most sessions that people were told of and that may be missing from the history of the server.',
  ),
  waiting: z
    .union([z.literal('any'), share], { error: () => say('shape.waiting') })
    .default(0.01)
    .describe('Largest share of visitor messages still waiting for an agent when the run ends; "any" lifts the limit.'),
  wrongTimeouts: allowed.describe('Most timeouts against the rules (early, late, missed, in the wrong state).'),
  timeoutRate: share
    .optional()
    .describe('Largest share of idle closes among conversations with an agent that ended, from 0 to 1.'),
  prematureRate: share.optional().describe('Largest share of premature closes among all idle closes.'),
  missedRate: share.optional().describe('Largest share of missed messages among all messages written.'),
  firstResponseP95: span
    .optional()
    .describe('Longest first response, 95th percentile. A question that is never answered counts as longer.'),
  fates: z
    .partialRecord(z.enum(FATES), z.number().int().min(0))
    .optional()
    .describe('Most messages with a fate, by fate.'),
});

/**
 * The most visitors of a scenario: twice the largest that is measured (`million-day`); they are
 * drawn in seconds.
 */
export const VISITORS_MOST = 2_000_000;

/** The keys of `expect`. */
export const EXPECTED: readonly string[] = Object.keys(expectation.shape);

export const scenarioSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, { error: () => say('shape.name') })
    .describe('Name of the scenario: small letters, digits and hyphens. Run folders are called after it.'),
  shows: z.string().min(1).describe('What the scenario shows, in one sentence.'),
  seed: z
    .union([z.string().min(1).max(100), z.number().int().min(0)], { error: () => say('shape.seed') })
    .transform(String)
    .optional()
    .describe('Seed that is played where `--seed` names none; 1 when left out.'),
  locale: z.enum(['zh_CN', 'en']).default('zh_CN').describe('Language that visitors and agents write in.'),
  arrivals: z
    .array(arrival)
    .min(1)
    .superRefine((phases, ctx) => {
      const visitors = phases.reduce((sum, phase) => sum + phase.visitors, 0);
      if (visitors > VISITORS_MOST)
        ctx.addIssue({
          code: 'custom',
          message: say('sizes.visitors', { visitors, most: VISITORS_MOST }),
          input: phases,
        });
    })
    .describe('When visitors arrive: stretches of the run, one after the other.'),
  channels: z
    .partialRecord(z.enum(CHANNELS), weight)
    .refine((c) => Object.values(c).some((w) => w > 0), { error: () => say('shape.channelsZero') })
    .meta({ minProperties: 1 })
    .describe('Channels that visitors use, with weights.'),
  personas: z
    .record(z.string(), persona)
    .refine((p) => Object.values(p).some((one) => one.weight > 0), { error: () => say('shape.personasZero') })
    .meta({ minProperties: 1 })
    .describe('Kinds of visitors, by name.'),
  turnsMost: z.number().int().min(1).max(100).default(20).describe('Most turns of a visitor.'),
  habits: habitsOfVisitors,
  agents: agents.describe('The agents who answer.'),
  client: client.prefault({}).describe('The client program of visitors and agents.'),
  network,
  commit,
  crashes,
  rules: rulesOverride.prefault({}).describe('Session rules of this desk; what is not set is as on the default desk.'),
  profiles: z
    .record(z.string(), rulesOverride)
    .superRefine((all, ctx) => {
      for (const name of Object.keys(all))
        if (!PROFILE_NAME.test(name))
          ctx.addIssue({ code: 'custom', path: [name], message: say('shape.profileName'), input: all });
    })
    .prefault({})
    .describe(
      'Rule profiles by name, each a change of `rules`; `--profile` selects. A profile changes rules only, never visitors or agents. Names are free; `bare`, which changes nothing, always exists.',
    ),
  tail,
  prematureWithin: span
    .prefault('30m')
    .describe('An idle close is premature if the visitor planned to write within this time after it.'),
  speed: z
    .union([z.literal('auto'), z.number().min(0.01).max(10_000)], { error: () => say('shape.speed') })
    .default('auto')
    .describe('Model seconds per real second over real sockets; "auto" is the highest reliable speed.'),
  expect: expectation
    .prefault({})
    .describe(
      'Limits of a run. Exit code 2: a limit is broken. Exit code 3: messages were lost or timeouts broke the rules.',
    ),
});

export type ScenarioInput = z.input<typeof scenarioSchema>;
export type ScenarioData = z.output<typeof scenarioSchema>;
