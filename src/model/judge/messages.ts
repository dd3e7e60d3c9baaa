// Gives every message a person said exactly one fate, from what senders, readers and a fresh second witness saw.
import { actorOf, isVisitor, numberOf } from '../rows/ids.ts';
import type { WitnessMessage } from '../rows/rows.ts';
import type { Fate, Flag, Route } from '../rows/words.ts';
import { isInHandsAt, isOtherSide, isPersonal, type Evidence, type MessageEvidence } from './evidence.ts';

export interface MessageVerdict {
  readonly id: string;
  readonly by: string;
  readonly fate: Fate;
  readonly flags: readonly Flag[];
  readonly route?: Route;
}

/** Judges all messages. `drained`: the drain was complete, so that absence means loss. Order of the result: by sender and number. */
export function judgeMessages(evidence: Evidence, drained: boolean): MessageVerdict[] {
  const verdicts: MessageVerdict[] = [];
  const reordered = reorderedIds(evidence);
  for (const [, mine] of bySender(evidence)) {
    let before: string | undefined;
    for (const message of mine) {
      const fate = fateOf(evidence, message, drained);
      const at = whereabouts(evidence, message);
      const route = isVisitor(message.by) && fate === 'delivered' ? routeOf(evidence, before, at) : undefined;
      if (at !== undefined) before = at;
      verdicts.push({
        id: message.id,
        by: message.by,
        fate,
        flags: flagsOf(evidence, message, fate, reordered),
        ...(route !== undefined && { route }),
      });
    }
  }
  return verdicts;
}

/** Ids that were shown although nobody said them (or said something else), and the server does not own up to them. */
export function phantoms(evidence: Evidence): string[] {
  const found: string[] = [];
  for (const [id, shows] of evidence.shows) {
    const said = evidence.messages.get(id);
    const isMadeUp = isPersonal(id)
      ? said === undefined || shows.some((s) => s.h !== said.h)
      : !evidence.stored.has(id);
    if (isMadeUp) found.push(id);
  }
  return found.sort();
}

/**
 * Ids that somebody had on a screen and that are in no transcript and no box any more: history survives every close, so what
 * was read there must be there. What is `lost` already is not named twice.
 */
export function vanished(evidence: Evidence, verdicts: readonly MessageVerdict[]): string[] {
  const found: string[] = [];
  for (const { id, fate } of verdicts) {
    const message = evidence.messages.get(id);
    if (message === undefined || fate === 'lost' || !evidence.shows.has(id)) continue;
    if (storedAs(evidence, message).length === 0 && !isLeft(evidence, message)) found.push(id);
  }
  return found.sort();
}

/** What the transcripts hold of a message with the text that was typed. */
const storedAs = (evidence: Evidence, m: MessageEvidence): readonly WitnessMessage[] =>
  (evidence.stored.get(m.id) ?? []).filter((w) => w.h === m.h);

/** Is it in the box of leave-messages, with its text, under its sender's name? */
const isLeft = (evidence: Evidence, m: MessageEvidence): boolean =>
  (evidence.left.get(m.id) ?? []).some((left) => left.h === m.h && left.visitor === m.by);

function bySender(evidence: Evidence): Map<string, MessageEvidence[]> {
  const senders = new Map<string, MessageEvidence[]>();
  for (const message of evidence.messages.values()) {
    const list = senders.get(message.by);
    if (list === undefined) senders.set(message.by, [message]);
    else list.push(message);
  }
  for (const list of senders.values()) list.sort((a, b) => numberOf(a.id) - numberOf(b.id));
  return new Map(
    [...senders].sort(([a], [b]) => (a[0] === b[0] ? Number(a.slice(1)) - Number(b.slice(1)) : a < b ? -1 : 1)),
  );
}

/** The first class that applies, in the order of the list of fates. */
function fateOf(evidence: Evidence, m: MessageEvidence, drained: boolean): Fate {
  if (isMisrouted(evidence, m)) return 'misrouted';
  const readers = (evidence.shows.get(m.id) ?? []).filter((s) => isOtherSide(m.by, s.by));
  const looked = (evidence.looks.get(m.id) ?? []).some((l) => isOtherSide(m.by, l.by));
  if (looked) return 'delivered';
  if (isLeft(evidence, m)) return 'left_message';
  const stored = storedAs(evidence, m);
  const session = stored[0]?.session ?? readers[0]?.session ?? m.ack?.session;
  const isOver = session === undefined || evidence.endedBeforeDrain(session) || isOrphan(evidence, m, session);
  // A list that still shows the session is a screen: the message stood there, and nobody looked.
  const stoodInList = stored.length > 0 && isVisitor(m.by) && evidence.isListed(session ?? '') === true;
  if ((readers.length > 0 || stoodInList) && isOver) return 'unnoticed';
  if (stored.length > 0 && isOver) return 'stored_unseen';
  if (m.refused !== undefined) return 'refused';
  if ((stored.length > 0 || readers.length > 0) && !isOver) return 'pending';
  if (m.ack === undefined) return 'indeterminate';
  return drained ? 'lost' : 'unknown_drain';
}

/**
 * Is the visitor's message in a session that the server calls open and in an agent's hands, and that no list shows? Nobody will
 * ever come across it there. One that came into hands only in the drain may have done so after the lists were read.
 */
function isOrphan(evidence: Evidence, m: MessageEvidence, id: string): boolean {
  const session = evidence.sessions.get(id);
  if (session === undefined || !isVisitor(m.by) || evidence.isListed(id) !== false) return false;
  const isActive = session.state === 'active' || session.state === 'idle_warned';
  const drainStart = evidence.phases.get('drain_start')?.t ?? Infinity;
  return isActive && isInHandsAt(session, drainStart) && isInHandsAt(session, Infinity);
}

/** Shown to a person it was not for, going by whose session it is. */
function isMisrouted(evidence: Evidence, m: MessageEvidence): boolean {
  const visitor = isVisitor(m.by) ? m.by : evidence.sessions.get(m.session ?? '')?.visitor;
  return (evidence.shows.get(m.id) ?? []).some((show) => {
    if (isVisitor(show.by)) return visitor !== undefined && show.by !== visitor;
    const session = evidence.sessions.get(show.session);
    if (session === undefined || visitor === undefined) return false;
    return session.visitor !== visitor || !session.agents.includes(show.by);
  });
}

/** The session in which a message ended up, as far as anybody saw. */
function whereabouts(evidence: Evidence, m: MessageEvidence): string | undefined {
  const stored = evidence.stored.get(m.id)?.[0]?.session;
  return stored ?? (m.ack !== undefined && m.ack.seq > 0 ? m.ack.session : undefined);
}

function routeOf(evidence: Evidence, before: string | undefined, now: string | undefined): Route {
  if (before === undefined || now === undefined || before === now) return 'same_session';
  const old = evidence.sessions.get(before)?.agents.at(-1);
  const fresh = evidence.sessions.get(now)?.agents[0];
  return old !== undefined && old === fresh ? 'new_session_same_agent' : 'new_session_other_agent';
}

function flagsOf(evidence: Evidence, m: MessageEvidence, fate: Fate, reordered: ReadonlySet<string>): Flag[] {
  const flags: Flag[] = [];
  const stored = evidence.stored.get(m.id) ?? [];
  const shows = (evidence.shows.get(m.id) ?? []).filter((s) => isOtherSide(m.by, s.by));
  const closedAt = evidence.sessions.get(shows[0]?.session ?? '')?.closedAt;
  const looks = (evidence.looks.get(m.id) ?? []).filter((l) => isOtherSide(m.by, l.by)).map((l) => l.t);
  if (fate === 'delivered' && closedAt !== undefined && looks.length > 0 && Math.min(...looks) > closedAt)
    flags.push('late');
  const readers = new Set(shows.map((s) => s.by));
  const isDoubled = stored.length > 1 || (evidence.left.get(m.id)?.length ?? 0) > 1;
  if (isDoubled || shows.length > readers.size) flags.push('duplicate');
  if (reordered.has(m.id)) flags.push('reordered');
  return flags;
}

/** Ids stored behind a later message of the same sender in the same session: one pass over every transcript. */
function reorderedIds(evidence: Evidence): Set<string> {
  const found = new Set<string>();
  for (const transcript of evidence.transcripts.values()) {
    const highest = new Map<string, number>();
    for (const { id } of [...transcript].sort((a, b) => a.seq - b.seq)) {
      const by = actorOf(id);
      if (by === undefined) continue;
      const n = numberOf(id);
      const before = highest.get(by) ?? -1;
      if (n < before) found.add(id);
      else highest.set(by, n);
    }
  }
  return found;
}
