// Derives the due time of a close backwards from stored
// rows, independent of the desk and of the judge.
import type { StoredSession, StoreRow } from '../../../src/model/desk/ports.ts';
import type { SessionRules, Side } from '../../../src/model/rules/rules.ts';

type Message = StoreRow & { readonly kind: 'message' };

interface Event {
  readonly kind: string;
  readonly at: number;
}

const VISITORS = ['visitor', 'visitor_typing', 'click', 'activity'];
const AGENTS = ['agent', 'agent_typing'];

/** All events of a session, in order of time; events of the same time in the order of storing. */
function heardBy(session: StoredSession, messages: readonly Message[]): Event[] {
  const said = messages.filter((m) => m.session === session.id);
  const events = [
    ...said.map(({ from, at }) => ({ kind: from === 'system' ? 'prompt' : from, at })),
    ...(session.touches ?? []),
    ...session.transfers.flatMap(({ doneAt }) => (doneAt === undefined ? [] : [{ kind: 'transfer', at: doneAt }])),
  ];
  return events.sort((a, b) => a.at - b.at);
}

/** How long a side may be silent on the channel of a session. */
function spanOf({ idle }: SessionRules, { channel }: StoredSession, side: Side): number {
  if (idle === null) return 0;
  const time = Object.hasOwn(idle.byChannel, channel) ? idle.byChannel[channel] : idle.after;
  if (typeof time === 'number') return time;
  return time?.[side] ?? Infinity;
}

/** The longest idle time that the rules allow a session. */
export function afterOf(rules: SessionRules, session: StoredSession): number {
  const spans = (['visitor', 'agent'] as const).map((side) => spanOf(rules, session, side));
  return Math.max(...spans.filter((span) => span < Infinity), 0);
}

/** The earliest time at which the rules close a session, derived backwards from its events. */
export function idleFrom(rules: SessionRules, session: StoredSession, messages: readonly Message[]): number {
  const { idle } = rules;
  if (idle === null) return Infinity;
  const heard = heardBy(session, messages);
  const talk = heard.filter(({ kind }) => kind === 'visitor' || kind === 'agent');
  const firstReply = talk[talk.findLastIndex(({ kind }) => kind === 'visitor') + 1];
  if (idle.anchor === 'last_agent_message' && !talk.some(({ kind }) => kind === 'agent')) return Infinity;
  if (idle.anchor === 'first_agent_reply_after_visitor' && firstReply === undefined) return Infinity;
  const turn = talk.at(-1)?.kind === 'agent' ? 'visitor' : 'agent';
  if (idle.onlyIfPending !== 'any' && (idle.onlyIfPending !== turn || talk.length === 0)) return Infinity;
  const turned = talk[talk.findLastIndex(({ kind }) => kind === turn) + 1]?.at ?? -Infinity;
  const last = (ignored: readonly string[], counted: readonly string[] = idle.resets): number =>
    heard.findLast(
      (event) =>
        counted.includes(event.kind) &&
        !ignored.includes(event.kind) &&
        (idle.anchor !== 'first_agent_reply_after_visitor' || event.kind !== 'agent' || event === firstReply),
    )?.at ?? session.openedAt;
  const ignored: Readonly<Record<typeof idle.anchor, readonly (readonly string[])[]>> = {
    either_last_message: [[]],
    last_visitor_message: [AGENTS],
    visitor_page_activity: [AGENTS],
    last_agent_message: [VISITORS],
    first_agent_reply_after_visitor: [[]],
    per_participant: [AGENTS, VISITORS],
  };
  const sides = ['visitor', 'agent'] as const;
  const clocks = ignored[idle.anchor];
  const runOut = Math.min(...clocks.map((list, i) => last(list) + spanOf(rules, session, sides[i] ?? 'visitor')));
  if (runOut === Infinity) return Infinity;
  const people = idle.resets.filter((kind) => kind !== 'prompt' && kind !== 'bot');
  const silent = Math.max(Math.min(...clocks.map((list) => last(list, people))), session.activeAt ?? -Infinity);
  const asked = heard.findLast(({ kind }) => kind === 'prompt')?.at ?? -Infinity;
  const closes = rules.prompt?.closes;
  const due = closes !== undefined && asked > silent ? asked + closes : runOut;
  return idle.onlyIfPending === 'any' ? due : Math.max(due, turned);
}
