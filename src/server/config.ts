// What a server is started with: one JSON document, checked whole, with one clear line for each fault.
import { z } from 'zod';
import { tell } from '../language/language.ts';
import { ALERT_FORMS, CHANNELS } from '../model/rows/words.ts';
import {
  AFTER_CLOSE,
  ANCHORS,
  EXCEEDS,
  PENDING,
  RESETS,
  ROUTING,
  TRANSFER_ELSE,
  TRANSFER_WHEN,
  type SessionRules,
} from '../model/rules/rules.ts';
import { PLANS } from './admin.ts';
import { NOTIFY } from './notify/senders.ts';
import { rulesFaults } from '../model/rules/validate.ts';

const whole = (least: number, most = Number.MAX_SAFE_INTEGER) => {
  const range = most === Number.MAX_SAFE_INTEGER ? `from ${least}` : `from ${least} to ${most}`;
  return z
    .number({ error: `must be a whole number ${range}` })
    .refine((n) => Number.isSafeInteger(n) && n >= least && n <= most, { error: `must be a whole number ${range}` });
};
const micros = whole(0);
const text = (least: number) =>
  z.string({ error: 'must be a text' }).min(least, { error: `must have at least ${least} characters` });
const word = <const W extends readonly [string, ...string[]]>(words: W) =>
  z.enum(words, { error: `must be one of ${words.join(', ')}` });
const object = <S extends z.ZodRawShape>(shape: S) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `has a setting that does not exist: ${issue.keys.join(', ')}; known: ${Object.keys(shape).join(', ')}`
        : `must be an object with ${Object.keys(shape).join(', ')}`,
  });
const clock = object({ every: whole(1), limit: whole(1) });

const names = z.array(text(1), { error: 'must be a list' });

const allowance = object({ window: whole(1), quota: whole(1).nullable() });
const channelLimits = object({
  message: allowance,
  click: allowance.nullable(),
  code: text(1).nullable(),
  gone: micros.nullable(),
  cut: z.boolean({ error: 'must be true or false' }),
});

const side = micros.nullable();
const idleTime = z.union([micros, object({ visitor: side, agent: side })], {
  error: 'must be a whole number from 0, or an object with visitor, agent',
});
const day = z
  .number({ error: 'must be a whole number' })
  .refine(Number.isSafeInteger, { error: 'must be a whole number' });

const RULES = object({
  idle: object({
    after: idleTime,
    byChannel: z.partialRecord(z.enum(CHANNELS), idleTime.nullable()),
    anchor: word(ANCHORS),
    resets: z.array(word(RESETS), { error: 'must be a list' }),
    onlyIfPending: word(PENDING),
  }).nullable(),
  channels: z.partialRecord(z.enum(CHANNELS), channelLimits),
  welcome: object({ text: text(1) }).nullable(),
  prompt: object({
    before: micros,
    after: whole(1).optional(),
    closes: whole(1).optional(),
    text: text(1),
    max: whole(1),
    every: whole(1).nullable(),
  }).nullable(),
  bot: object({
    after: whole(1),
    text: text(1),
    options: z.array(object({ id: text(1), label: text(1), answer: text(1).nullable() }), { error: 'must be a list' }),
    max: whole(1),
  }).nullable(),
  sweep: micros,
  queue: object({
    timeout: micros.nullable(),
    then: word(['close', 'leave_message']),
    nobody: word(['wait', 'leave_message']),
  }),
  hours: object({
    week: z.array(object({ from: micros, to: micros }), { error: 'must be a list' }),
    closed: z.array(day, { error: 'must be a list' }),
    starts: micros,
    shifts: z.array(object({ at: micros, by: day }), { error: 'must be a list' }),
  }).nullable(),
  inactive: object({ after: whole(1) }).nullable(),
  afterClose: object({
    policy: word(AFTER_CLOSE),
    window: micros,
    linked: z.boolean({ error: 'must be true or false' }),
    byChannel: z.partialRecord(z.enum(CHANNELS), word(AFTER_CLOSE)),
  }),
  visitorGone: micros.nullable(),
  agents: object({
    capacity: whole(1),
    capacityOf: z.record(text(1), whole(1)),
    mayExceed: z.array(word(EXCEEDS), { error: 'must be a list' }),
    routing: word(ROUTING),
    groups: z.array(
      object({
        name: text(1),
        agents: names,
        channels: z.array(word(CHANNELS), { error: 'must be a list' }),
        overflow: object({ after: whole(1), to: text(1) })
          .nullable()
          .optional(),
      }),
      {
        error: 'must be a list',
      },
    ),
    ring: object({ timeout: whole(1), misses: whole(1).nullable() }).nullable(),
    wrapUp: micros,
    handOver: micros.nullable(),
    presence: word(['transport', 'manual']),
    supervisors: names,
  }),
  alert: object({ before: whole(1), as: word(ALERT_FORMS) }).nullable(),
  slowReply: object({ after: whole(1), as: word(ALERT_FORMS) }).nullable(),
  transfer: object({
    after: whole(1),
    when: word(TRANSFER_WHEN),
    hops: whole(1),
    typingStops: z.boolean({ error: 'must be true or false' }),
    orElse: word(TRANSFER_ELSE),
  }).nullable(),
  liveness: object({ transport: clock, page: clock.nullable() }),
});

/**
 * Bugs that the server can be told to have, so that a self-test can show that the harness catches them. Never for a real desk.
 * - `ack_before_commit`: releases sends before the commit of what was stored ahead of them; a kill in between loses acked messages.
 */
export const SERVER_DEFECTS = ['ack_before_commit'] as const;
export type ServerDefect = (typeof SERVER_DEFECTS)[number];

const CONFIG = object({
  /** By what a run, and whoever looks at the metrics of both, knows this server. Default: drawn at its start. */
  id: text(1).optional(),
  /** Address to listen on. */
  host: text(1),
  /** Port to listen on; 0 takes any free one, which the ready line names. */
  port: whole(0, 65_535),
  /** Model zero, in unix µs. */
  epoch: whole(0),
  /** Model seconds per real second. */
  speed: z.number({ error: 'must be a number' }).gt(0, { error: 'must be above 0' }),
  rules: RULES,
  /** Tokens of agents are made with it, see tokens.ts. */
  agentSecret: text(8),
  /** Opens /api. */
  adminToken: text(8),
  /** On `fixed` there are no session settings over HTTP. Default: full. */
  plan: word(PLANS).optional(),
  store: z.discriminatedUnion(
    'kind',
    [object({ kind: z.literal('memory') }), object({ kind: z.literal('sqlite'), file: text(1) })],
    {
      error: 'must be {"kind":"memory"} or {"kind":"sqlite","file":…}',
    },
  ),
  durability: word(['process', 'power']),
  limits: object({
    /** Connections at once; one more is closed with 4007. */
    connections: whole(1),
    /** Frames a connection may send in a real second; one more is closed with 4000. */
    framesPerSecond: whole(1),
    /** Bytes that may wait for a slow reader before it is closed with 4007. */
    sendBuffer: whole(1024),
  }),
  /** Who is told of leave-messages, and how. */
  notify: NOTIFY.optional(),
  /** Bugs to have on purpose, see {@link SERVER_DEFECTS}. */
  defects: z.array(word(SERVER_DEFECTS), { error: 'must be a list' }).optional(),
});

export interface ServerConfig extends Omit<z.infer<typeof CONFIG>, 'rules'> {
  readonly rules: SessionRules;
}

/** Limits that suit one process on one core. */
export const DEFAULT_LIMITS: ServerConfig['limits'] = {
  connections: 50_000,
  framesPerSecond: 200,
  sendBuffer: 1 << 20,
};

/** The same at a speed: a real second holds as many times more frames of everybody. */
export const limitsAt = (speed: number): ServerConfig['limits'] => ({
  ...DEFAULT_LIMITS,
  framesPerSecond: Math.max(DEFAULT_LIMITS.framesPerSecond, Math.ceil(20 * speed)),
});

/** A server that cannot start as it was told to: one line for each reason. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Checks a decoded configuration.
 * @throws ConfigError with one line for each fault: which setting, what is wrong, what would be right
 */
export function serverConfig(value: unknown): ServerConfig {
  const read = CONFIG.safeParse(value);
  const faults = read.success
    ? rulesFaults(read.data.rules).map((fault) => `rules.${tell(fault)}`)
    : read.error.issues.map((issue) => `${issue.path.join('.') || 'the configuration'} ${issue.message}`);
  if (faults.length > 0 || !read.success) throw new ConfigError(faults.join('\n'));
  return read.data;
}
