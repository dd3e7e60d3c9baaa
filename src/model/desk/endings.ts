// How a session ends: closed by somebody or by a rule, or over because what nobody answered is kept as leave-messages.
import type { Micros } from '../core/time.ts';
import type { CloseReason } from '../rows/words.ts';
import { leaveUnanswered } from './after-close.ts';
import type { Assignment } from './assignment/assignment.ts';
import type { People } from './state/people.ts';
import type { DeskSink } from './ports.ts';
import type { RuleBook } from './rule-book.ts';
import { isWaiting, type Session } from './session.ts';
import type { States } from './state/states.ts';
import type { Transcript } from './transcript/transcript.ts';
import type { WaitingLine } from './assignment/waiting-line.ts';

/** What the session desk lends to the endings. */
export interface EndingsDesk {
  readonly book: RuleBook;
  readonly sink: DeskSink;
  readonly people: People;
  readonly states: States;
  readonly transcript: Transcript;
  readonly assignment: Assignment;
  readonly line: WaitingLine;
  readonly sessions: Map<string, Session>;
  /** Gives what waits to who is free. */
  dispatch(now: Micros): void;
}

export class Endings {
  readonly #desk: EndingsDesk;

  constructor(desk: EndingsDesk) {
    this.#desk = desk;
  }

  close(session: Session, reason: CloseReason, now: Micros, lateness: Micros = 0): void {
    const { sink, transcript, states, assignment } = this.#desk;
    const from = session.state;
    const waited = this.#waited(session, now);
    transcript.resolvePrompt(session, reason === 'idle_timeout' ? 'expired' : 'closed');
    states.move(session, 'close', now);
    session.closedAt = now;
    session.reason = reason;
    session.closedFrom = from;
    assignment.failTransfer(session, now);
    sink.note({ note: 'closed', reason, lateness, duration: now - session.openedAt, ...waited });
    this.#over(session, now);
  }

  /** What nobody has answered becomes leave-messages, and the session is over. */
  leave(session: Session, now: Micros, lateness: Micros = 0): void {
    const { sink, people, transcript, states, assignment } = this.#desk;
    const visitor = people.visitors.get(session.visitor);
    if (visitor !== undefined) leaveUnanswered(sink, session, visitor, now);
    const waited = this.#waited(session, now);
    transcript.resolvePrompt(session, 'closed');
    sink.note({ note: 'kept', lateness, duration: now - session.openedAt, ...waited });
    assignment.failTransfer(session, now);
    states.move(session, 'leave_message', now);
    this.#over(session, now);
  }

  /** It has waited as long as anybody may. */
  queueTimeout(session: Session, now: Micros, lateness: Micros): void {
    if (this.#desk.book.of(session).queue.then === 'close') this.close(session, 'queue_timeout', now, lateness);
    else this.leave(session, now, lateness);
  }

  /** For how long it has been waiting, if it has; it is no longer in the line. */
  #waited(session: Session, now: Micros): { waited?: Micros } {
    if (session.state === 'queued') this.#desk.line.gone();
    return isWaiting(session) ? { waited: now - session.waitingSince } : {};
  }

  /** Stored, told to everybody who has it in front of them, and out of all assignment. */
  #over(session: Session, now: Micros): void {
    const { transcript, assignment, sessions } = this.#desk;
    const rings = assignment.silence(session);
    transcript.save(session);
    transcript.toVisitor(session, (to) => transcript.noticeClosed(to, session));
    transcript.tellAgentOver(session, rings);
    sessions.delete(session.id);
    assignment.release(session, now);
    this.#desk.dispatch(now);
  }
}
