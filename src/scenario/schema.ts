// What a scenario may say, as zod schemas: durations and distributions in the words people write, with defaults.
import { z } from 'zod';
import type { Duration } from '../model/core/distributions.ts';
import { PURPOSE } from '../model/core/draw.ts';
import { parseDuration, SECOND } from '../model/core/time.ts';
import { CHANNELS, FATES, PROFILES } from '../model/rows/words.ts';
import { AFTER_CLOSE, ANCHORS, RESETS } from '../model/rules/rules.ts';
import { MISSING } from './faults.ts';

/** `90s`, `30m`, `2h` → µs. */
export const span = z.string({ error: ({ input }) => noText(input) }).transform((text, ctx) => {
  try {
    return parseDuration(text);
  } catch (error) {
    const bare = /^\s*(\d+(?:\.\d+)?)\s*$/.exec(text)?.[1];
    ctx.addIssue({
      code: 'custom',
      message: bare === undefined ? (error as Error).message : noUnit(bare),
      input: text,
    });
    return z.NEVER;
  }
});

const noUnit = (number: string): string =>
  `has no unit; write a duration such as "${number}s", "${number}m" or "${number}h"`;

function noText(input: unknown): string {
  if (typeof input === 'number' && input >= 0) return noUnit(String(input));
  return `${input === undefined ? MISSING : ''}write a duration in quotes, such as "90s", "30m" or "2h"`;
}

const thousandths = z.number().int().min(0).max(1000);
const weight = z.number().int().min(0);

/** A number where a duration belongs has lost its unit; anything else is shown the forms there are. */
const formsOf =
  (forms: string) =>
  ({ input }: { input?: unknown }): string =>
    typeof input === 'number' && input >= 0
      ? noUnit(String(input))
      : `${input === undefined ? MISSING : ''}write a duration such as "90s", or ${forms}`;

const simple = z.union(
  [
    span.transform((value): Duration => ({ kind: 'fixed', value })),
    z.strictObject({ mean: span }).transform(({ mean }): Duration => ({ kind: 'exponential', mean })),
    z
      .strictObject({ median: span, sigma: z.number().min(0).max(4), cap: span.optional() })
      .transform(({ median, sigma, cap }): Duration => ({
        kind: 'lognormal',
        median,
        sigma,
        ...(cap !== undefined && { cap }),
      })),
    z
      .strictObject({ from: span, to: span })
      .refine(({ from, to }) => to >= from, { message: '`to` is shorter than `from`; write the shorter one first' })
      .transform(({ from, to }): Duration => ({ kind: 'uniform', low: from, high: to })),
  ],
  { error: formsOf('{mean}, {median, sigma, cap?} or {from, to}') },
);

/** A distribution of durations; `sometimes` mixes in a second one, with a share in thousandths. */
export const duration = z.union(
  [
    simple,
    z
      .strictObject({ usually: simple, sometimes: simple, share: thousandths })
      .transform(({ usually, sometimes, share }): Duration => ({
        kind: 'mixture',
        main: usually,
        other: sometimes,
        otherShare: share,
        purpose: PURPOSE.thinkMixture,
      })),
  ],
  { error: formsOf('{mean}, {median, sigma, cap?}, {from, to} or {usually, sometimes, share}') },
);

const arrival = z
  .strictObject({
    name: z.string().min(1),
    for: span.refine((value) => value % SECOND === 0, { message: 'must be whole seconds' }),
    visitors: z.number().int().min(0),
    ramp: z.tuple([z.number().positive(), z.number().positive()]).optional(),
    curve: z.array(z.number().min(0)).min(2).optional(),
  })
  .refine((phase) => phase.curve === undefined || phase.for % (phase.curve.length * SECOND) === 0, {
    message: '`for` cannot be cut into as many parts of whole seconds as `curve` has',
  })
  .refine((phase) => phase.curve === undefined || phase.curve.some((w) => w > 0), {
    message: 'curve is all zero: nobody would come; give at least one part a weight',
  });

const persona = z.strictObject({
  weight,
  trade: z.enum(['pre_sale', 'after_sale', 'education', 'finance']),
  turns: z.number().min(1).max(100),
  think: duration,
  patience: duration.prefault({ median: '321s', sigma: 1.86, cap: '1h' }),
  replyPatience: duration.prefault({ median: '8m', sigma: 0.8, cap: '1h' }),
  lingers: duration.prefault({ median: '6m', sigma: 1 }),
  endings: z
    .strictObject({ closes: weight, goodbye: weight, silent: weight })
    .refine((e) => e.closes + e.goodbye + e.silent > 0, {
      message: 'all endings have weight 0; give at least one a weight',
    }),
  comesBack: thousandths.default(700),
  answersPrompt: thousandths.default(450),
  promptDelay: duration.prefault({ median: '40s', sigma: 1 }),
  lead: thousandths.default(300),
  annoyed: thousandths.default(300),
});

const habit = z.strictObject({
  kind: z.enum(['hidden', 'frozen', 'killed', 'offline']),
  share: thousandths,
  onset: duration,
  length: duration.prefault('0s'),
  times: z.number().int().min(1).max(50).default(1),
});

const clock = z.strictObject({ every: span, limit: span });
const some = span.refine((value) => value > 0, { message: 'must be longer than 0' });
const clientClock = z
  .strictObject({ every: some, limit: some })
  .refine((c) => c.limit >= c.every, { message: '`limit` must not be shorter than `every`' });

/** Rules as overrides of the default desk; what is not named stays. */
export const rulesOverride = z.strictObject({
  idle: z
    .strictObject({
      after: span.optional(),
      anchor: z.enum(ANCHORS).optional(),
      resets: z.array(z.enum(RESETS)).optional(),
    })
    .nullable()
    .optional(),
  prompt: z
    .strictObject({ before: span, text: z.string().min(1).max(500), max: z.number().int().min(1).default(1) })
    .nullable()
    .optional(),
  sweep: span.optional(),
  queue: z
    .strictObject({ timeout: span.nullable().optional(), then: z.enum(['close', 'leave_message']).optional() })
    .optional(),
  afterClose: z
    .strictObject({
      policy: z.enum(AFTER_CLOSE).optional(),
      byChannel: z.partialRecord(z.enum(CHANNELS), z.enum(AFTER_CLOSE)).optional(),
    })
    .optional(),
  visitorGone: span.nullable().optional(),
  agents: z
    .strictObject({
      capacity: z.number().int().min(1).max(100).optional(),
      handOver: span.nullable().optional(),
      presence: z.enum(['transport', 'manual']).optional(),
    })
    .optional(),
  liveness: z.strictObject({ transport: clock.optional(), page: clock.nullable().optional() }).optional(),
});
export type RulesOverride = z.output<typeof rulesOverride>;

const allowed = z.union([z.literal('any'), z.number().int().min(0)], {
  error: 'write "any" or the largest number allowed',
});
const share = z.number().min(0).max(1);

/** Limits of a run. Facts default to "none allowed". */
export const expectation = z.strictObject({
  lost: allowed.default(0),
  misrouted: allowed.default(0),
  phantom: allowed.default(0),
  wrongTimeouts: allowed.default(0),
  timeoutRate: share.optional(),
  prematureRate: share.optional(),
  missedRate: share.optional(),
  firstResponseP95: span.optional(),
  fates: z.partialRecord(z.enum(FATES), z.number().int().min(0)).optional(),
});

export const scenarioSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, { error: 'use small letters, digits and hyphens, such as my-desk' }),
  shows: z.string().min(1),
  locale: z.enum(['zh_CN', 'en']).default('zh_CN'),
  arrivals: z.array(arrival).min(1),
  channels: z
    .partialRecord(z.enum(CHANNELS), weight)
    .refine((c) => Object.values(c).some((w) => w > 0), { message: 'give at least one channel a weight' }),
  personas: z
    .record(z.string(), persona)
    .refine((p) => Object.values(p).some((one) => one.weight > 0), { message: 'give at least one persona a weight' }),
  turnsMost: z.number().int().min(1).max(100).default(20),
  habits: z.record(z.string(), habit).default({}),
  agents: z.strictObject({
    count: z.number().int().min(0).max(5000),
    personas: z.record(z.string(), z.strictObject({ weight, pace: z.number().int().min(100).max(10_000) })).default({
      steady: { weight: 70, pace: 1000 },
      rookie: { weight: 20, pace: 1600 },
      overloaded: { weight: 10, pace: 2200 },
    }),
    answer: duration,
    perSession: z.number().int().min(0).max(5000).default(150),
    glance: duration.prefault({ median: '3s', sigma: 0.5 }),
    notice: duration.prefault({
      usually: { median: '8s', sigma: 0.7 },
      sometimes: { median: '6m', sigma: 0.8 },
      share: 30,
    }),
    habits: z.record(z.string(), habit).default({}),
    spread: span.prefault('0s'),
    leave: z.strictObject({ share: thousandths, at: duration }).optional(),
  }),
  client: z
    .strictObject({
      liveness: clientClock.prefault({ every: '60s', limit: '120s' }),
      backoff: z
        .strictObject({ first: some, most: some })
        .refine((b) => b.most >= b.first, { message: '`most` must not be shorter than `first`' })
        .prefault({ first: '1s', most: '30s' }),
      connectFails: some.prefault('2s'),
      throttle: z
        .strictObject({ soon: span, late: span, after: span })
        .prefault({ soon: '1s', late: '60s', after: '5m' }),
    })
    .prefault({}),
  rules: rulesOverride.prefault({}),
  profiles: z.partialRecord(z.enum(PROFILES), rulesOverride).prefault({ bare: {} }),
  /** How long play goes on after the last arrival; default: the longest rule plus a sweep. */
  tail: span.optional(),
  /** A turn due within this much of an idle close makes the close premature. */
  prematureWithin: span.prefault('30m'),
  speed: z
    .union([z.literal('auto'), z.number().min(0.01).max(10_000)], {
      error: 'write a number from 0.01 to 10000, or "auto"',
    })
    .default('auto'),
  expect: expectation.prefault({}),
});

export type ScenarioInput = z.input<typeof scenarioSchema>;
export type ScenarioData = z.output<typeof scenarioSchema>;
