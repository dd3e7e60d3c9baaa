// Sessions that wait for an agent: they join the line, are assigned, or wait in vain.
import type { Micros } from '../core/time.ts';
import type { Channel, CloseReason, Rang } from '../rows/words.ts';
import { isOpenAt } from '../rules/hours.ts';
import type { Assignment } from './assignment/assignment.ts';
import type { Endings } from './endings.ts';
import type { Input, Session } from './session.ts';
import type { DeskState } from './state/desk-state.ts';
import type { Screens } from './screens.ts';
import type { Transcript } from './transcript/transcript.ts';

/**
 * Assigns every place that becomes free to a waiting session. Therefore sessions also end through
 * this class.
 */
export class Waiting {
  readonly #state: DeskState;
  readonly #screens: Screens;
  readonly #transcript: Transcript;
  readonly #assignment: Assignment;
  readonly #endings: Endings;

  constructor(state: DeskState, screens: Screens, transcript: Transcript, assignment: Assignment, endings: Endings) {
    this.#state = state;
    this.#screens = screens;
    this.#transcript = transcript;
    this.#assignment = assignment;
    this.#endings = endings;
  }

  enqueue(session: Session, input: Input, now: Micros): void {
    const { states, line, sink, deadlines } = this.#state;
    states.move(session, input, now);
    session.waitingSince = now;
    session.missedBy.length = session.spills.length = 0;
    line.add(session, input === 'hand_over' ? 'before_new' : 'new');
    this.#state.save(session);
    this.#screens.toVisitor(session, (to) =>
      sink.send(to, { f: 'notice', kind: 'queued', session: session.id, place: line.size }),
    );
    deadlines.schedule(session);
  }

  /**
   * A session has begun to wait: it is assigned, or it ends because no agent could ever take it.
   */
  settle(session: Session, now: Micros): void {
    this.dispatch(now);
    this.#leaveUnattended(session, now);
  }

  /** Assigns waiting sessions to eligible agents, first come first served. */
  dispatch(now: Micros): void {
    const { choice } = this.#assignment;
    for (;;) {
      const next = this.#state.line.next((session) => choice.ofWaiting(session));
      if (next === undefined) return;
      this.#assignment.assign(next.session, next.found, now);
    }
  }

  /** @param barred agents who are excluded while it waits */
  handOver(session: Session, now: Micros, barred: readonly string[] = []): void {
    this.takeFrom(session, now);
    session.barred.push(...barred);
    this.enqueue(session, 'hand_over', now);
  }

  takeFrom(session: Session, now: Micros): void {
    this.#transcript.resolvePrompt(session, 'closed');
    this.#assignment.takeFrom(session, now);
  }

  /** The ring was not taken: the session goes to the next agent, before those that came later. */
  missed(session: Session, outcome: Exclude<Rang, 'taken'>, now: Micros): void {
    const isOneLess = this.#assignment.missed(session, outcome, now);
    this.waitAgain(session);
    this.#state.deadlines.schedule(session);
    this.settle(session, now);
    if (isOneLess) this.clear(now);
  }

  waitAgain(session: Session): void {
    this.#state.line.add(session, 'before_new');
    this.#state.save(session);
  }

  /**
   * If the rules say so, nobody waits once the last agent has gone: unanswered messages become
   * leave-messages.
   */
  clear(now: Micros): void {
    if (this.#state.line.size === 0) return;
    for (const session of [...this.#state.sessions.values()]) this.#leaveUnattended(session, now);
  }

  #leaveUnattended(session: Session, now: Micros): void {
    if (session.state !== 'queued' || this.#state.book.of(session).queue.nobody === 'wait') return;
    if (!this.#assignment.choice.isAnybodyExpected(session.channel)) this.leave(session, now);
  }

  /** Turns unanswered messages into leave-messages and ends the session. */
  leave(session: Session, now: Micros, lateness: Micros = 0): void {
    this.#endings.leave(session, now, lateness);
    this.dispatch(now);
  }

  close(session: Session, reason: CloseReason, now: Micros, lateness: Micros = 0): void {
    this.#endings.close(session, reason, now, lateness);
    this.dispatch(now);
  }

  /**
   * Whether a visitor who comes now is let in: the desk is open and, if the rules ask for it, an
   * agent is there for the channel.
   */
  isReceiving(channel: Channel, now: Micros): boolean {
    const { hours, queue } = this.#state.rules;
    return isOpenAt(hours, now) && (queue.nobody === 'wait' || this.#assignment.choice.isAnybodyThere(channel));
  }
}
