// How a session ends: closed by somebody or by a rule, or over because what nobody answered is kept as leave-messages.
import type { Micros } from '../core/time.ts';
import type { CloseReason } from '../rows/words.ts';
import { leaveUnanswered } from './after-close.ts';
import type { Hands } from './hands.ts';
import type { People } from './people.ts';
import type { DeskSink } from './ports.ts';
import type { RuleBook } from './rule-book.ts';
import { isWaiting, type Session } from './session.ts';
import type { States } from './states.ts';
import type { Talk } from './talk.ts';
import type { WaitingLine } from './waiting-line.ts';

/** What the floor lends to the endings. */
export interface EndingsFloor {
  readonly book: RuleBook;
  readonly sink: DeskSink;
  readonly people: People;
  readonly states: States;
  readonly talk: Talk;
  readonly hands: Hands;
  readonly line: WaitingLine;
  readonly sessions: Map<string, Session>;
  /** Gives what waits to who is free. */
  dispatch(now: Micros): void;
}

export class Endings {
  readonly #floor: EndingsFloor;

  constructor(floor: EndingsFloor) {
    this.#floor = floor;
  }

  close(session: Session, reason: CloseReason, now: Micros, lateness: Micros = 0): void {
    const { sink, talk, states, hands } = this.#floor;
    const from = session.state;
    const waited = this.#waited(session, now);
    talk.resolvePrompt(session, reason === 'idle_timeout' ? 'expired' : 'closed');
    states.move(session, 'close', now);
    session.closedAt = now;
    session.reason = reason;
    session.closedFrom = from;
    hands.failTransfer(session, now);
    sink.note({ note: 'closed', reason, lateness, duration: now - session.openedAt, ...waited });
    this.#over(session, now);
  }

  /** What nobody has answered becomes leave-messages, and the session is over. */
  leave(session: Session, now: Micros, lateness: Micros = 0): void {
    const { sink, people, talk, states, hands } = this.#floor;
    const visitor = people.visitors.get(session.visitor);
    if (visitor !== undefined) leaveUnanswered(sink, session, visitor, now);
    const waited = this.#waited(session, now);
    talk.resolvePrompt(session, 'closed');
    sink.note({ note: 'kept', lateness, duration: now - session.openedAt, ...waited });
    hands.failTransfer(session, now);
    states.move(session, 'leave_message', now);
    this.#over(session, now);
  }

  /** It has waited as long as anybody may. */
  queueTimeout(session: Session, now: Micros, lateness: Micros): void {
    if (this.#floor.book.of(session).queue.then === 'close') this.close(session, 'queue_timeout', now, lateness);
    else this.leave(session, now, lateness);
  }

  /** For how long it has been waiting, if it has; it is no longer in the line. */
  #waited(session: Session, now: Micros): { waited?: Micros } {
    if (session.state === 'queued') this.#floor.line.gone();
    return isWaiting(session) ? { waited: now - session.waitingSince } : {};
  }

  /** Stored, told to everybody who has it in front of them, and out of all hands. */
  #over(session: Session, now: Micros): void {
    const { talk, hands, sessions } = this.#floor;
    const rings = hands.silence(session);
    talk.save(session);
    talk.toVisitor(session, (to) => talk.noticeClosed(to, session));
    talk.tellAgentOver(session, rings);
    sessions.delete(session.id);
    hands.release(session, now);
    this.#floor.dispatch(now);
  }
}
