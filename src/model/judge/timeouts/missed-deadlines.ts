// Finds deadlines missed in mid-session: the rules called for a close, but the session went on.
import type { Micros } from '../../core/time.ts';
import type { WitnessSession } from '../../rows/rows.ts';
import type { Channel } from '../../rows/words.ts';
import type { Reset, SessionRules } from '../../rules/rules.ts';
import { isInHandsAt } from '../evidence.ts';
import { dueByMessages, type ClockEvent } from './idle.ts';

type Idle = NonNullable<SessionRules['idle']>;

/** One life of a session with all its events. */
export interface Heard {
  readonly session: WitnessSession;
  readonly moments: readonly ClockEvent[];
}

export interface MissedDeadline {
  readonly due: Micros;
  /** The first event after the deadline; it should have found the session closed. */
  readonly next: Micros;
}

/** When the rules say the session is due, by its events and its agent at `t`. */
export function dueAt({ session, moments }: Heard, t: Micros, rules: SessionRules): Micros | undefined {
  const { channel, openedAt: opened, activeAt } = session;
  const taken = activeAt !== undefined && activeAt <= t ? activeAt : undefined;
  const heard = moments.filter(({ at }) => at <= t);
  return dueByMessages(heard, { channel, opened, taken }, rules);
}

/**
 * Deadlines that passed before another event in the session. What follows the last event is left
 * out: that is the session's own end. Each deadline is reported once, with the first event after
 * it.
 * @param latest until when a due close may come: at least `tolerance` after it is due
 */
export function missedDeadlines(
  heard: Heard,
  until: Micros,
  rules: SessionRules,
  tolerance: Micros,
  latest: (due: Micros) => Micros,
): MissedDeadline[] {
  const { activeAt, channel } = heard.session;
  if (rules.idle === null || activeAt === undefined) return [];
  const after = shortestOn(rules.idle, channel);
  // No life is due before an agent has had it for the whole time. Most are shorter, and need no
  // walk.
  if (after === Infinity || latest(activeAt + after) >= until) return [];
  const found = new Map<Micros, MissedDeadline>();
  const events = eventsOf(heard, activeAt, until);
  // A deadline lies `after` behind an event that restarted the clock. Without such a silence, none
  // can have passed.
  if (!hasSilence(heard, events, rules, after + tolerance)) return [];
  for (const [i, at] of events.entries()) {
    const next = events[i + 1];
    if (next === undefined || !isInHandsAt(heard.session, at)) continue;
    const due = dueAt(heard, at, rules);
    if (due !== undefined && latest(due) < next && !found.has(due)) found.set(due, { due, next });
  }
  return [...found.values()];
}

/** The shortest silence that ends a session of a channel; Infinity if none does. */
function shortestOn({ byChannel, after }: Idle, channel: Channel): Micros {
  const time = channel in byChannel ? byChannel[channel] : after;
  if (typeof time === 'number') return time;
  return Math.min(time?.visitor ?? Infinity, time?.agent ?? Infinity);
}

/**
 * Whether the idle clock has a silence longer than `after` before the last event. Without one no
 * deadline can have passed.
 */
function hasSilence(
  { session, moments }: Heard,
  events: readonly Micros[],
  { idle, prompt }: SessionRules,
  after: Micros,
): boolean {
  const last = events.at(-1) ?? 0;
  if (idle === null) return false;
  // A close that a prompt announced depends on the prompt, and not on what restarts the clock.
  if (prompt?.closes !== undefined) return true;
  // Here the events that count depend on earlier events or on the side, so every session is walked
  // through.
  if (idle.anchor === 'first_agent_reply_after_visitor' || idle.anchor === 'per_participant') return true;
  const moving = new Set<Reset>(idle.resets);
  if (idle.anchor === 'last_agent_message') moving.delete('visitor');
  if (idle.anchor === 'last_visitor_message' || idle.anchor === 'visitor_page_activity') moving.delete('agent');
  const times = session.activeAt === undefined ? [] : [session.activeAt];
  for (const { kind, at } of moments) if (moving.has(kind)) times.push(at);
  times.push(last);
  times.sort((x, y) => x - y);
  for (let i = 1; i < times.length && (times[i] ?? 0) <= last; i++)
    if ((times[i] ?? 0) - (times[i - 1] ?? 0) > after) return true;
  return false;
}

/** Moments at which the clock may have changed, in order of time. */
function eventsOf({ session, moments }: Heard, from: Micros, until: Micros): Micros[] {
  const handed = session.transfers.flatMap((t) => (t.doneAt === undefined ? [t.at] : [t.at, t.doneAt]));
  const all = new Set([from, ...moments.map((m) => m.at), ...handed]);
  return [...all].filter((at) => at >= from && at <= until).sort((a, b) => a - b);
}
