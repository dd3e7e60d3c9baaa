// What a scenario may say, as one zod schema: its descriptions are the reference page and the JSON Schema, too.
import { z } from 'zod';
import { say } from '../language/language.ts';
import { CHANNELS, FATES } from '../model/rows/words.ts';
import { PROFILE_NAME } from './profile-names.ts';
import { rulesOverride } from './desk-rules.ts';
import { share, span, weight } from './lengths.ts';
import { agents, arrival, client, habitsOfVisitors, persona } from './people.ts';
import { commit, crashes, network, tail } from './surroundings.ts';

const allowed = z.union([z.literal('any'), z.number().int().min(0)], { error: () => say('shape.allowed') }).default(0);

/** Limits of a run. Facts default to "none allowed". */
const expectation = z.strictObject({
  lost: allowed.describe('Messages acknowledged and lost, at most; "any" lifts the limit.'),
  misrouted: allowed.describe('Messages shown to somebody they were not for, at most.'),
  phantom: allowed.describe('Messages shown that nobody sent, at most.'),
  forgotten: allowed.describe(
    'Sessions that people were told of and that the history of the server does not have, at most.',
  ),
  waiting: z
    .union([z.literal('any'), share], { error: () => say('shape.waiting') })
    .default(0.01)
    .describe(
      'Messages of visitors that nobody had read and that still waited when play ended, of all of theirs, at most; "any" lifts the limit.',
    ),
  wrongTimeouts: allowed.describe('Timeouts against the rules (early, late, missed, in a wrong state), at most.'),
  timeoutRate: share
    .optional()
    .describe('Idle closes, of the conversations with an agent that ended, at most, from 0 to 1.'),
  prematureRate: share.optional().describe('Idle closes too early for the visitor, of all idle closes, at most.'),
  missedRate: share
    .optional()
    .describe('Messages that nobody had read when play was over, of all messages written, at most.'),
  firstResponseP95: span
    .optional()
    .describe('95 of 100 who ask are answered within this time; who is never answered counts as longer.'),
  fates: z
    .partialRecord(z.enum(FATES), z.number().int().min(0))
    .optional()
    .describe('Messages that end in a fate, at most.'),
});

/** Visitors of one scenario: twice the largest that is measured (`million-day`), and drawn in seconds. */
export const VISITORS_MOST = 2_000_000;

/** What a scenario may limit. */
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
    .describe('Who comes when: stretches of the evening, one after the other.'),
  channels: z
    .partialRecord(z.enum(CHANNELS), weight)
    .refine((c) => Object.values(c).some((w) => w > 0), { error: () => say('shape.channelsZero') })
    .meta({ minProperties: 1 })
    .describe('Channels that visitors come from, with weights.'),
  personas: z
    .record(z.string(), persona)
    .refine((p) => Object.values(p).some((one) => one.weight > 0), { error: () => say('shape.personasZero') })
    .meta({ minProperties: 1 })
    .describe('Kinds of visitors, by name.'),
  turnsMost: z.number().int().min(1).max(100).default(20).describe('No visitor has more turns than this.'),
  habits: habitsOfVisitors,
  agents: agents.describe('Who answers.'),
  client: client.prefault({}).describe('The program in the hand of visitors and agents.'),
  network,
  commit,
  crashes,
  rules: rulesOverride.prefault({}).describe('Session rules of this desk, over the default desk.'),
  profiles: z
    .record(z.string(), rulesOverride)
    .superRefine((all, ctx) => {
      for (const name of Object.keys(all))
        if (!PROFILE_NAME.test(name))
          ctx.addIssue({ code: 'custom', path: [name], message: say('shape.profileName'), input: all });
    })
    .prefault({})
    .describe(
      'Named sets of rules, over `rules`; `--profile` chooses. A profile changes rules only, never people. Names are free; `bare`, which changes nothing, is there anyway.',
    ),
  tail,
  prematureWithin: span
    .prefault('30m')
    .describe('A turn that was due within this much of an idle close makes the close premature.'),
  speed: z
    .union([z.literal('auto'), z.number().min(0.01).max(10_000)], { error: () => say('shape.speed') })
    .default('auto')
    .describe('Model seconds per real second over real sockets; "auto" is the highest honest speed.'),
  expect: expectation.prefault({}).describe('Limits of a run: a broken one ends it with exit code 2, a fact with 3.'),
});

export type ScenarioInput = z.input<typeof scenarioSchema>;
export type ScenarioData = z.output<typeof scenarioSchema>;
