// Judges every idle close on three axes (by rule, by people, by cause) from a derivation of its own, and finds the closes that never came.
import type { Micros } from '../core/time.ts';
import { isVisitor } from '../rows/ids.ts';
import type { WitnessMessage, WitnessSession } from '../rows/rows.ts';
import type { ByPeople, ByRule, Cause, Channel } from '../rows/words.ts';
import { sweepAfter } from '../rules/clock.ts';
import type { SessionRules } from '../rules/rules.ts';
import { isInHandsAt, stateAt, type ActorEvidence, type Evidence } from './evidence.ts';
import type { MessageEvidence } from './items.ts';
import type { Moment } from './idle.ts';
import { expectedAt, wasAway } from './outages.ts';
import { dueAt, passedDeadlines } from './passed.ts';

export interface TimeoutVerdict {
  readonly session: string;
  readonly visitor: string;
  readonly channel: Channel;
  readonly closedAt: Micros;
  readonly due?: Micros;
  readonly byRule: ByRule;
  /** Absent for a close that never came (`missed`); `closedAt` is then the moment up to which the session went on without it. */
  readonly byPeople?: ByPeople;
  readonly cause: Cause;
  readonly cameBack: boolean;
  /** It fell due while the server was away, and came when it was back. */
  readonly afterOutage?: true;
}

export interface TimeoutOptions {
  readonly rules: SessionRules;
  /** speed × ε: how far clocks of sender, server and judge may lie apart. µs of model time */
  readonly slack: Micros;
  /** W: a turn due within this much of the close makes it premature. µs */
  readonly prematureWithin: Micros;
  /** Closes after this moment are the harness's doing. */
  readonly drainStart: Micros;
  /** The generator itself was late beyond its budget: blame it before the server. */
  readonly generatorLate: boolean;
}

/** Judges all sessions that were closed idle before the drain, and every deadline at which one should have been. Ordered by session number. */
export function judgeTimeouts(evidence: Evidence, options: TimeoutOptions): TimeoutVerdict[] {
  const verdicts: TimeoutVerdict[] = [];
  const unstored = unstoredBySession(evidence);
  const sessions = [...evidence.sessions.values()].sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)));
  for (const session of sessions.flatMap(livesOf)) {
    const until = Math.min(session.closedAt ?? options.drainStart, options.drainStart);
    const heard = { session, moments: momentsOf(evidence, unstored, session) };
    const end = endOf(evidence, session, until, dueAt(heard, until, options.rules), options);
    // When a message came that was acknowledged and not kept, is known too roughly for what lies between.
    const passed = unstored.has(session.id)
      ? []
      : passedDeadlines(heard, until, options.rules, tolerance(options), (at) => latestClose(evidence, at, options));
    // A deadline that nothing has moved until the end is judged there.
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
): TimeoutVerdict | undefined {
  const { reason, closedAt } = session;
  if (reason === 'idle_timeout' && closedAt !== undefined && closedAt <= o.drainStart)
    return judgeClose(evidence, session, closedAt, due, o);
  const isRunning = due !== undefined && isOnClock(session) && isInHandsAt(session, until);
  return isRunning && latestClose(evidence, due, o) < until ? missed(session, until, due, o) : undefined;
}

/** A session that was reopened has been closed more than once, and each close is judged. */
export function livesOf(session: WitnessSession): WitnessSession[] {
  const { closes, ...last } = session;
  // A life that ended in the queue was never in an agent's hands: it must not inherit the time of the last one.
  const { activeAt: _last, ...bare } = last;
  return [...(closes ?? []).map((close) => ({ ...bare, ...close })), last];
}

const tolerance = (o: TimeoutOptions): Micros => o.rules.sweep + o.slack;

/** Until when a close that is due may come: a sweep or two later, and as much after a server that was away is back. */
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

/** Everything a session has heard, by its transcript and by what its senders know. */
export function momentsOf(evidence: Evidence, unstored: Unstored, session: WitnessSession): Moment[] {
  const moments: Moment[] = (evidence.transcripts.get(session.id) ?? []).map((w) => ({
    kind: kindOf(w),
    at: storedAt(evidence, w),
  }));
  // Acknowledged in this session and missing in its transcript: the clock should have heard them all the same.
  for (const m of unstored.get(session.id) ?? []) {
    if (m.ack !== undefined) moments.push({ kind: isVisitor(m.by) ? 'visitor' : 'agent', at: m.ack.t });
  }
  for (const touch of session.touches ?? []) moments.push(touch);
  for (const { doneAt } of session.transfers) if (doneAt !== undefined) moments.push({ kind: 'transfer', at: doneAt });
  return moments;
}

const kindOf = (w: WitnessMessage): 'visitor' | 'agent' | 'bot' | 'prompt' => (w.from === 'system' ? 'prompt' : w.from);

/** The server's word for when a message came, bounded by what its sender saw: not before it was sent, not after the ack. */
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
): TimeoutVerdict {
  const visitor = evidence.actor(session.visitor);
  const byRule = ruleVerdict(evidence, session, closedAt, due, o);
  const byPeople = peopleVerdict(evidence, session, closedAt, visitor, o);
  const afterOutage = due !== undefined && wasAway(evidence.outages, sweepAfter(due, o.rules.sweep), closedAt);
  return {
    session: session.id,
    visitor: session.visitor,
    channel: session.channel,
    closedAt,
    ...(due !== undefined && { due }),
    byRule,
    byPeople,
    cause:
      byRule !== 'justified'
        ? serverOrGenerator(o)
        : afterOutage
          ? 'server'
          : causeOf(evidence, session, closedAt, byPeople),
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

function peopleVerdict(
  evidence: Evidence,
  session: WitnessSession,
  c: Micros,
  visitor: ActorEvidence,
  o: TimeoutOptions,
): ByPeople {
  const over = Math.min(visitor.finished ?? Infinity, visitor.gaveUp?.t ?? Infinity);
  if (over <= c) return 'idle';
  let lastVisitor = -1;
  let lastAgent: { at: Micros; id: string } | undefined;
  for (const w of evidence.transcripts.get(session.id) ?? []) {
    if (w.at > c) continue;
    if (w.from === 'visitor') lastVisitor = Math.max(lastVisitor, w.at);
    if (w.from === 'agent' && (lastAgent === undefined || w.at >= lastAgent.at)) lastAgent = { at: w.at, id: w.id };
  }
  if (lastVisitor > (lastAgent?.at ?? -1)) return 'waiting';
  const shown = evidence.item(lastAgent?.id ?? '').shows.some((s) => s.by === session.visitor && s.t <= c);
  if (lastAgent !== undefined && !shown) return 'unreached';
  const next = visitor.intends.filter((i) => i.t <= c).at(-1);
  const isUnsaid = next !== undefined && !saidTurn(evidence, session.visitor, next.turn, c);
  return isUnsaid && Math.abs(next.due - c) <= o.prematureWithin ? 'premature' : 'idle';
}

function saidTurn(evidence: Evidence, visitor: string, turn: number, by: Micros): boolean {
  for (const m of messagesOf(evidence, visitor)) if (m.turn === turn && m.said <= by) return true;
  return false;
}

export function cameBack(evidence: Evidence, visitor: string, after: Micros): boolean {
  for (const m of messagesOf(evidence, visitor)) if (m.said > after) return true;
  return false;
}

function* messagesOf(evidence: Evidence, actor: string): Generator<{ turn: number; said: Micros }> {
  for (let n = 0; ; n++) {
    const message = evidence.item(`${actor}/${n}`).said;
    if (message === undefined) return;
    yield message;
  }
}

function causeOf(evidence: Evidence, session: WitnessSession, c: Micros, byPeople: ByPeople): Cause {
  const visitor = evidence.actor(session.visitor);
  if (byPeople === 'waiting') return isHeldUp(evidence, session, c) ? 'channel' : 'agent';
  if (stateAt(visitor.paths, c, 'up') === 'offline') return 'path';
  if (stateAt(visitor.devices, c, 'visible') !== 'visible') return 'device';
  return byPeople === 'unreached' ? 'path' : 'silence';
}

/** Did an agent answer, and the platform behind the channel let nothing through? */
function isHeldUp(evidence: Evidence, session: WitnessSession, c: Micros): boolean {
  const asked = Math.max(...(evidence.transcripts.get(session.id) ?? []).map((w) => (w.from === 'visitor' ? w.at : 0)));
  for (const m of evidence.said()) {
    const isRefused = m.refused === 'window' || m.refused === 'quota';
    if (isRefused && m.session === session.id && m.said >= asked && m.said <= c) return true;
  }
  return false;
}
