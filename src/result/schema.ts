// The public result document of a run, `stillthere/result/1`: its zod schema, the source of type
// and JSON Schema.
import { z } from 'zod';
import { BY_PEOPLE, BY_RULE, CAUSES, CLOSE_REASONS, FATES, FLAGS, PLAY_ENDS, VERDICTS } from '../model/rows/words.ts';

const count = z.number().int().min(0);
const micros = z.number().int().min(0);
/** A share with its 95 % Wilson interval; 0 of n still has an upper bound. */
const rate = z.object({ count, of: count, low: z.number(), high: z.number() });
/**
 * The same, with the number still open when play ended: not part of `of` for sessions, part of
 * `count` for messages. Absent in older documents.
 */
const openRate = rate.extend({ open: count.optional() });
const times = z.object({ n: count, p50: micros, p95: micros, p99: micros, max: micros });
/**
 * Of `of` waits, `n` ended, `never` will not end, and `open` were open when play ended. A
 * percentile counts all of them (Kaplan–Meier) and is null where it is not reached. `max` is the
 * longest finished wait, `openMax` the longest open one. Older documents have only `n`, and times
 * of the finished waits.
 */
const waits = z.object({
  n: count,
  of: count.optional(),
  never: count.optional(),
  open: count.optional(),
  p50: micros.nullable(),
  p95: micros.nullable(),
  p99: micros.nullable(),
  max: micros,
  openMax: micros.optional(),
});
/** The tolerated number of a fact, or any number. */
const allowed = z.union([count, z.literal('any')]);
const counted = <const T extends readonly string[]>(words: T) => z.record(z.enum(words), count);

/**
 * Key and arguments of a text, so that it can be shown in another language; texts of other programs
 * have no key.
 */
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
    /**
     * An excerpt in virtual time: when play was ended, and who came (all agents if none is named).
     */
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
  /**
   * The limits of the run: `expect` of its scenario, with defaults; times in µs. Absent in older
   * documents.
   */
  limits: z
    .object({
      lost: allowed,
      misrouted: allowed,
      phantom: allowed,
      forgotten: allowed.optional(),
      wrongTimeouts: allowed,
      waiting: z.union([z.number(), z.literal('any')]).optional(),
      timeoutRate: z.number().optional(),
      prematureRate: z.number().optional(),
      missedRate: z.number().optional(),
      firstResponseP95: micros.optional(),
      fates: z.record(z.string(), count).optional(),
    })
    .optional(),
  /**
   * Model time from the start to the end of arrivals and of play, µs, and what ended play. Absent
   * in older documents.
   */
  play: z.object({ arrivals: micros, end: micros, why: z.enum(PLAY_ENDS) }).optional(),
  sessions: z.object({
    opened: count,
    active: count,
    stillOpen: count,
    leftMessage: count,
    closed: counted(CLOSE_REASONS),
    /**
     * By channel: `opened` and `active`, and the conversations that had ended or were open when
     * play ended, which are `of` and `open` of `timeouts.rate`. Older documents lack all of it, or
     * the last two.
     */
    byChannel: z
      .record(z.string(), z.object({ opened: count, active: count, ended: count.optional(), open: count.optional() }))
      .optional(),
  }),
  timeouts: z.object({
    /** Idle closes, of the ended session lives that an agent got. */
    rate: openRate,
    byRule: counted(BY_RULE),
    byPeople: counted(BY_PEOPLE),
    byCause: counted(CAUSES),
    byChannel: z.record(z.string(), count),
    premature: openRate,
    cameBack: count,
    /**
     * Closes at the end of the message window of a channel's platform; they are not idle timeouts.
     * Absent in older documents.
     */
    windows: z.object({ closes: count, byRule: counted(BY_RULE), cameBack: count }).optional(),
  }),
  messages: z.object({
    attempted: count,
    fates: counted(FATES),
    flags: counted(FLAGS),
    routes: z.record(z.string(), count),
    /** Messages that nobody read, including those that still waited when play ended (`open`). */
    missed: openRate,
    /** How many of `missed.open` are of visitors who had given up. Absent in older documents. */
    givenUp: count.optional(),
    bySender: z.record(z.string(), z.record(z.string(), count)),
    phantoms: count,
    /** Messages that were on a screen but are not in the history; a fact under the limit `lost`. */
    vanished: count,
    /**
     * Sessions that visitors or agents were told of but that are not in the history. Absent in
     * older documents.
     */
    forgotten: count.optional(),
    examples: z.record(z.string(), z.array(z.string())),
  }),
  transfers: z.object({ asked: count, done: count, failed: count }),
  /**
   * Alerts to agents before an idle close, and whether an agent wrote before it; also by agent.
   * Absent in older documents.
   */
  alerts: z
    .object({
      expiring: count,
      handled: count,
      expired: count,
      /** Neither a message nor the close had come when play ended. */
      open: count.optional(),
      byAgent: z.record(z.string(), z.object({ expiring: count, handled: count })),
    })
    .optional(),
  /**
   * Session lives in which the visitor was prompted, and what they did then. Absent in older
   * documents.
   */
  prompts: z.object({ asked: count, answered: count, expired: count, open: count.optional() }).optional(),
  latency: z.object({
    model: z.object({
      firstResponse: waits.extend({
        /** How many of the finished waits ended after the visitor had given up. */
        afterGivingUp: count.optional(),
      }),
      transfer: waits,
      notice: waits,
    }),
    real: z.object({
      ack: waits.extend({
        /** Messages that were sent more than once. */
        resent: count.optional(),
      }),
      delivery: waits,
      closeLateness: times,
    }),
  }),
  cost: z.object({ consultationsLost: count, complaints: count, conversionsLost: count, repeatedDescriptions: count }),
  visitors: z.object({
    arrived: count,
    finished: count,
    /**
     * Visitors with an unread message in a session that was still open when play ended. Absent in
     * older documents.
     */
    waiting: count.optional(),
    gaveUp: z.record(z.string(), count),
  }),
  generator: z.object({
    actors: count,
    lateness: z.object({ n: count, p50: micros, p99: micros, max: micros }),
    loopLag: z.object({ max: micros }),
    speedLimit: z.number().nullable(),
    speedBound: z.string(),
    /** Key and arguments of `speedBound`. */
    speedWhy: told.optional(),
    honest: z.boolean(),
    /**
     * Of the process that generates load: k6, or for the built-in engine the conductor with its
     * workers.
     */
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
