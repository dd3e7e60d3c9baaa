// How a session ends: closed by a person or by a rule, or turned into leave-messages.
import type { Micros } from '../core/time.ts';
import type { CloseReason } from '../rows/words.ts';
import { leaveUnanswered } from './after-close.ts';
import type { Assignment } from './assignment/assignment.ts';
import { isWaiting, type Session } from './session.ts';
import type { DeskState } from './state/desk-state.ts';
import type { Screens } from './screens.ts';
import type { Transcript } from './transcript/transcript.ts';

/** Ends sessions. The caller must then assign waiting sessions to the agents who became free. */
export class Endings {
  readonly #state: DeskState;
  readonly #screens: Screens;
  readonly #transcript: Transcript;
  readonly #assignment: Assignment;

  constructor(state: DeskState, screens: Screens, transcript: Transcript, assignment: Assignment) {
    this.#state = state;
    this.#screens = screens;
    this.#transcript = transcript;
    this.#assignment = assignment;
  }

  close(session: Session, reason: CloseReason, now: Micros, lateness: Micros): void {
    const { sink, states } = this.#state;
    const from = session.state;
    const waited = this.#waited(session, now);
    this.#transcript.resolvePrompt(session, reason === 'idle_timeout' ? 'expired' : 'closed');
    states.move(session, 'close', now);
    session.closedAt = now;
    session.reason = reason;
    session.closedFrom = from;
    this.#assignment.failTransfer(session, now);
    sink.note({ note: 'closed', reason, lateness, duration: now - session.openedAt, ...waited });
    this.#over(session, now);
  }

  /** Turns unanswered messages into leave-messages and ends the session. */
  leave(session: Session, now: Micros, lateness: Micros): void {
    const { sink, people, states } = this.#state;
    const visitor = people.visitors.get(session.visitor);
    if (visitor !== undefined) leaveUnanswered(sink, session, visitor, now);
    const waited = this.#waited(session, now);
    this.#transcript.resolvePrompt(session, 'closed');
    sink.note({ note: 'kept', lateness, duration: now - session.openedAt, ...waited });
    this.#assignment.failTransfer(session, now);
    states.move(session, 'leave_message', now);
    this.#over(session, now);
  }

  /** How long it has been waiting, if it waits. It also leaves the line. */
  #waited(session: Session, now: Micros): { waited?: Micros } {
    if (session.state === 'queued') this.#state.line.gone();
    return isWaiting(session) ? { waited: now - session.waitingSince } : {};
  }

  /** Stores the end, notifies everybody who has the session on a screen, and frees its agent. */
  #over(session: Session, now: Micros): void {
    const rings = this.#assignment.silence(session);
    this.#state.save(session);
    this.#screens.toVisitor(session, (to) => this.#screens.noticeClosed(to, session));
    this.#screens.tellAgentOver(session, rings);
    this.#state.sessions.delete(session.id);
    this.#assignment.release(session, now);
  }
}
