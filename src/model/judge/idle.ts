// The judge's own derivation of when a session was due: from the list of what it heard, without the clock that the desk uses.
import type { Micros } from '../core/time.ts';
import type { Channel } from '../rows/words.ts';
import type { Reset, SessionRules } from '../rules/rules.ts';

export interface Moment {
  readonly kind: Reset;
  readonly at: Micros;
}

/** A life of a session, as far as the idle clock asks. Times in µs. */
export interface Life {
  readonly channel: Channel;
  readonly opened: Micros;
  /** When its first agent took it, if one did. */
  readonly taken: Micros | undefined;
}

/** When the rules close a session that has heard this, before any sweep; undefined when the clock does not run. */
export function dueByMessages(moments: readonly Moment[], life: Life, { idle }: SessionRules): Micros | undefined {
  if (idle === null) return undefined;
  const visitor = latest(moments, ['visitor']);
  const agent = latest(moments, ['agent']);
  const answer = firstAnswer(moments, visitor);
  if (idle.anchor === 'last_agent_message' && agent === undefined) return undefined;
  if (idle.anchor === 'first_agent_reply_after_visitor' && answer === undefined) return undefined;
  const turn = turnSince(moments, idle.onlyIfPending);
  if (turn === undefined) return undefined;
  const since = Math.min(...clocks(moments, idle, answer).map((clock) => latest(clock, idle.resets) ?? life.opened));
  const after = idle.byChannel[life.channel] ?? idle.after;
  const retaken = latest(moments, ['transfer']) ?? since;
  return Math.max(Math.max(since, life.taken ?? since) + after, turn, retaken);
}

/** Since when it is the turn of the side whose silence counts: since the other side's first word after its own last one. */
function turnSince(moments: readonly Moment[], pending: Idle['onlyIfPending']): Micros | undefined {
  if (pending === 'any') return -Infinity;
  const others = pending === 'visitor' ? 'agent' : 'visitor';
  let since: Micros | undefined;
  const talk = moments.filter(({ kind }) => kind === 'visitor' || kind === 'agent');
  // Of two at one moment the transcript knows which came first.
  talk.sort((a, b) => a.at - b.at);
  for (const { kind, at } of talk) since = kind === others ? (since ?? at) : undefined;
  return since;
}

/** What each clock of the anchor hears; all have one but `per_participant`. */
function clocks(moments: readonly Moment[], { anchor }: Idle, answer: Micros | undefined): (readonly Moment[])[] {
  const without = (side: (kind: Reset) => boolean): Moment[] => moments.filter(({ kind }) => !side(kind));
  switch (anchor) {
    case 'either_last_message':
      return [moments];
    case 'last_visitor_message':
    case 'visitor_page_activity':
      return [without(isAgents)];
    case 'last_agent_message':
      return [without(isVisitors)];
    case 'first_agent_reply_after_visitor':
      return [moments.filter(({ kind, at }) => kind !== 'agent' || at === answer)];
    case 'per_participant':
      return [without(isAgents), without(isVisitors)];
  }
}

type Idle = NonNullable<SessionRules['idle']>;

const isAgents = (kind: Reset): boolean => kind === 'agent' || kind === 'agent_typing';
const isVisitors = (kind: Reset): boolean =>
  kind === 'visitor' || kind === 'visitor_typing' || kind === 'click' || kind === 'activity';

function latest(moments: readonly Moment[], kinds: readonly Reset[]): Micros | undefined {
  let last: Micros | undefined;
  for (const m of moments) if (kinds.includes(m.kind) && (last === undefined || m.at > last)) last = m.at;
  return last;
}

/** The agent's first message that is not before the visitor's last one. */
function firstAnswer(moments: readonly Moment[], visitor: Micros | undefined): Micros | undefined {
  let first: Micros | undefined;
  for (const m of moments) {
    const isAnswer = m.kind === 'agent' && (visitor === undefined || m.at >= visitor);
    if (isAnswer && (first === undefined || m.at < first)) first = m.at;
  }
  return first;
}
