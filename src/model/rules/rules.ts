// The session rules of a desk as data: what the idle clock is anchored on, what resets it, and what happens before and after a close.
import { MINUTE, SECOND, type Micros } from '../core/time.ts';
import type { Channel } from '../rows/words.ts';

/** Idle since when. Four of the meanings that real products give it; per participant and page activity need events that version 1 reserves. */
export const ANCHORS = [
  'either_last_message',
  'last_visitor_message',
  'last_agent_message',
  'first_agent_reply_after_visitor',
] as const;
export type Anchor = (typeof ANCHORS)[number];

/** Kinds of message that may move the clock. */
export const RESETS = ['visitor', 'agent', 'bot', 'prompt'] as const;
export type Reset = (typeof RESETS)[number];

/** What becomes of a message written after the session was closed: P2, P4, P7 and P8 of the eight policies. */
export const AFTER_CLOSE = ['reopen', 'new_session', 'leave_message', 'drop'] as const;
export type AfterClose = (typeof AFTER_CLOSE)[number];

/** A switch with an "off": null means the rule does not exist on this desk. */
export interface SessionRules {
  readonly idle: {
    readonly after: Micros;
    readonly anchor: Anchor;
    readonly resets: readonly Reset[];
  } | null;
  /** Asks the visitor before the idle close, at most `max` times in one silence; whether a prompt moves the clock is `idle.resets`. */
  readonly prompt: { readonly before: Micros; readonly text: string; readonly max: number } | null;
  /** How often due closes are carried out; 0 = at once. Most products sweep. */
  readonly sweep: Micros;
  readonly queue: { readonly timeout: Micros | null; readonly then: 'close' | 'leave_message' };
  readonly afterClose: {
    readonly policy: AfterClose;
    readonly byChannel: Readonly<Partial<Record<Channel, AfterClose>>>;
  };
  /** A visitor whose connection is gone this long loses the session (`heartbeat_lost`). */
  readonly visitorGone: Micros | null;
  readonly agents: {
    readonly capacity: number;
    /** An agent who is gone this long hands the sessions over; null = they stay. */
    readonly handOver: Micros | null;
    /** Whether routing looks at the connection (`transport`) or trusts the agent's last status (`manual`). */
    readonly presence: 'transport' | 'manual';
  };
  readonly liveness: {
    /** WebSocket PING period and how long without a PONG is too long. */
    readonly transport: { readonly every: Micros; readonly limit: Micros };
    /** The server asks, the page answers: null = the desk does not look whether the page runs. */
    readonly page: { readonly every: Micros; readonly limit: Micros } | null;
  };
}

/** The mission's default desk: 30 minutes idle, no prompt, a message after close opens a new session elsewhere. */
export const DEFAULT_RULES: SessionRules = {
  idle: { after: 30 * MINUTE, anchor: 'either_last_message', resets: ['visitor', 'agent', 'bot', 'prompt'] },
  prompt: null,
  sweep: 0,
  queue: { timeout: null, then: 'close' },
  afterClose: { policy: 'new_session', byChannel: {} },
  visitorGone: null,
  agents: { capacity: 5, handOver: null, presence: 'transport' },
  liveness: {
    transport: { every: 60 * SECOND, limit: 120 * SECOND },
    page: { every: 60 * SECOND, limit: 120 * SECOND },
  },
};

export function afterCloseOn(rules: SessionRules, channel: Channel): AfterClose {
  return rules.afterClose.byChannel[channel] ?? rules.afterClose.policy;
}

/** All durations of the rules, for the honest-speed limit. µs, by name. */
export function ruleDurations(rules: SessionRules): Record<string, Micros> {
  const all: Record<string, Micros | null | undefined> = {
    'idle.after': rules.idle?.after,
    'prompt.before': rules.prompt?.before,
    sweep: rules.sweep,
    'queue.timeout': rules.queue.timeout,
    visitorGone: rules.visitorGone,
    'agents.handOver': rules.agents.handOver,
    'liveness.transport.every': rules.liveness.transport.every,
    'liveness.page.every': rules.liveness.page?.every,
  };
  const found: Record<string, Micros> = {};
  for (const [name, value] of Object.entries(all))
    if (value !== null && value !== undefined && value > 0) found[name] = value;
  return found;
}

/** The longest time after the horizon in which a rule may still fire: all of them in a row, plus a sweep. */
export function longestRule(rules: SessionRules): Micros {
  const queue = rules.queue.timeout ?? 0;
  return Math.max(rules.idle?.after ?? 0, queue, rules.visitorGone ?? 0) + (rules.agents.handOver ?? 0) + rules.sweep;
}
