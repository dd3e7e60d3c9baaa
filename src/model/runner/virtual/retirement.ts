// Finds visitors of whom nothing more can come, so that their threads are judged during the run.
import type { Micros } from '../../core/time.ts';
import type { StoredSession } from '../../desk/ports.ts';

/** What each part of the world knows of a visitor. */
export interface Onlookers {
  /** No connection, and no open session. */
  isOverAtDesk(visitor: string): boolean;
  sessionsOf(visitor: string): Iterable<Pick<StoredSession, 'id' | 'agents' | 'rangAt'>>;
  /**
   * The agent has no work left in the session, and nothing of it is in flight to or from the
   * agent's client.
   */
  isOverForAgent(agent: string, session: string): boolean;
  now(): Micros;
  /** The longest time until everything now in flight has settled. µs */
  settles(): Micros;
}

interface Waiting {
  readonly visitor: string;
  /**
   * The first of the latest checks in a row that found the visitor over; Infinity if the last one
   * did not.
   */
  since: Micros;
}

/**
 * A visitor who has left may still have an open session, or an agent with a message to answer. A
 * visitor is over for good if two checks in a row say so. Between the two, everything in flight at
 * the first must have settled.
 */
export class Retirement {
  readonly #onlookers: Onlookers;
  #waiting: Waiting[] = [];

  constructor(onlookers: Onlookers) {
    this.#onlookers = onlookers;
  }

  /** A visitor will do nothing more. */
  left(visitor: string): void {
    this.#waiting.push({ visitor, since: Infinity });
  }

  /** Retirement checks restart after a crash: what the server knew before may no longer hold. */
  unlearn(): void {
    for (const one of this.#waiting) one.since = Infinity;
  }

  /** Checks everybody who has left. @returns who is over for good, in the order of leaving */
  look(): string[] {
    const over: string[] = [];
    const waiting: Waiting[] = [];
    const now = this.#onlookers.now();
    const settled = now - this.#onlookers.settles();
    for (const one of this.#waiting) {
      const isOver = this.#isOver(one.visitor);
      if (isOver && one.since < now && one.since <= settled) over.push(one.visitor);
      else {
        one.since = isOver ? Math.min(one.since, now) : Infinity;
        waiting.push(one);
      }
    }
    this.#waiting = waiting;
    return over;
  }

  #isOver(visitor: string): boolean {
    if (!this.#onlookers.isOverAtDesk(visitor)) return false;
    for (const { id, agents, rangAt = [] } of this.#onlookers.sessionsOf(visitor))
      for (const agent of [...agents, ...rangAt]) if (!this.#onlookers.isOverForAgent(agent, id)) return false;
    return true;
  }
}

/**
 * Time between retirement checks: longer on slow networks, and a time of the workload, so that it
 * scales with it.
 */
export const lookEvery = (heartbeat: Micros, latency: Micros): Micros => Math.max(heartbeat, 64 * latency);
