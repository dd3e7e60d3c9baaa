// The public document of `remedies`, `stillthere/remedies/1`: its zod schema, the source of type,
// JSON Schema and docs page.
import { z } from 'zod';
import type { Metric } from './headlines.ts';
import { replicatesSchema, saysOf } from './replicates.ts';
import { resultSchema } from './schema.ts';

/**
 * The metrics by which remedies are compared, and which direction is better. `neither`: no
 * direction is better.
 */
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
  n: count.describe('seeds with a value'),
  mean: z.number().optional().describe('mean of them; absent if there are none'),
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
          '`better`, `worse` or (neither direction is better) `other` if significant after Bonferroni correction for all comparisons of this document; else `unclear`',
        ),
    })
    .optional()
    .describe('to the base, paired by seed; the base has none'),
});

export const remediesSchema = z.object({
  schema: z.literal('stillthere/remedies/1').describe('`stillthere/remedies/1`'),
  tool: resultSchema.shape.tool.describe('versions of stillthere, of Node and, if used, of k6'),
  run: z.object({
    scenario: scenario.describe('name of the scenario'),
    scenarioHash: scenarioHash.describe('equal hashes mean the same scenario, defaults included'),
    engine: engine.describe('engine of the run'),
    seed: z.string().describe('S: the seeds are S/1, S/2, …'),
    replicates: count.describe('requested number of seeds'),
    startedAt: startedAt.describe('real time, ISO 8601'),
    interrupted: z
      .literal(true)
      .optional()
      .describe('play was stopped: profiles are missing, or seeds of the last one'),
  }),
  base: z.string().describe('the profile with which all others are compared'),
  comparisons: count.describe('number of differences in this document, for which `effect` is corrected'),
  profiles: z.array(
    z.object({
      profile: z.string().describe('rule profile of the run'),
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
