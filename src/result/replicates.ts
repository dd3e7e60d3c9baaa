// The public document of replicates, `stillthere/replicates/1`: its zod schema, the source of type,
// JSON Schema and docs page.
import { z } from 'zod';
import { HEADLINES, METRICS, type Metric } from './headlines.ts';
import { resultSchema } from './schema.ts';

const { tool, verdict, exitCode, reasons, limits } = resultSchema.shape;
const { scenario, scenarioHash, profile, engine, durability, target, startedAt } = resultSchema.shape.run.shape;

const count = z.number().int().min(0);

/** A schema for every metric, described by the text of the metric. */
function byMetric<Schema extends z.ZodType>(of: (metric: Metric) => Schema): { [M in Metric]: Schema } {
  return Object.fromEntries(METRICS.map((metric) => [metric, of(metric).describe(saysOf(metric))])) as {
    [M in Metric]: Schema;
  };
}

const UNITS = { share: '0 to 1', count: '', micros: 'µs of model time' } as const;

/** The text of a metric, with its unit except for counts. */
export function saysOf(metric: Metric): string {
  const { says, unit } = HEADLINES[metric];
  return unit === 'count' ? says : `${says} (${UNITS[unit]})`;
}

/** Unknown keys are absent: all without values, and the spread with only one value. */
const spread = z.object({
  n: count.describe('replicates with a value'),
  notReached: count
    .optional()
    .describe(
      'replicates that did not reach this quantile: then there is no mean, and the median counts them as longest',
    ),
  mean: z.number().optional().describe('of them'),
  min: z.number().optional().describe('the smallest'),
  max: z.number().optional().describe('the largest'),
  median: z.number().optional().describe('the median'),
  sd: z.number().optional().describe('standard deviation from replicate to replicate (n − 1)'),
  standardError: z.number().optional().describe('of the mean: sd ÷ √n'),
  half95: z.number().optional().describe('half the 95 % t-interval of the mean, which is mean ± half95'),
});

const row = z.object({
  seed: z.string().describe('`--seed` with this value repeats this replicate alone'),
  folder: z.string().optional().describe('its run folder inside this one; absent in virtual time'),
  populationHash: z.string().describe('equal hashes mean the same visitors and agents'),
  speed: z.number().describe('model seconds per real second; 1 in virtual time'),
  verdict: verdict.describe('of this replicate alone'),
  exitCode: exitCode.describe('of this replicate alone'),
  reasons: reasons.describe('of this replicate alone, as in `result.json`'),
  example: z
    .string()
    .optional()
    .describe(
      'a message or a session of this replicate that went wrong: `explain` tells its story once it has been played alone',
    ),
  ...byMetric(() => z.number().nullable().optional()),
});

const reason = reasons.element.shape;

export const replicatesSchema = z.object({
  schema: z.literal('stillthere/replicates/1').describe('`stillthere/replicates/1`'),
  tool: tool.describe('versions of stillthere, of Node and, if used, of k6'),
  run: z.object({
    id: z.string().describe('name of the folder'),
    scenario: scenario.describe('name of the scenario'),
    scenarioHash: scenarioHash.describe('equal hashes mean the same scenario, defaults included'),
    profile: profile.describe('rule profile of the run'),
    engine: engine.describe('engine of the run'),
    seed: z.string().describe('S: the replicates have the seeds S/1, S/2, …'),
    replicates: z.number().int().min(1).describe('requested number of replicates'),
    durability: durability.describe('what an acknowledged message survives'),
    target: target.describe('target of the run'),
    startedAt: startedAt.describe('real time, ISO 8601'),
  }),
  verdict: verdict.describe('of all together: the worst of them, and at least `inconclusive` if not all have finished'),
  exitCode: exitCode.describe('exit code of the verdict'),
  reasons: z.array(
    z.object({
      limit: reason.limit.describe('as in `result.json`'),
      text: reason.text.describe(
        'an English sentence: counts of violations are added up, of values the worst is told, otherwise the first',
      ),
      key: reason.key.describe('name of that sentence in the catalogue of texts'),
      args: reason.args.describe('what goes into it'),
      seeds: z.array(z.string()).describe('the replicates that it holds for'),
    }),
  ),
  limits: limits.unwrap().describe('limits of each replicate, as in `result.json`'),
  summary: z.object(byMetric(() => spread)).describe('all replicates together, by metric'),
  replicates: z.array(row).describe('one a seed, in the order of the seeds'),
  resources: z.object({
    workers: count.describe('replicates that ran in parallel'),
    wallSeconds: z.number().describe('real time from start to verdict'),
    wallSecondsOf: z
      .array(z.number())
      .optional()
      .describe('real time of each replicate, in their order; side by side they add up to more than `wallSeconds`'),
    cpuSeconds: z.number().describe('of all processes together'),
    peakRssBytes: count.describe('memory of this program at most'),
    events: count.describe('events in virtual time, frames over real sockets, of all replicates'),
    rows: count.describe('rows of all ledgers; in virtual time, rows that ledgers would have had'),
  }),
});

export type Replicates = z.output<typeof replicatesSchema>;
export type Replicate = Replicates['replicates'][number];
