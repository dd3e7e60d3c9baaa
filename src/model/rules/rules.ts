// The session rules as types, the default desk, and questions about rules; see `declared.ts`.
import type { Micros } from '../core/time.ts';
import type { Channel } from '../rows/words.ts';
import type { AfterClose, Side } from './choices.ts';
import { IDLE, RULES, type PROMPT } from './declared.ts';
import type { GROUP } from './declared-agents.ts';
import { defaultsOf, lengthsIn, type Held } from './forms.ts';

export * from './choices.ts';

/** Times in µs; null if a rule does not exist on this desk. */
export interface SessionRules extends Held<typeof RULES> {}
export type RuleName = keyof SessionRules;

/** The idle clock. */
export interface IdleRule extends Held<typeof IDLE> {}
/**
 * How long a silence may last, µs; null = for ever. One time for the side that the anchor counts
 * from, or under `per_participant` one for each side.
 */
export type IdleTime = IdleRule['after'];
export interface PromptRule extends Held<typeof PROMPT> {}
export type BotRule = NonNullable<SessionRules['bot']>;
export type BotOption = BotRule['options'][number];
export interface Group extends Held<typeof GROUP> {}
export type RingRule = NonNullable<SessionRules['agents']['ring']>;
export type HoursRule = NonNullable<SessionRules['hours']>;
/** A stretch of a week in which a desk is open, µs since Monday 0:00 by its clock. */
export type OpenStretch = HoursRule['week'][number];
export type TransferRule = NonNullable<SessionRules['transfer']>;

/** The default desk: every rule as it is when nothing is written. */
export const DEFAULT_RULES: SessionRules = defaultsOf(RULES);

/** To which groups sessions of a channel overflow, and after how long. */
export const overflowsOf = (groups: readonly Group[], channel: Channel): NonNullable<Group['overflow']>[] =>
  groups.flatMap(({ channels, overflow }) => (overflow && channels.includes(channel) ? [overflow] : []));

/** How many sessions an agent may have at once. */
export const capacityOf = ({ agents }: SessionRules, agent: string): number =>
  agents.capacityOf[agent] ?? agents.capacity;

export function afterCloseOn(rules: SessionRules, channel: Channel): AfterClose {
  return rules.afterClose.byChannel[channel] ?? rules.afterClose.policy;
}

/**
 * How long a side may be silent on a channel, µs; Infinity = for ever. Without a channel: the time
 * for channels that have none of their own.
 */
export function idleTime({ byChannel, after }: IdleRule, side: Side, channel?: Channel): Micros {
  const own = channel === undefined ? undefined : byChannel[channel];
  const time = own === undefined ? after : own;
  return (typeof time === 'number' ? time : time?.[side]) ?? Infinity;
}

/**
 * The shortest silence after which a session of a channel may be closed, µs; Infinity if none is.
 */
export const idleAfter = (idle: IdleRule, channel?: Channel): Micros =>
  Math.min(idleTime(idle, 'visitor', channel), idleTime(idle, 'agent', channel));

/** Every idle time of a desk by its path, µs, without those that never end. */
export const idleDurations = (idle: IdleRule): Record<string, Micros> =>
  Object.fromEntries(lengthsIn(IDLE, idle, 'idle').map(([path, , value]) => [path, value]));

/** All durations of the rules that cause something, by path, µs; for the honest-speed limit. */
export const ruleDurations = (rules: SessionRules): Record<string, Micros> =>
  Object.fromEntries(
    lengthsIn(RULES, rules, '').flatMap(([path, { isAside }, value]) =>
      isAside === true || value <= 0 ? [] : [[path, value]],
    ),
  );

/** Time within which a desk detects every dead connection, µs. */
export const deadAfter = ({ liveness }: SessionRules): Micros => liveness.transport.limit + (liveness.page?.limit ?? 0);
