// The public document of `agree`, `stillthere/agreement/1`: its zod schema, the source of type,
// JSON Schema and docs page.
import { z } from 'zod';
import { VERDICTS } from '../model/rows/words.ts';
import { resultSchema } from './schema.ts';

const { tool, reasons, exitCode } = resultSchema.shape;
const { scenario, scenarioHash, profile, startedAt } = resultSchema.shape.run.shape;
const { text, key, args } = reasons.element.shape;

/** Verdicts on a metric: agreement shown, disagreement shown, or neither. */
const AGREEMENTS = ['equivalent', 'different', 'inconclusive', 'too_few', 'nothing_to_compare'] as const;
/** Metrics whose means over seeds are compared. */
export const AGREE_METRICS = ['timeoutRate', 'prematureRate', 'missedRate', 'transferLatency'] as const;
/** Metrics whose whole distributions are compared. */
export const AGREE_SHAPES = ['firstResponse', 'transfer'] as const;

const METRIC_SAYS = {
  timeoutRate: 'idle closes ÷ conversations with an agent that ended',
  prematureRate: 'idle closes that were premature ÷ idle closes',
  missedRate: 'missed messages ÷ messages',
  transferLatency: 'mean time of all transfers, from the wish to the next agent',
} as const;
const SHAPE_SAYS = {
  firstResponse:
    "from a visitor's first message to the first answer of an agent, with those who never get one and those who still wait",
  transfer: 'from the wish for a transfer to the next agent, with those that never come about and those under way',
} as const;

const count = z.number().int().min(0);
const micros = z.number().int().min(0);
const engine = z.enum(['node', 'k6']);
const side = z.enum(['S1', 'SN', 'RN']);

const metric = z.object({
  unit: z.enum(['pp', 'µs']).describe('percentage points, or µs of model time'),
  verdict: z.enum(AGREEMENTS).describe('by two one-sided t-tests'),
  margin: z.number().describe('differences within ± this do not count'),
  n: count.describe('pairs that had something to compare on both sides'),
  from: z.number().optional().describe('mean of the first side'),
  to: z.number().optional().describe('mean of the second side'),
  difference: z.number().optional().describe('mean of the differences, second side − first side'),
  sd: z.number().optional().describe('their standard deviation from seed to seed'),
  half90: z
    .number()
    .optional()
    .describe('half the 90 % t-interval: `equivalent` when difference ± half90 lies inside of ±margin'),
  half95: z
    .number()
    .optional()
    .describe('half the 95 % t-interval: `different` when difference ± half95 lies outside of ±margin'),
  differences: z
    .array(z.number())
    .describe('of each pair, in the order of `seeds`, without pairs that had nothing to compare'),
});

const shape = z.object({
  verdict: z
    .enum(['close', 'apart', 'too_few', 'nothing_to_compare'])
    .describe('`close`: a distance up to 0.05, with at least 3 000 samples on each side, of at least 20 pairs'),
  n: z.tuple([count, count]).describe('number of waits on each side, over all seeds'),
  distance: z.number().optional().describe('Kolmogorov–Smirnov distance of the estimates of Kaplan and Meier, 0 to 1'),
});

type Named<Names extends readonly string[], Schema> = { [N in Names[number]]: Schema };

/** A schema for each name, described by its text. */
function each<const Names extends readonly string[], Schema extends z.ZodType>(
  names: Names,
  says: Readonly<Record<Names[number], string>>,
  part: Schema,
): Named<Names, Schema> {
  return Object.fromEntries(names.map((name: Names[number]) => [name, part.describe(says[name])])) as Named<
    Names,
    Schema
  >;
}

const comparison = z.object({
  what: z.enum(['compression', 'model']).describe('compression bias (SN − S1) or model error (RN − SN)'),
  engine: engine.describe('of RN; the compression bias uses the same pairs'),
  from: side.describe('first side'),
  to: side.describe('second side'),
  seeds: z.array(z.string()).describe('pairs, with the same people on both sides'),
  metrics: z.object(each(AGREE_METRICS, METRIC_SAYS, metric)).describe('means over seeds, see below'),
  shapes: z.object(each(AGREE_SHAPES, SHAPE_SAYS, shape)).describe('distributions over all seeds, see below'),
  visitors: z
    .object({ differ: count, of: count })
    .describe('visitors with a different outcome: fates of their messages, their own end, verdicts on their timeouts'),
});

const engineAt = z.object({
  engine: engine.describe('engine of the run'),
  epsilon: micros.describe('ε: p99.9 of lateness and one way, real µs'),
  actors: count.optional().describe('with how many connections ε was measured'),
  limit: z.number().describe('highest reliable speed, measured before the run'),
  bound: z.object({ text, key, args }).describe('what sets that limit'),
  ack: micros.optional().describe('until an acknowledgement: the median over its runs of their medians, real µs'),
});

const played = z.object({
  id: z.string().describe('name of its folder inside this one'),
  engine: engine.describe('engine of the run'),
  speed: z.number().describe('model seconds per real second'),
  seed: z.string().describe('of the pair'),
  verdict: z.enum(VERDICTS).describe('on this run alone'),
  used: z.boolean().describe('false: the run was unreliable and was repeated, up to three times in all'),
  reasons: reasons.describe('for its verdict, as in `result.json`'),
});

export const agreementSchema = z.object({
  schema: z.literal('stillthere/agreement/1').describe('name of this contract'),
  tool: tool.describe('versions of stillthere, of Node and, if used, of k6'),
  run: z
    .object({
      id: z.string().describe('name of the folder'),
      scenario: scenario.describe('name of the scenario'),
      scenarioHash: scenarioHash.describe('equal hashes mean the same scenario, defaults included'),
      profile: profile.describe('rule profile of the run'),
      seed: z.string().describe('S: the pairs have the seeds S/1, S/2, …'),
      replicates: z.number().int().min(1).describe('requested number of pairs'),
      begun: count.describe('number of pairs that were started; fewer if it was stopped'),
      startedAt: startedAt.describe('real time, ISO 8601'),
    })
    .describe('what was compared'),
  machine: z
    .object({ cores: count.describe('of the machine'), load: z.number().describe('load average of the minute before') })
    .describe('the machine, and how busy it was'),
  loopback: z
    .object({
      latency: micros.describe('one way of a frame'),
      commit: micros.describe('additional time of a durable message until its acknowledgement'),
      n: count.describe('number of measurements of each; the median counts'),
    })
    .describe('what S1 and SN assume, real µs, measured on the reference server'),
  verdict: z
    .enum([...AGREEMENTS, 'invalid'])
    .describe('on the whole comparison; `invalid`: pairs are missing because their runs were unreliable'),
  exitCode: exitCode.describe('exit code: 0 equivalent, 2 different, 4 neither'),
  speeds: z
    .array(
      z.object({
        speed: z.number().describe('N: model seconds per real second'),
        engines: z.array(engineAt).describe('how reliable each engine was'),
        comparisons: z.array(comparison).describe('compression bias and model error, engine by engine'),
      }),
    )
    .describe('one for each speed'),
  runs: z.array(played).describe('every run over sockets, used or not'),
});

export type AgreeMetric = (typeof AGREE_METRICS)[number];
export type AgreeShape = (typeof AGREE_SHAPES)[number];
export type Agreement = z.output<typeof agreementSchema>;
export type Comparison = z.output<typeof comparison>;
export type MetricAgreement = z.output<typeof metric>;
export type ShapeAgreement = z.output<typeof shape>;
