// When the rules close a session, derived backwards from everything it has heard: a third derivation, beside the desk's and the judge's.
import type { StoredSession, StoreRow } from '../../../src/model/desk/ports.ts';
import type { SessionRules } from '../../../src/model/rules/rules.ts';

type Message = StoreRow & { readonly kind: 'message' };

interface Event {
  readonly kind: string;
  readonly at: number;
}

const VISITORS = ['visitor', 'visitor_typing', 'click', 'activity'];
const AGENTS = ['agent', 'agent_typing'];

/** Everything that a session has heard, in order of time; at the same time in the order in which it was stored. */
function heardBy(session: StoredSession, messages: readonly Message[]): Event[] {
  const said = messages.filter((m) => m.session === session.id);
  const events = [
    ...said.map(({ from, at }) => ({ kind: from === 'system' ? 'prompt' : from, at })),
    ...(session.touches ?? []),
    ...session.transfers.flatMap(({ doneAt }) => (doneAt === undefined ? [] : [{ kind: 'transfer', at: doneAt }])),
  ];
  return events.sort((a, b) => a.at - b.at);
}

/** The idle time on the channel of a session. */
export const afterOf = ({ idle }: SessionRules, { channel }: StoredSession): number =>
  idle?.byChannel[channel] ?? idle?.after ?? 0;

/** When the rules close a session at the earliest, from what it has heard alone, derived backwards. */
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
  const last = (ignored: readonly string[]): number =>
    heard.findLast(
      (event) =>
        (idle.resets as readonly string[]).includes(event.kind) &&
        !ignored.includes(event.kind) &&
        (idle.anchor !== 'first_agent_reply_after_visitor' || event.kind !== 'agent' || event === firstReply),
    )?.at ?? session.openedAt;
  const since = {
    either_last_message: () => last([]),
    last_visitor_message: () => last(AGENTS),
    visitor_page_activity: () => last(AGENTS),
    last_agent_message: () => last(VISITORS),
    first_agent_reply_after_visitor: () => last([]),
    per_participant: () => Math.min(last(AGENTS), last(VISITORS)),
  }[idle.anchor]();
  const due = since + afterOf(rules, session);
  return idle.onlyIfPending === 'any' ? due : Math.max(due, turned);
}
