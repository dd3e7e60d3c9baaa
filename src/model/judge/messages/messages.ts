// Gives every message of a person exactly one fate, from senders, readers and a second witness.
import { actorOf, isVisitor, numberOf } from '../../rows/ids.ts';
import type { WitnessMessage } from '../../rows/rows.ts';
import type { Fate, Flag, Route } from '../../rows/words.ts';
import { isInHandsAt, isOtherSide, isPersonal, type Evidence } from '../evidence.ts';
import type { Item, MessageEvidence } from '../evidence/items.ts';

export interface MessageVerdict {
  readonly id: string;
  readonly by: string;
  readonly fate: Fate;
  readonly flags: readonly Flag[];
  readonly route?: Route;
  /** The agent of the new session could see the one before. */
  readonly linked?: true;
}

/**
 * Judges all messages, ordered by sender and number.
 * @param drained the drain was complete, so absence means loss
 */
export function judgeMessages(evidence: Evidence, drained: boolean): MessageVerdict[] {
  const verdicts: MessageVerdict[] = [];
  const reordered = reorderedIds(evidence);
  for (const [, mine] of bySender(evidence)) {
    let before: string | undefined;
    for (const item of mine) {
      const { said } = item;
      const fate = fateOf(evidence, item, drained);
      const at = whereabouts(item);
      const route = isVisitor(said.by) && fate === 'delivered' ? routeOf(evidence, before, at) : undefined;
      const linked = route !== undefined && at !== before && evidence.sessions.get(at ?? '')?.follows === before;
      if (at !== undefined) before = at;
      const flags = flagsOf(evidence, item, fate, reordered);
      verdicts.push({
        id: said.id,
        by: said.by,
        fate,
        flags,
        ...(route !== undefined && { route }),
        ...(linked && { linked }),
      });
    }
  }
  return verdicts;
}

/**
 * Ids that were shown although nobody said them (or said something else), and that the server does
 * not report. What a desk writes by itself after its transcripts were read cannot be in them, and
 * does not count.
 */
export function phantoms(evidence: Evidence): string[] {
  const found: string[] = [];
  for (const { id, said, shows, stored } of evidence.items()) {
    if (shows.length === 0) continue;
    if (!isPersonal(id) && shows.every(({ t, session }) => t > (evidence.told.get(session) ?? Infinity))) continue;
    const isMadeUp = said === undefined ? isPersonal(id) || stored.length === 0 : shows.some(({ h }) => h !== said.h);
    if (isMadeUp) found.push(id);
  }
  return found.sort();
}

/**
 * Ids that were on a screen and are in no transcript and no leave-message box any more. History
 * survives every close, so what was read must be there. Messages that are already `lost` are left
 * out.
 */
export function vanished(evidence: Evidence, verdicts: readonly MessageVerdict[]): string[] {
  const found: string[] = [];
  for (const { id, fate } of verdicts) {
    const item = evidence.item(id);
    if (!isSaid(item) || fate === 'lost' || item.shows.length === 0) continue;
    if (storedAs(item) === undefined && !isLeft(item)) found.push(id);
  }
  return found.sort();
}

/** An item that a person said. */
type Said = Item & { readonly said: MessageEvidence };
const isSaid = (item: Item): item is Said => item.said !== undefined;

/** The first transcript entry of a message that has the text that was typed. */
const storedAs = ({ said, stored }: Said): WitnessMessage | undefined => stored.find(({ h }) => h === said.h);

/** Whether it is a leave-message, with its text and under its sender's name. */
const isLeft = ({ said, left }: Said): boolean => left.some(({ h, visitor }) => h === said.h && visitor === said.by);

function bySender(evidence: Evidence): [string, Said[]][] {
  const senders = new Map<string, Said[]>();
  for (const item of evidence.items()) {
    if (!isSaid(item)) continue;
    const list = senders.get(item.said.by);
    if (list === undefined) senders.set(item.said.by, [item]);
    else list.push(item);
  }
  for (const list of senders.values()) list.sort((a, b) => a.said.n - b.said.n);
  return [...senders].sort(([a], [b]) => (a[0] === b[0] ? Number(a.slice(1)) - Number(b.slice(1)) : a < b ? -1 : 1));
}

/** The first fate that applies, in the order of the list of fates. */
function fateOf(evidence: Evidence, item: Said, drained: boolean): Fate {
  const { said: m, shows, looks } = item;
  if (isMisrouted(evidence, item)) return 'misrouted';
  if (looks.some((l) => isOtherSide(m.by, l.by))) return 'delivered';
  if (isLeft(item)) return 'left_message';
  const stored = storedAs(item);
  const reader = shows.find((s) => isOtherSide(m.by, s.by));
  // What is shown because the harness reconnects people for the drain was only in the history
  // during play.
  const drainStart = evidence.phases.get('drain_start')?.t ?? Infinity;
  const wasShown = shows.some((s) => isOtherSide(m.by, s.by) && (s.t <= drainStart || stored === undefined));
  const session = stored?.session ?? reader?.session ?? m.ack?.session;
  const isOver = session === undefined || evidence.endedBeforeDrain(session) || isOrphan(evidence, m, session);
  // A list that shows the session counts as a screen: the message was there, and nobody looked.
  const stoodInList = stored !== undefined && isVisitor(m.by) && evidence.isListed(session ?? '') === true;
  if ((wasShown || stoodInList) && isOver) return 'unnoticed';
  if (stored !== undefined && isOver) return 'stored_unseen';
  if (m.refused !== undefined) return 'refused';
  if ((stored !== undefined || reader !== undefined) && !isOver) return 'pending';
  if (m.ack === undefined) return 'indeterminate';
  return drained ? 'lost' : 'unknown_drain';
}

/**
 * Whether the visitor's message is in a session that the server reports as open and assigned, but
 * that no list shows. Nobody will ever find it there. A session that was assigned only in the drain
 * does not count, because the lists may have been read before.
 */
function isOrphan(evidence: Evidence, m: MessageEvidence, id: string): boolean {
  const session = evidence.sessions.get(id);
  if (session === undefined || !isVisitor(m.by) || evidence.isListed(id) !== false) return false;
  const isActive = ['active', 'idle_warned', 'inactive'].includes(session.state);
  const drainStart = evidence.phases.get('drain_start')?.t ?? Infinity;
  return isActive && isInHandsAt(session, drainStart) && isInHandsAt(session, Infinity);
}

/** Whether it was shown to a person it was not for, judged by whose session it is. */
function isMisrouted(evidence: Evidence, { said: m, shows }: Said): boolean {
  const visitor = isVisitor(m.by) ? m.by : evidence.sessions.get(m.session ?? '')?.visitor;
  return shows.some((show) => {
    if (isVisitor(show.by)) return visitor !== undefined && show.by !== visitor;
    const session = evidence.sessions.get(show.session);
    if (session === undefined || visitor === undefined) return false;
    return session.visitor !== visitor || !session.agents.includes(show.by);
  });
}

/** The session in which a message ended up, as far as anybody saw. */
function whereabouts({ said: m, stored }: Said): string | undefined {
  return stored[0]?.session ?? (m.ack !== undefined && m.ack.seq > 0 ? m.ack.session : undefined);
}

function routeOf(evidence: Evidence, before: string | undefined, now: string | undefined): Route {
  if (before === undefined || now === undefined || before === now) return 'same_session';
  const old = evidence.sessions.get(before)?.agents.at(-1);
  const fresh = evidence.sessions.get(now)?.agents[0];
  return old !== undefined && old === fresh ? 'new_session_same_agent' : 'new_session_other_agent';
}

function flagsOf(evidence: Evidence, item: Said, fate: Fate, reordered: ReadonlySet<string>): readonly Flag[] {
  const { said: m, stored, left } = item;
  const flags: Flag[] = [];
  const first = item.shows.find((s) => isOtherSide(m.by, s.by));
  const closedAt = evidence.sessions.get(first?.session ?? '')?.closedAt;
  if (fate === 'delivered' && closedAt !== undefined && firstLook(item) > closedAt) flags.push('late');
  if (stored.length > 1 || left.length > 1 || isShownTwice(item)) flags.push('duplicate');
  if (reordered.has(m.id)) flags.push('reordered');
  return flags;
}

/** When the other side first looked; -Infinity if it never did. */
function firstLook({ said, looks }: Said): number {
  let first = Infinity;
  for (const { by, t } of looks) if (t < first && isOtherSide(said.by, by)) first = t;
  return first === Infinity ? -Infinity : first;
}

/** Whether it was shown to one reader of the other side more than once. */
function isShownTwice({ said, shows }: Said): boolean {
  return (
    shows.length > 1 &&
    shows.some(({ by }, i) => isOtherSide(said.by, by) && shows.findIndex((other) => other.by === by) !== i)
  );
}

/**
 * Ids stored after a later message of the same sender in the same session: one pass over every
 * transcript.
 */
function reorderedIds(evidence: Evidence): Set<string> {
  const found = new Set<string>();
  for (const transcript of evidence.transcripts.values()) {
    const highest = new Map<string, number>();
    for (const { id } of inOrder(transcript)) {
      const by = actorOf(id);
      if (by === undefined) continue;
      const n = numberOf(id);
      if (n < (highest.get(by) ?? -1)) found.add(id);
      else highest.set(by, n);
    }
  }
  return found;
}

/** Most transcripts are in order already. */
function inOrder(transcript: readonly WitnessMessage[]): readonly WitnessMessage[] {
  const isSorted = transcript.every(({ seq }, i) => i === 0 || (transcript[i - 1]?.seq ?? 0) <= seq);
  return isSorted ? transcript : [...transcript].sort((a, b) => a.seq - b.seq);
}
