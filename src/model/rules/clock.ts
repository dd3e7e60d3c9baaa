// The idle clock: since when a session is idle and when its close is due, for every anchor. Pure.
import type { Micros } from '../core/time.ts';
import type { Channel } from '../rows/words.ts';
import type { ChannelRule } from './channels.ts';
import { idleTime, type Anchor, type IdleRule, type Pending, type Reset, type SessionRules } from './rules.ts';

/**
 * Time of an event that has not happened. It precedes every moment (0 is a moment), so the latest
 * of several needs no special case.
 */
export const NOT_YET: Micros = -Infinity;

/** When each kind of event last happened in a session, µs; {@link NOT_YET} if it has not. */
export interface Activity extends Record<Reset, Micros> {
  opened: Micros;
  /** First agent message after the visitor's last one. */
  firstReply: Micros;
  /** First visitor message after the agent's last one. */
  firstAsk: Micros;
  /**
   * When an agent first took the session in this life. No clock runs while it waits for one. Later
   * agents are `transfer`.
   */
  assigned: Micros;
}

export const noActivity = (opened: Micros): Activity => ({
  opened,
  visitor: NOT_YET,
  agent: NOT_YET,
  bot: NOT_YET,
  prompt: NOT_YET,
  click: NOT_YET,
  visitor_typing: NOT_YET,
  agent_typing: NOT_YET,
  activity: NOT_YET,
  transfer: NOT_YET,
  firstReply: NOT_YET,
  firstAsk: NOT_YET,
  assigned: NOT_YET,
});

/** Records an event. Nothing else changes the clock's memory. */
export function noteActivity(a: Activity, kind: Reset, at: Micros): void {
  a[kind] = at;
  if (kind === 'visitor') {
    a.firstReply = NOT_YET;
    if (a.firstAsk === NOT_YET) a.firstAsk = at;
  } else if (kind === 'agent') {
    a.firstAsk = NOT_YET;
    if (a.firstReply === NOT_YET) a.firstReply = at;
  }
}

/** An event that a clock may count from. */
type Start = Reset | 'firstReply';

/** Events that each anchor ignores, even if `resets` lists them. */
const IGNORED: Readonly<Record<Anchor, readonly Reset[]>> = {
  either_last_message: [],
  last_visitor_message: ['agent', 'agent_typing'],
  last_agent_message: ['visitor', 'visitor_typing', 'click', 'activity'],
  first_agent_reply_after_visitor: [],
  per_participant: [],
  visitor_page_activity: ['agent', 'agent_typing'],
};

/** Whether this event restarts the clock. */
export const movesClock = ({ anchor, resets }: IdleRule, kind: Reset): boolean =>
  resets.includes(kind) && !IGNORED[anchor].includes(kind);

/** Events of one side only, for `per_participant`, which gives each side a clock. */
const OF_VISITOR: readonly Reset[] = ['visitor', 'visitor_typing', 'click', 'activity'];
const OF_AGENT: readonly Reset[] = ['agent', 'agent_typing'];

/**
 * The clocks of a rule: each counts from the latest of its starts. `per_participant` has two, the
 * visitor's first; every other anchor has one.
 */
type Clocks = readonly (readonly Start[])[];
const known = new WeakMap<IdleRule, Clocks>();
/**
 * The same clocks without prompts and bot messages: they tell whether the people have been silent
 * since a prompt.
 */
const knownOfPeople = new WeakMap<IdleRule, Clocks>();
const ALL: readonly Reset[] = [];
const BY_ITSELF: readonly Reset[] = ['prompt', 'bot'];

function clocksOf(idle: IdleRule): Clocks {
  let clocks = known.get(idle);
  if (clocks === undefined) known.set(idle, (clocks = makeClocks(idle, ALL)));
  return clocks;
}

function clocksOfPeople(idle: IdleRule): Clocks {
  let clocks = knownOfPeople.get(idle);
  if (clocks === undefined) knownOfPeople.set(idle, (clocks = makeClocks(idle, BY_ITSELF)));
  return clocks;
}

function makeClocks(idle: IdleRule, without: readonly Reset[]): Clocks {
  const { anchor, resets } = idle;
  const counted = resets.filter((kind) => movesClock(idle, kind) && !without.includes(kind));
  if (anchor === 'per_participant')
    return [OF_AGENT, OF_VISITOR].map((others) => counted.filter((kind) => !others.includes(kind)));
  const isReply = anchor === 'first_agent_reply_after_visitor';
  return [counted.map((kind) => (isReply && kind === 'agent' ? 'firstReply' : kind))];
}

/** Whether the event that the anchor counts from has not happened yet. */
const isStill = (a: Activity, { anchor }: IdleRule): boolean =>
  (anchor === 'first_agent_reply_after_visitor' && a.firstReply === NOT_YET) ||
  (anchor === 'last_agent_message' && a.agent === NOT_YET);

/** The time that one clock counts from. */
function startOf(a: Activity, clock: readonly Start[]): Micros {
  let last = NOT_YET;
  for (const start of clock) if (a[start] > last) last = a[start];
  return Math.max(last === NOT_YET ? a.opened : last, a.assigned);
}

function earliest(a: Activity, clocks: Clocks): Micros {
  let since = Infinity;
  for (const clock of clocks) since = Math.min(since, startOf(a, clock));
  return since;
}

/** When the first clock runs out; Infinity if silence never ends a session. */
function runOut(a: Activity, idle: IdleRule, channel: Channel): Micros {
  const [first = ALL, second] = clocksOf(idle);
  const due = startOf(a, first) + idleTime(idle, 'visitor', channel);
  return second === undefined ? due : Math.min(due, startOf(a, second) + idleTime(idle, 'agent', channel));
}

/**
 * Since when it has been the turn of the side in `pending`; undefined while it is the other side's
 * turn.
 */
function turnSince(a: Activity, pending: Pending): Micros | undefined {
  if (pending === 'any') return NOT_YET;
  const since = pending === 'visitor' ? a.firstReply : a.firstAsk;
  return since === NOT_YET ? undefined : since;
}

/** The rules that decide when a session is closed for silence. */
type ClosingRules = Pick<SessionRules, 'idle'> & Partial<Pick<SessionRules, 'prompt'>>;

/**
 * When the idle close is due, before the sweep. Undefined while the session cannot be closed idle.
 * With `onlyIfPending`, that is while the other side owes a reply. If the timeout has passed when
 * the turn changes, the session closes at once.
 */
export function idleDue(a: Activity, { idle, prompt }: ClosingRules, channel: Channel): Micros | undefined {
  if (idle === null || isStill(a, idle)) return undefined;
  const turn = turnSince(a, idle.onlyIfPending);
  if (turn === undefined) return undefined;
  const due = runOut(a, idle, channel);
  if (due === Infinity) return undefined;
  const closes = prompt?.closes;
  const isAnnounced = closes !== undefined && earliest(a, clocksOfPeople(idle)) < a.prompt;
  // A transfer need not restart the clock, so the timeout may have passed before it: close then,
  // not earlier.
  return Math.max(isAnnounced ? a.prompt + closes : due, turn, a.transfer);
}

/** When the desk acts on something due: at the next sweep, or at once if it does not sweep. */
export function sweepAfter(due: Micros, sweep: Micros): Micros {
  return sweep <= 0 ? due : Math.ceil(due / sweep) * sweep;
}

/**
 * When the last window that the visitor opened ends, µs; Infinity before the visitor's first
 * message.
 */
export function windowEnd({ visitor, click }: Activity, rule: ChannelRule): Micros {
  if (visitor === NOT_YET) return Infinity;
  return Math.max(visitor + rule.message.window, rule.click === null ? NOT_YET : click + rule.click.window);
}
