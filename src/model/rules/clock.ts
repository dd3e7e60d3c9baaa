// The idle clock: since when a session is idle, and when it is due, under any anchor and reset list. Pure.
import type { Micros } from '../core/time.ts';
import type { Channel } from '../rows/words.ts';
import type { ChannelRule } from './channels.ts';
import { idleAfter, type Anchor, type IdleRule, type Pending, type Reset, type SessionRules } from './rules.ts';

/** The time of what has not happened: before every moment, so that the latest of several moments needs no question. 0 is a moment. */
export const NOT_YET: Micros = -Infinity;

/** What the clock remembers of a session: when each kind of thing happened last. All times µs; {@link NOT_YET} where it has not. */
export interface Activity extends Record<Reset, Micros> {
  opened: Micros;
  /** First agent message after the visitor's last one. */
  firstReply: Micros;
  /** First visitor message after the agent's last one. */
  firstAsk: Micros;
  /** When an agent took it first, in this life: no clock runs while it waits for one. Later agents are `transfer`. */
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

/** Notes that something of a kind happened; the only place where the clock's memory changes. */
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

type Moment = Reset | 'firstReply';

/** What each anchor does not look at, whatever the list of resets says. */
const IGNORED: Readonly<Record<Anchor, readonly Reset[]>> = {
  either_last_message: [],
  last_visitor_message: ['agent', 'agent_typing'],
  last_agent_message: ['visitor', 'visitor_typing', 'click', 'activity'],
  first_agent_reply_after_visitor: [],
  per_participant: [],
  visitor_page_activity: ['agent', 'agent_typing'],
};

/** What belongs to one side only, for the anchor that gives each side a clock. */
const OF_VISITOR: readonly Reset[] = ['visitor', 'visitor_typing', 'click', 'activity'];
const OF_AGENT: readonly Reset[] = ['agent', 'agent_typing'];

/** The clocks of a rule: each goes from the latest of its moments, and the one that is furthest behind counts. */
type Clocks = readonly (readonly Moment[])[];
const known = new WeakMap<IdleRule, Clocks>();

function clocksOf(idle: IdleRule): Clocks {
  let clocks = known.get(idle);
  if (clocks === undefined) known.set(idle, (clocks = makeClocks(idle)));
  return clocks;
}

function makeClocks({ anchor, resets }: IdleRule): Clocks {
  const counted = resets.filter((kind) => !IGNORED[anchor].includes(kind));
  if (anchor === 'per_participant')
    return [OF_AGENT, OF_VISITOR].map((others) => counted.filter((kind) => !others.includes(kind)));
  const isReply = anchor === 'first_agent_reply_after_visitor';
  return [counted.map((kind) => (isReply && kind === 'agent' ? 'firstReply' : kind))];
}

/** The moment since which the session counts as idle, or undefined while what the anchor counts from has not happened. */
export function idleSince(a: Activity, idle: IdleRule): Micros | undefined {
  if (idle.anchor === 'first_agent_reply_after_visitor' && a.firstReply === NOT_YET) return undefined;
  if (idle.anchor === 'last_agent_message' && a.agent === NOT_YET) return undefined;
  let since = Infinity;
  for (const clock of clocksOf(idle)) {
    let last = NOT_YET;
    for (const moment of clock) if (a[moment] > last) last = a[moment];
    since = Math.min(since, last === NOT_YET ? a.opened : last);
  }
  return Math.max(since, a.assigned);
}

/** Since when it is the turn of the side that has to be silent; undefined while it is the other one's. */
function turnSince(a: Activity, pending: Pending): Micros | undefined {
  if (pending === 'any') return NOT_YET;
  const since = pending === 'visitor' ? a.firstReply : a.firstAsk;
  return since === NOT_YET ? undefined : since;
}

/** When the idle close is due (before the sweep), or undefined while the session cannot be closed idle. */
export function idleDue(a: Activity, { idle }: Pick<SessionRules, 'idle'>, channel: Channel): Micros | undefined {
  if (idle === null) return undefined;
  const since = idleSince(a, idle);
  const turn = turnSince(a, idle.onlyIfPending);
  if (since === undefined || turn === undefined) return undefined;
  // Where another agent does not start the clock anew, it may be over by the time there is one: not before.
  return Math.max(since + idleAfter(idle, channel), turn, a.transfer);
}

/** The moment at which the desk acts on something due: the next sweep, or at once. */
export function sweepAfter(due: Micros, sweep: Micros): Micros {
  return sweep <= 0 ? due : Math.ceil(due / sweep) * sweep;
}

/** When the last of what the visitor has opened is over, µs; Infinity before the visitor's first word. */
export function windowEnd({ visitor, click }: Activity, rule: ChannelRule): Micros {
  if (visitor === NOT_YET) return Infinity;
  return Math.max(visitor + rule.message.window, rule.click === null ? NOT_YET : click + rule.click.window);
}
