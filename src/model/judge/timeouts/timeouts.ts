// Judges every idle close by rule, by people and by cause, and finds closes that never came.
import type { Micros } from '../../core/time.ts';
import { endedAt } from '../../rows/ends.ts';
import { isVisitor } from '../../rows/ids.ts';
import type { WitnessMessage, WitnessSession } from '../../rows/rows.ts';
import type { ByPeople, ByRule, Cause, Channel } from '../../rows/words.ts';
import { sweepAfter } from '../../rules/clock.ts';
import type { SessionRules } from '../../rules/rules.ts';
import { Blame } from '../people/blame.ts';
import { isInHandsAt, type Evidence } from '../evidence.ts';
import type { MessageEvidence } from '../evidence/items.ts';
import type { ClockEvent } from './idle.ts';
import { livesOf } from '../evidence/lives.ts';
import { expectedAt, wasAway } from '../evidence/outages.ts';
import { dueAt, missedDeadlines } from './missed-deadlines.ts';
import { judgePeople, messagesOf } from '../people/people.ts';

/** A close that a rule called for, or that came without one. */
export interface CloseVerdict {
  readonly session: string;
  readonly visitor: string;
  readonly channel: Channel;
  /** For one that never came (`missed`): the moment up to which the session went on. */
  readonly closedAt: Micros;
  readonly due?: Micros;
  readonly byRule: ByRule;
  readonly cameBack: boolean;
}

export interface TimeoutVerdict extends CloseVerdict {
  /** Absent for a close that never came (`missed`). */
  readonly byPeople?: ByPeople;
  readonly cause: Cause;
  /** It fell due while the server was down, and came when it was back. */
  readonly afterOutage?: true;
}

export interface TimeoutOptions {
  readonly rules: SessionRules;
  /** speed × ε: how far the clocks of sender, server and judge may differ. µs of model time */
  readonly slack: Micros;
  /** W: a turn due within this much of the close makes it premature. µs */
  readonly prematureWithin: Micros;
  /** Closes after this moment are caused by the harness. */
  readonly drainStart: Micros;
  /** The generator itself exceeded its lateness budget: blame it before the server. */
  readonly generatorLate: boolean;
}

/**
 * Judges all sessions that were closed idle before the drain, and every deadline at which one
 * should have been. Ordered by session number.
 */
export function judgeTimeouts(evidence: Evidence, options: TimeoutOptions): TimeoutVerdict[] {
  const verdicts: TimeoutVerdict[] = [];
  const unstored = unstoredBySession(evidence);
  const blame = new Blame(evidence, options.slack);
  const sessions = [...evidence.sessions.values()].sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)));
  for (const session of sessions.flatMap(livesOf)) {
    const until = Math.min(endedAt(session) ?? options.drainStart, options.drainStart);
    const heard = { session, moments: momentsOf(evidence, unstored, session) };
    const end = endOf(evidence, session, until, dueAt(heard, until, options.rules), options, blame);
    // When an acknowledged but unstored message came is known too roughly for the deadlines in
    // between.
    const passed = unstored.has(session.id)
      ? []
      : missedDeadlines(heard, until, options.rules, tolerance(options), (at) => latestClose(evidence, at, options));
    // A deadline that no event moved until the end is judged there.
    for (const { due, next } of passed) if (due !== end?.due) verdicts.push(missed(session, next, due, options));
    if (end !== undefined) verdicts.push(end);
  }
  return verdicts;
}

/** The verdict on how a life of a session ended at `until`; undefined when no timeout was due and none came. */
function endOf(
  evidence: Evidence,
  session: WitnessSession,
  until: Micros,
  due: Micros | undefined,
  o: TimeoutOptions,
  blame: Blame,
): TimeoutVerdict | undefined {
  const { reason, closedAt } = session;
  if (reason === 'idle_timeout' && closedAt !== undefined && closedAt <= o.drainStart)
    return judgeClose(evidence, session, closedAt, due, o, blame);
  const isRunning = due !== undefined && isOnClock(session) && isInHandsAt(session, until);
  return isRunning && latestClose(evidence, due, o) < until ? missed(session, until, due, o) : undefined;
}

const tolerance = (o: TimeoutOptions): Micros => o.rules.sweep + o.slack;

/**
 * Until when a due close may come: the tolerance after its sweep, or after a server that was down
 * is back.
 */
const latestClose = ({ outages }: Evidence, due: Micros, o: TimeoutOptions): Micros =>
  expectedAt(sweepAfter(due, o.rules.sweep), tolerance(o), outages) + tolerance(o);

/** Only sessions in an agent's hands have a running idle clock. */
function isOnClock(session: WitnessSession): boolean {
  const state = session.closedFrom ?? session.state;
  return state === 'active' || state === 'idle_warned' || state === 'inactive';
}

export type Unstored = ReadonlyMap<string, readonly MessageEvidence[]>;

/** Messages that were acknowledged in a session and are in no transcript, by session. */
export function unstoredBySession(evidence: Evidence): Unstored {
  const found = new Map<string, MessageEvidence[]>();
  for (const { said: m, stored } of evidence.items()) {
    if (m?.ack === undefined || m.ack.seq === 0 || stored.length > 0) continue;
    const list = found.get(m.ack.session);
    if (list === undefined) found.set(m.ack.session, [m]);
    else list.push(m);
  }
  return found;
}

/** All events of a session, from its transcript and from what its senders know. */
export function momentsOf(evidence: Evidence, unstored: Unstored, session: WitnessSession): ClockEvent[] {
  const moments: ClockEvent[] = (evidence.transcripts.get(session.id) ?? []).map((w) => ({
    kind: kindOf(w),
    at: storedAt(evidence, w),
  }));
  // Acknowledged in this session but missing in its transcript: the clock should have counted them.
  for (const m of unstored.get(session.id) ?? []) {
    if (m.ack !== undefined) moments.push({ kind: isVisitor(m.by) ? 'visitor' : 'agent', at: m.ack.t });
  }
  for (const touch of session.touches ?? []) moments.push(touch);
  for (const { doneAt } of session.transfers) if (doneAt !== undefined) moments.push({ kind: 'transfer', at: doneAt });
  return moments;
}

const kindOf = (w: WitnessMessage): 'visitor' | 'agent' | 'bot' | 'prompt' => (w.from === 'system' ? 'prompt' : w.from);

/**
 * When a message came by the server's report, bounded by what its sender saw: not before it was
 * sent, not after the ack.
 */
function storedAt(evidence: Evidence, w: WitnessMessage): Micros {
  const m = evidence.item(w.id).said;
  if (m === undefined) return w.at;
  const from = m.sends[0] ?? m.said;
  return Math.max(from, Math.min(w.at, m.ack?.t ?? w.at));
}

function judgeClose(
  evidence: Evidence,
  session: WitnessSession,
  closedAt: Micros,
  due: Micros | undefined,
  o: TimeoutOptions,
  blame: Blame,
): TimeoutVerdict {
  const byRule = ruleVerdict(evidence, session, closedAt, due, o);
  const { byPeople, cause } = judgePeople(evidence, session, closedAt, o, blame);
  const afterOutage = due !== undefined && wasAway(evidence.outages, sweepAfter(due, o.rules.sweep), closedAt);
  return {
    session: session.id,
    visitor: session.visitor,
    channel: session.channel,
    closedAt,
    ...(due !== undefined && { due }),
    byRule,
    byPeople,
    cause: byRule !== 'justified' ? serverOrGenerator(o) : afterOutage ? 'server' : cause,
    cameBack: cameBack(evidence, session.visitor, closedAt),
    ...(afterOutage && { afterOutage }),
  };
}

function missed(session: WitnessSession, until: Micros, due: Micros, o: TimeoutOptions): TimeoutVerdict {
  const { id, visitor, channel } = session;
  return {
    session: id,
    visitor,
    channel,
    closedAt: until,
    due,
    byRule: 'missed',
    cause: serverOrGenerator(o),
    cameBack: false,
  };
}

const serverOrGenerator = (o: TimeoutOptions): Cause => (o.generatorLate ? 'generator' : 'server');

function ruleVerdict(
  evidence: Evidence,
  session: WitnessSession,
  closedAt: Micros,
  due: Micros | undefined,
  o: TimeoutOptions,
): ByRule {
  if (due === undefined || !isOnClock(session)) return 'wrong_state';
  if (closedAt < due - o.slack) return 'early';
  return closedAt > latestClose(evidence, due, o) ? 'late' : 'justified';
}

export function cameBack(evidence: Evidence, visitor: string, after: Micros): boolean {
  for (const m of messagesOf(evidence, visitor)) if (m.said > after) return true;
  return false;
}
