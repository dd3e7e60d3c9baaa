// The public document of what remedies are worth, `stillthere/remedies/1`: its zod schema, from which type, JSON Schema and page come.
import { z } from 'zod';
import type { Metric } from './headlines.ts';
import { replicatesSchema, saysOf } from './replicates.ts';
import { resultSchema } from './schema.ts';

/** What remedies are compared by, and which way is better. `neither`: more of it is only something else. */
export const REMEDY_METRICS = {
  timeoutRate: 'less',
  prematureRate: 'less',
  waitingRate: 'less',
  missedRate: 'less',
  lost: 'less',
  storedUnseen: 'less',
  unnoticed: 'less',
  leftMessages: 'neither',
  repeatedDescriptions: 'less',
  consultationsLost: 'less',
  conversionsLost: 'less',
  complaints: 'less',
  transfersDone: 'neither',
  promptsAnswered: 'neither',
  alertsHandled: 'neither',
  agentMessages: 'neither',
  unansweredRate: 'less',
  firstResponseP95: 'less',
} as const satisfies Readonly<Partial<Record<Metric, 'less' | 'neither'>>>;
export type RemedyMetric = keyof typeof REMEDY_METRICS;
export const REMEDY_METRIC_NAMES = Object.keys(REMEDY_METRICS) as RemedyMetric[];

const EFFECTS = ['better', 'worse', 'other', 'unclear'] as const;
export type Effect = (typeof EFFECTS)[number];

const { run, verdict } = replicatesSchema.shape;
const { scenario, scenarioHash, engine, startedAt } = run.shape;
const count = z.number().int().min(0);

const known = {
  n: count.describe('seeds that measured it'),
  mean: z.number().optional().describe('of them; absent where none did'),
  half95: z
    .number()
    .optional()
    .describe('half the 95 % t-interval, which is mean ± half95; absent with fewer than two'),
};

const measured = z.object({
  ...known,
  difference: z
    .object({
      ...known,
      effect: z
        .enum(EFFECTS)
        .describe(
          '`better` or `worse` where the interval without 0 holds for all comparisons of this document together (Bonferroni), `other` where it does and neither way is better, else `unclear`',
        ),
    })
    .optional()
    .describe('to the base, seed by seed on the same people; the base has none'),
});

export const remediesSchema = z.object({
  schema: z.literal('stillthere/remedies/1').describe('`stillthere/remedies/1`'),
  tool: resultSchema.shape.tool.describe('versions of stillthere, of Node and, where it played, of k6'),
  run: z.object({
    scenario: scenario.describe('name of the scenario'),
    scenarioHash: scenarioHash.describe('the same hash, the same scenario, defaults included'),
    engine: engine.describe('what played'),
    seed: z.string().describe('S: the seeds are S/1, S/2, …'),
    replicates: count.describe('how many were asked for'),
    startedAt: startedAt.describe('real time, ISO 8601'),
    interrupted: z
      .literal(true)
      .optional()
      .describe('play was stopped: profiles are missing, or seeds of the last one'),
  }),
  base: z.string().describe('the profile that all others are compared with'),
  comparisons: count.describe('differences in this document: what `effect` allows for'),
  profiles: z.array(
    z.object({
      profile: z.string().describe('the rules that were played'),
      folder: z.string().describe('its folder in this one, with `replicates.json`'),
      verdict: verdict.describe('of all its seeds together'),
      metrics: z.object(
        Object.fromEntries(REMEDY_METRIC_NAMES.map((m) => [m, measured.describe(saysOf(m))])) as {
          [M in RemedyMetric]: typeof measured;
        },
      ),
    }),
  ),
});

export type Remedies = z.output<typeof remediesSchema>;
export type Remedied = Remedies['profiles'][number];
