// The server configuration: one JSON document, validated as a whole, with one line for each fault.
import { z } from 'zod';
import { tell } from '../language/language.ts';
import { rulesFaults } from '../model/rules/validate.ts';
import { PLANS } from './http/admin.ts';
import { list, object, text, whole, word } from './checks.ts';
import { heldRules } from './held.ts';
import { NOTIFY } from './notify/senders.ts';

/**
 * Bugs that the server can be told to have. Self-tests use them to show that the harness finds
 * them. Never use them on a real desk.
 * - `ack_before_commit`: sends a frame before the rows ahead of it are committed. A kill in between
 *   loses acknowledged messages.
 */
export const SERVER_DEFECTS = ['ack_before_commit'] as const;
export type ServerDefect = (typeof SERVER_DEFECTS)[number];

const CONFIG = object({
  /**
   * Id of this server, which links the metrics of a run to those of its server. Default: drawn at
   * the start.
   */
  id: text(1).optional(),
  /** Address to listen on. */
  host: text(1),
  /** Port to listen on; 0 takes any free one, which the ready line names. */
  port: whole(0, 65_535),
  /** Model zero, in unix µs. */
  epoch: whole(0),
  /** Model seconds per real second. */
  speed: z.number({ error: 'must be a number' }).gt(0, { error: 'must be above 0' }),
  rules: heldRules,
  /** Agent tokens are derived from it, see tokens.ts. */
  agentSecret: text(8),
  /** Bearer token for /api. */
  adminToken: text(8),
  /** With `fixed` there are no session settings over HTTP. Default: full. */
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
  /** Notifications of leave-messages: who gets them, and how. */
  notify: NOTIFY.optional(),
  /** Deliberate bugs, see {@link SERVER_DEFECTS}. */
  defects: list(word(SERVER_DEFECTS)).optional(),
});

export interface ServerConfig extends z.infer<typeof CONFIG> {}

/** Limits that suit one process on one core. */
export const DEFAULT_LIMITS: ServerConfig['limits'] = {
  connections: 50_000,
  framesPerSecond: 200,
  sendBuffer: 1 << 20,
};

/** The same limits at a speed: every client sends that many times more frames in a real second. */
export const limitsAt = (speed: number): ServerConfig['limits'] => ({
  ...DEFAULT_LIMITS,
  framesPerSecond: Math.max(DEFAULT_LIMITS.framesPerSecond, Math.ceil(20 * speed)),
});

/** The server cannot start with this configuration: one line for each reason. */
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
