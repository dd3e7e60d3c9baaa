// Rebuilds sessions from a store: the stored state of each, with its messages replayed.
import type { Micros } from '../../core/time.ts';
import type { Sender, SessionState } from '../../rows/words.ts';
import { NOT_YET, noteActivity } from '../../rules/clock.ts';
import { endedAt } from '../../rows/ends.ts';
import type { Touched } from '../../rows/rows.ts';
import type { StoredDesk, StoredSession, StoredWait } from '../ports.ts';
import type { RuleBook } from '../rule-book.ts';
import { isOffer, isOpen, isWaiting, newSession, type Session } from '../session.ts';

/**
 * Sessions as before the restart: those that wait in order of the line, the others in the order in
 * which they entered their state.
 */
export function rebuildSessions(stored: StoredDesk, book: RuleBook): Session[] {
  const rows = [...stored.sessions].sort(
    (a, b) => (a.waits?.ticket ?? 0) - (b.waits?.ticket ?? 0) || a.stateSince - b.stateSince,
  );
  const sessions = new Map(rows.map((row) => [row.id, revive(row)]));
  for (const m of stored.messages) {
    const session = sessions.get(m.session);
    if (session === undefined) continue;
    session.messages.push(m);
    session.seq = Math.max(session.seq, m.seq);
    noteActivity(session.activity, m.from === 'system' ? 'prompt' : m.from, m.at);
    if (m.from === 'visitor' && session.firstVisitorAt === NOT_YET) session.firstVisitorAt = m.at;
    if (m.from === 'agent') session.answered = true;
    replay(session, m.from, m.at);
    if (m.from === 'visitor') session.offers = 0;
    if (isSaidOffer(session, m, book)) session.offers += 1;
  }
  for (const { id, touches = [] } of rows) for (const touch of touches) retouch(sessions.get(id), touch, book);
  return [...sessions.values()];
}

/** Whether this message is an offer of the bot, by the session's rules when it was said. */
const isSaidOffer = (session: Session, m: Session['messages'][number], book: RuleBook): boolean =>
  isOffer(m, book.of(session, m.at).bot);

/** A session row is not stored at prompts and activity, so those are replayed from the messages. */
function replay(session: Session, from: Sender, at: Micros): void {
  const before = session.closes.at(-1);
  const undone = before && endedAt(before);
  // A reopening is not stored by itself: it came with the first message after the end that it
  // undid.
  if (undone !== undefined && session.activity.opened <= undone && at >= undone) session.activity.opened = at;
  if (!isOpen(session) || isWaiting(session)) return;
  if (from === 'visitor') session.prompts = 0;
  if (from === 'system') session.prompts += 1;
  if (from === 'bot' || at < inHandsSince(session)) return;
  session.asked = from === 'system';
  if (session.restedAt !== undefined && (from === 'system' || at <= session.restedAt)) return;
  session.state = from === 'system' ? 'idle_warned' : 'active';
  delete session.restedAt;
}

/** Since when its current agent has it. The outcome of earlier prompts is known. */
const inHandsSince = ({ activity: { assigned, transfer } }: Session): Micros => Math.max(assigned, transfer);

/** Replays an event other than a message. The state follows from whatever came last. */
function retouch(session: Session | undefined, { kind, at }: Touched, book: RuleBook): void {
  if (session === undefined) return;
  (session.touches ??= []).push({ kind, at });
  noteActivity(session.activity, kind, at);
  const since = session.messages.filter((m) => m.at > at);
  if (since.every(({ from }) => from === 'bot')) {
    session.asked = false;
    if (session.state === 'idle_warned') session.state = 'active';
  }
  if (kind !== 'click' || since.some(({ from }) => from === 'visitor')) return;
  session.prompts = since.filter(({ from }) => from === 'system').length;
  session.offers = since.filter((m) => isSaidOffer(session, m, book)).length;
}

function revive(stored: StoredSession): Session {
  const s = newSession(Number(stored.id.slice(1)), stored.visitor, stored.channel, stored.openedAt);
  s.state = stored.state as SessionState;
  s.stateSince = stored.stateSince;
  if (stored.activeAt !== undefined) s.activeAt = stored.activeAt;
  if (stored.closedAt !== undefined) s.closedAt = stored.closedAt;
  if (stored.reason !== undefined) s.reason = stored.reason;
  if (stored.closedFrom !== undefined) s.closedFrom = stored.closedFrom as SessionState;
  // A closed session is stored with its agent. If it is reopened, it must not count as that
  // agent's.
  if (stored.agent !== undefined && isOpen(s) && !isWaiting(s)) s.agent = stored.agent;
  if (stored.rangAt !== undefined) s.rangAt = [...stored.rangAt];
  if (stored.follows !== undefined) s.follows = stored.follows;
  if (stored.prefers !== undefined) s.prefers = stored.prefers;
  if (stored.restedAt !== undefined && isOpen(s)) s.restedAt = stored.restedAt;
  s.waitingSince = stored.waits?.since ?? stored.stateSince;
  s.agents.push(...stored.agents);
  s.closes.push(...(stored.closes ?? []));
  s.transfers.push(...stored.transfers.map((t) => ({ ...t })));
  s.seq = stored.seq ?? 0;
  s.unanswered = stored.unanswered ?? NOT_YET;
  if (stored.alerted !== undefined) Object.assign(s.alerted, stored.alerted);
  if (stored.waits !== undefined) reviveWait(s, stored.waits);
  const { activeAt = NOT_YET } = stored;
  s.activity.assigned = activeAt;
  for (const { doneAt } of stored.transfers)
    if (doneAt !== undefined && doneAt >= activeAt) noteActivity(s.activity, 'transfer', doneAt);
  return s;
}

function reviveWait(s: Session, waits: StoredWait): void {
  const { goesFirst = false, handedOver = false, missedBy = [], barred = [], ringsAt, ringShown = false } = waits;
  s.goesFirst = goesFirst;
  s.handedOver = handedOver;
  s.missedBy.push(...missedBy);
  s.barred.push(...barred);
  if (ringsAt === undefined) return;
  s.ringsAt = ringsAt;
  s.ringShown = ringShown;
}
