// The idle clock: since when a session is idle, and when it is due, under any anchor and reset list. Pure.
import type { Micros } from '../core/time.ts';
import type { Channel } from '../rows/words.ts';
import type { ChannelRule } from './channels.ts';
import { idleTime, type Anchor, type IdleRule, type Pending, type Reset, type SessionRules } from './rules.ts';

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

/** What a clock may go from. */
type Start = Reset | 'firstReply';

/** What each anchor does not look at, whatever the list of resets says. */
const IGNORED: Readonly<Record<Anchor, readonly Reset[]>> = {
  either_last_message: [],
  last_visitor_message: ['agent', 'agent_typing'],
  last_agent_message: ['visitor', 'visitor_typing', 'click', 'activity'],
  first_agent_reply_after_visitor: [],
  per_participant: [],
  visitor_page_activity: ['agent', 'agent_typing'],
};

/** Does this start the clock anew? */
export const movesClock = ({ anchor, resets }: IdleRule, kind: Reset): boolean =>
  resets.includes(kind) && !IGNORED[anchor].includes(kind);

/** What belongs to one side only, for the anchor that gives each side a clock. */
const OF_VISITOR: readonly Reset[] = ['visitor', 'visitor_typing', 'click', 'activity'];
const OF_AGENT: readonly Reset[] = ['agent', 'agent_typing'];

/** The clocks of a rule: each goes from the latest of its starts. Two where each side has its own, the visitor's first; else one. */
type Clocks = readonly (readonly Start[])[];
const known = new WeakMap<IdleRule, Clocks>();
/** The same without what the desk says by itself: whether people have been silent since a prompt. */
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

/** What the anchor counts from has not happened. */
const isStill = (a: Activity, { anchor }: IdleRule): boolean =>
  (anchor === 'first_agent_reply_after_visitor' && a.firstReply === NOT_YET) ||
  (anchor === 'last_agent_message' && a.agent === NOT_YET);

/** Since when one clock goes. */
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

/** When the first clock has run out; Infinity where silence never ends a session. */
function runOut(a: Activity, idle: IdleRule, channel: Channel): Micros {
  const [first = ALL, second] = clocksOf(idle);
  const due = startOf(a, first) + idleTime(idle, 'visitor', channel);
  return second === undefined ? due : Math.min(due, startOf(a, second) + idleTime(idle, 'agent', channel));
}

/** Since when it is the turn of the side that has to be silent; undefined while it is the other one's. */
function turnSince(a: Activity, pending: Pending): Micros | undefined {
  if (pending === 'any') return NOT_YET;
  const since = pending === 'visitor' ? a.firstReply : a.firstAsk;
  return since === NOT_YET ? undefined : since;
}

/** What decides when a session is closed for silence. */
type ClosingRules = Pick<SessionRules, 'idle'> & Partial<Pick<SessionRules, 'prompt'>>;

/** When the idle close is due (before the sweep), or undefined while the session cannot be closed idle. */
export function idleDue(a: Activity, { idle, prompt }: ClosingRules, channel: Channel): Micros | undefined {
  if (idle === null || isStill(a, idle)) return undefined;
  const turn = turnSince(a, idle.onlyIfPending);
  if (turn === undefined) return undefined;
  const due = runOut(a, idle, channel);
  if (due === Infinity) return undefined;
  const closes = prompt?.closes;
  const isAnnounced = closes !== undefined && earliest(a, clocksOfPeople(idle)) < a.prompt;
  // Where another agent does not start the clock anew, it may be over by the time there is one: not before.
  return Math.max(isAnnounced ? a.prompt + closes : due, turn, a.transfer);
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
