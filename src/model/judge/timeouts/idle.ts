// The judge's own derivation of due times, from a list of events and without the desk's clock.
import type { Micros } from '../../core/time.ts';
import type { Channel } from '../../rows/words.ts';
import type { Reset, SessionRules, Side } from '../../rules/rules.ts';

/** An event in a session that an idle clock may count. */
export interface ClockEvent {
  readonly kind: Reset;
  readonly at: Micros;
}

/** What the idle clock needs to know of one life of a session. Times in µs. */
export interface Life {
  readonly channel: Channel;
  readonly opened: Micros;
  /** When its first agent took it, if one did. */
  readonly taken: Micros | undefined;
}

/**
 * When the rules close a session with these events, before any sweep; undefined if the clock does
 * not run.
 */
export function dueByMessages(moments: readonly ClockEvent[], life: Life, rules: SessionRules): Micros | undefined {
  const { idle } = rules;
  if (idle === null) return undefined;
  const visitor = latest(moments, ['visitor']);
  const agent = latest(moments, ['agent']);
  const answer = firstAnswer(moments, visitor);
  if (idle.anchor === 'last_agent_message' && agent === undefined) return undefined;
  if (idle.anchor === 'first_agent_reply_after_visitor' && answer === undefined) return undefined;
  const turn = turnSince(moments, idle.onlyIfPending);
  const silences = clocks(moments, idle, answer)
    .map(({ of, heard }) => ({ from: startOf(heard, idle.resets, life), most: allowed(idle, life.channel, of) }))
    .filter((silence): silence is { from: Micros; most: Micros } => silence.most !== null);
  if (turn === undefined || silences.length === 0) return undefined;
  const announced = announcedClose(moments, life, rules, answer);
  const due = announced ?? Math.min(...silences.map(({ from, most }) => from + most));
  return Math.max(due, turn, latest(moments, ['transfer']) ?? due);
}

/** How long the rules let a side be silent on a channel; null = for ever. */
function allowed(idle: Idle, channel: Channel, side: Side): Micros | null {
  const time = channel in idle.byChannel ? idle.byChannel[channel] : idle.after;
  if (time === undefined || time === null) return null;
  return typeof time === 'number' ? time : time[side];
}

/** Since when a clock with these events has been running. */
function startOf(heard: readonly ClockEvent[], resets: readonly Reset[], { opened, taken }: Life): Micros {
  const from = latest(heard, resets) ?? opened;
  return Math.max(from, taken ?? from);
}

/**
 * When the close comes that a prompt announced; undefined if none did, or if somebody has done
 * something since.
 */
function announcedClose(
  moments: readonly ClockEvent[],
  life: Life,
  { idle, prompt }: SessionRules,
  answer: Micros | undefined,
): Micros | undefined {
  const asked = latest(moments, ['prompt']);
  if (idle === null || prompt?.closes === undefined || asked === undefined) return undefined;
  const people = idle.resets.filter((kind) => kind !== 'prompt' && kind !== 'bot');
  const silent = clocks(moments, idle, answer).some(({ heard }) => startOf(heard, people, life) < asked);
  return silent ? asked + prompt.closes : undefined;
}

/**
 * Since when it has been the turn of the side whose silence counts: since the other side's first
 * message after its own last one.
 */
function turnSince(moments: readonly ClockEvent[], pending: Idle['onlyIfPending']): Micros | undefined {
  if (pending === 'any') return -Infinity;
  const others = pending === 'visitor' ? 'agent' : 'visitor';
  let since: Micros | undefined;
  const talk = moments.filter(({ kind }) => kind === 'visitor' || kind === 'agent');
  // The sort is stable: of two at one moment, the transcript has the right order.
  talk.sort((a, b) => a.at - b.at);
  for (const { kind, at } of talk) since = kind === others ? (since ?? at) : undefined;
  return since;
}

/** A clock of an anchor: whose silence it measures, and which events it counts. */
interface Clock {
  readonly of: Side;
  readonly heard: readonly ClockEvent[];
}

/**
 * The clocks of an anchor: two under `per_participant`, otherwise one, which has the same time for
 * both sides.
 */
function clocks(moments: readonly ClockEvent[], { anchor }: Idle, answer: Micros | undefined): Clock[] {
  const of = 'visitor';
  const without = (side: (kind: Reset) => boolean): ClockEvent[] => moments.filter(({ kind }) => !side(kind));
  switch (anchor) {
    case 'either_last_message':
      return [{ of, heard: moments }];
    case 'last_visitor_message':
    case 'visitor_page_activity':
      return [{ of, heard: without(isAgents) }];
    case 'last_agent_message':
      return [{ of, heard: without(isVisitors) }];
    case 'first_agent_reply_after_visitor':
      return [{ of, heard: moments.filter(({ kind, at }) => kind !== 'agent' || at === answer) }];
    case 'per_participant':
      return [
        { of: 'visitor', heard: without(isAgents) },
        { of: 'agent', heard: without(isVisitors) },
      ];
  }
}

type Idle = NonNullable<SessionRules['idle']>;

const isAgents = (kind: Reset): boolean => kind === 'agent' || kind === 'agent_typing';
const isVisitors = (kind: Reset): boolean =>
  kind === 'visitor' || kind === 'visitor_typing' || kind === 'click' || kind === 'activity';

function latest(moments: readonly ClockEvent[], kinds: readonly Reset[]): Micros | undefined {
  let last: Micros | undefined;
  for (const m of moments) if (kinds.includes(m.kind) && (last === undefined || m.at > last)) last = m.at;
  return last;
}

/** The agent's first message that is not before the visitor's last one. */
function firstAnswer(moments: readonly ClockEvent[], visitor: Micros | undefined): Micros | undefined {
  let first: Micros | undefined;
  for (const m of moments) {
    const isAnswer = m.kind === 'agent' && (visitor === undefined || m.at >= visitor);
    if (isAnswer && (first === undefined || m.at < first)) first = m.at;
  }
  return first;
}
