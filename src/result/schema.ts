// The public result document of a run, `stillthere/result/1`: its zod schema, from which the type and the JSON Schema come.
import { z } from 'zod';
import { BY_PEOPLE, BY_RULE, CAUSES, CLOSE_REASONS, FATES, FLAGS, VERDICTS } from '../model/rows/words.ts';

const count = z.number().int().min(0);
const micros = z.number().int().min(0);
/** A share with its 95 % Wilson interval; 0 of n still has an upper bound. */
const rate = z.object({ count, of: count, low: z.number(), high: z.number() });
const times = z.object({ n: count, p50: micros, p95: micros, p99: micros, max: micros });
/** A number of a fact that is tolerated, or any number. */
const allowed = z.union([count, z.literal('any')]);
const counted = <const T extends readonly string[]>(words: T) => z.record(z.enum(words), count);

/** What a text was made from, so that it can be told in another language; the words of other programs have no key. */
const told = z.object({ key: z.string(), args: z.record(z.string(), z.unknown()).optional() });

export const resultSchema = z.object({
  schema: z.literal('stillthere/result/1'),
  tool: z.object({ version: z.string(), node: z.string(), k6: z.string().optional() }),
  run: z.object({
    id: z.string(),
    scenario: z.string(),
    scenarioHash: z.string(),
    populationHash: z.string(),
    profile: z.string(),
    engine: z.enum(['sim', 'node', 'k6']),
    seed: z.string(),
    speed: z.number(),
    durability: z.enum(['process', 'power', 'memory', 'unknown']),
    target: z.string(),
    startedAt: z.string(),
    /** An excerpt in virtual time: when play was ended, and who came (all agents, where none is named). */
    until: micros.optional(),
    only: z.array(z.string()).optional(),
  }),
  verdict: z.enum(VERDICTS),
  exitCode: z.number().int(),
  reasons: z.array(
    z.object({
      limit: z.string(),
      /** In English, whatever the language of the run. */
      text: z.string(),
      ...told.partial().shape,
      value: z.number().optional(),
      bound: z.number().optional(),
    }),
  ),
  /** What the run was held to: `expect` of its scenario, with defaults; a time in µs. Older documents do not have it. */
  limits: z
    .object({
      lost: allowed,
      misrouted: allowed,
      phantom: allowed,
      wrongTimeouts: allowed,
      timeoutRate: z.number().optional(),
      prematureRate: z.number().optional(),
      missedRate: z.number().optional(),
      firstResponseP95: micros.optional(),
      fates: z.record(z.string(), count).optional(),
    })
    .optional(),
  sessions: z.object({
    opened: count,
    active: count,
    stillOpen: count,
    leftMessage: count,
    closed: counted(CLOSE_REASONS),
    /** `opened` and `active` by channel: what the timeouts of a channel are a share of. Older documents do not have it. */
    byChannel: z.record(z.string(), z.object({ opened: count, active: count })).optional(),
  }),
  timeouts: z.object({
    rate,
    byRule: counted(BY_RULE),
    byPeople: counted(BY_PEOPLE),
    byCause: counted(CAUSES),
    byChannel: z.record(z.string(), count),
    premature: rate,
    cameBack: count,
    /** Closes at the end of what a platform behind a channel allows; they are no idle timeouts. Older documents do not have it. */
    windows: z.object({ closes: count, byRule: counted(BY_RULE), cameBack: count }).optional(),
  }),
  messages: z.object({
    attempted: count,
    fates: counted(FATES),
    flags: counted(FLAGS),
    routes: z.record(z.string(), count),
    missed: rate,
    bySender: z.record(z.string(), z.record(z.string(), count)),
    phantoms: count,
    /** Messages that somebody had on a screen and that are in no history any more; a fact under the limit `lost`. */
    vanished: count,
    examples: z.record(z.string(), z.array(z.string())),
  }),
  transfers: z.object({ asked: count, done: count, failed: count }),
  /** Alerts to agents before an idle close, and whether an agent wrote before it came; also by agent. Older documents do not have it. */
  alerts: z
    .object({
      expiring: count,
      handled: count,
      expired: count,
      byAgent: z.record(z.string(), z.object({ expiring: count, handled: count })),
    })
    .optional(),
  /** Lives of sessions in which the visitor was asked whether they are still there, and what they did then. Older documents do not have it. */
  prompts: z.object({ asked: count, answered: count, expired: count }).optional(),
  latency: z.object({
    model: z.object({ firstResponse: times, transfer: times, notice: times }),
    real: z.object({ ack: times, delivery: times, closeLateness: times }),
  }),
  cost: z.object({ consultationsLost: count, complaints: count, conversionsLost: count, repeatedDescriptions: count }),
  visitors: z.object({ arrived: count, finished: count, gaveUp: z.record(z.string(), count) }),
  generator: z.object({
    actors: count,
    lateness: z.object({ n: count, p50: micros, p99: micros, max: micros }),
    loopLag: z.object({ max: micros }),
    speedLimit: z.number().nullable(),
    speedBound: z.string(),
    /** What `speedBound` was made from. */
    speedWhy: told.optional(),
    honest: z.boolean(),
    /** Of the process that plays: k6, or for the built-in engine the conductor with its workers. */
    cpuSeconds: z.number(),
    peakRssBytes: count,
    frames: count,
  }),
  resources: z.object({
    wallSeconds: z.number(),
    cpuSeconds: z.number(),
    peakRssBytes: count,
    events: count,
    rows: count,
  }),
});

export type Result = z.output<typeof resultSchema>;
