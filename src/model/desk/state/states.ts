// How many sessions are in which state; every move of a session goes through here.
import type { Micros } from '../../core/time.ts';
import { SESSION_STATES, type SessionState } from '../../rows/words.ts';
import { move, type Input, type Session } from '../session.ts';

/** Counts of sessions by state. */
export class States {
  readonly #counts = new Map<SessionState, number>();

  /** Counts a new session. */
  add(state: SessionState): void {
    this.#count(state, 1);
  }

  /** Moves a session by the table. */
  move(session: Session, input: Input, now: Micros): void {
    const before = session.state;
    this.#count(before, -1);
    this.#count(move(session, input, now), 1);
  }

  /** The states of open sessions, with 0 where there is none. */
  open(): Partial<Record<SessionState, number>> {
    const counts: Partial<Record<SessionState, number>> = {};
    for (const state of SESSION_STATES) {
      if (state !== 'closed' && state !== 'left_message' && state !== 'new')
        counts[state] = this.#counts.get(state) ?? 0;
    }
    return counts;
  }

  #count(state: SessionState, by: number): void {
    this.#counts.set(state, (this.#counts.get(state) ?? 0) + by);
  }
}
