// The session rules of a desk as types, the default desk, and what is asked of rules. They are declared in `declared.ts`.
import type { Micros } from '../core/time.ts';
import type { Channel } from '../rows/words.ts';
import type { AfterClose, Side } from './choices.ts';
import { IDLE, RULES, type PROMPT } from './declared.ts';
import type { GROUP } from './declared-agents.ts';
import { defaultsOf, lengthsIn, type Held } from './forms.ts';

export * from './choices.ts';

/** Times in µs; null where a rule does not exist on this desk. */
export interface SessionRules extends Held<typeof RULES> {}
export type RuleName = keyof SessionRules;

/** The idle clock. */
export interface IdleRule extends Held<typeof IDLE> {}
/** How long a silence may last, µs: one time for whoever the anchor looks at, or under `per_participant` one for each side; null = for ever. */
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

/** The default desk: what its rules hold where nothing is written. */
export const DEFAULT_RULES: SessionRules = defaultsOf(RULES);

/** To which groups, and after how long, sessions of a channel overflow. */
export const overflowsOf = (groups: readonly Group[], channel: Channel): NonNullable<Group['overflow']>[] =>
  groups.flatMap(({ channels, overflow }) => (overflow && channels.includes(channel) ? [overflow] : []));

/** How many sessions an agent may have at once. */
export const capacityOf = ({ agents }: SessionRules, agent: string): number =>
  agents.capacityOf[agent] ?? agents.capacity;

export function afterCloseOn(rules: SessionRules, channel: Channel): AfterClose {
  return rules.afterClose.byChannel[channel] ?? rules.afterClose.policy;
}

/** How long a side may be silent on a channel, µs; without a channel where the desk has no other time. Infinity = for ever. */
export function idleTime({ byChannel, after }: IdleRule, side: Side, channel?: Channel): Micros {
  const own = channel === undefined ? undefined : byChannel[channel];
  const time = own === undefined ? after : own;
  return (typeof time === 'number' ? time : time?.[side]) ?? Infinity;
}

/** The shortest silence after which a session of a channel may be closed, µs; Infinity = none is. */
export const idleAfter = (idle: IdleRule, channel?: Channel): Micros =>
  Math.min(idleTime(idle, 'visitor', channel), idleTime(idle, 'agent', channel));

/** Every idle time of a desk by its path, µs: those that never end are left out. */
export const idleDurations = (idle: IdleRule): Record<string, Micros> =>
  Object.fromEntries(lengthsIn(IDLE, idle, 'idle').map(([path, , value]) => [path, value]));

/** All durations of the rules that bring something about, for the honest-speed limit. µs, by path. */
export const ruleDurations = (rules: SessionRules): Record<string, Micros> =>
  Object.fromEntries(
    lengthsIn(RULES, rules, '').flatMap(([path, { isAside }, value]) =>
      isAside === true || value <= 0 ? [] : [[path, value]],
    ),
  );

/** By then a desk knows of every connection that has died. µs */
export const deadAfter = ({ liveness }: SessionRules): Micros => liveness.transport.limit + (liveness.page?.limit ?? 0);
