// Finds the visitors of whom nothing can be heard any more, so that their threads are judged and forgotten while the run goes on.
import type { Micros } from '../../core/time.ts';
import type { StoredSession } from '../../desk/ports.ts';

/** What everybody in the world knows of a visitor. */
export interface Onlookers {
  /** No connection, and no open session. */
  isOverAtDesk(visitor: string): boolean;
  sessionsOf(visitor: string): Iterable<Pick<StoredSession, 'id' | 'agents' | 'rangAt'>>;
  /** Done with the session, and nothing of it on its way to or from the agent's client. */
  isOverForAgent(agent: string, session: string): boolean;
  now(): Micros;
  /** How long anything that is under way at some moment can take to come to rest. µs */
  settles(): Micros;
}

interface Waiting {
  readonly visitor: string;
  /** The first of all looks in a row that found the visitor to be over; Infinity when the last one did not. */
  since: Micros;
}

/**
 * A visitor who has left may still have an open session, and an agent with a message in hand. Who was found to be over at two
 * looks in a row, so far apart that whatever was under way at the first one has come to rest, is over for good.
 */
export class Retirement {
  readonly #onlookers: Onlookers;
  #waiting: Waiting[] = [];

  constructor(onlookers: Onlookers) {
    this.#onlookers = onlookers;
  }

  /** A visitor will not do anything any more. */
  left(visitor: string): void {
    this.#waiting.push({ visitor, since: Infinity });
  }

  /** The server has died: what it knew at the looks before may not be so any more. */
  unlearn(): void {
    for (const one of this.#waiting) one.since = Infinity;
  }

  /** Takes a look. @returns who is over for good, in the order of leaving */
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

/** How far looks lie apart: many times what a packet takes, and a time of the workload, so that it scales with it. */
export const lookEvery = (heartbeat: Micros, latency: Micros): Micros => Math.max(heartbeat, 64 * latency);
