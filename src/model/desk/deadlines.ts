// When a rule acts on a session or an agent: one heap, from which the desk takes what is due.
import { EventHeap } from '../core/heap.ts';
import type { Micros } from '../core/time.ts';
import type { SessionRules } from '../rules/rules.ts';
import { handOverAt } from './assignment/routing.ts';
import { nextRule } from './next-rule.ts';
import type { RuleBook } from './rule-book.ts';
import type { Session } from './session.ts';
import type { Agent } from './state/parties.ts';
import type { People } from './state/people.ts';

/** A session or an agent with something due. */
export type Due = { readonly session: Session } | { readonly agent: Agent };

/** When something is due for an agent: a wrap-up ends, or the sessions are handed over. */
const agentDueAt = (agent: Agent, rules: SessionRules): Micros =>
  Math.min(agent.wrapping[0] ?? Infinity, handOverAt(agent, rules));

export class Deadlines {
  readonly #book: RuleBook;
  readonly #sessions: ReadonlyMap<string, Session>;
  readonly #people: People;
  /**
   * Payload = number × 2, plus 1 for agents. A deadline that moves earlier leaves an old entry,
   * which is skipped.
   */
  readonly #heap = new EventHeap();

  constructor(book: RuleBook, sessions: ReadonlyMap<string, Session>, people: People) {
    this.#book = book;
    this.#sessions = sessions;
    this.#people = people;
  }

  /** µs; Infinity when there is none. */
  get next(): Micros {
    return this.#heap.nextTime;
  }

  /**
   * Call this when the next rule of a session may have changed. A deadline that moved later is
   * noticed when its old entry is due.
   */
  schedule(session: Session): void {
    const { at } = nextRule(session, this.#book.of(session));
    if (at >= session.wake) return;
    session.wake = at;
    this.#heap.push(at, session.number * 2);
  }

  /** The same for an agent. */
  scheduleAgent(agent: Agent): void {
    const at = agentDueAt(agent, this.#book.current);
    if (at >= agent.wake) return;
    agent.wake = at;
    this.#heap.push(at, agent.number * 2 + 1);
  }

  /**
   * Takes out the first entry due by `now`. The caller must schedule its session or agent again.
   */
  takeDue(now: Micros): Due | undefined {
    while (this.#heap.nextTime <= now) {
      const at = this.#heap.nextTime;
      const payload = this.#heap.pop();
      const number = Math.floor(payload / 2);
      if (payload % 2 === 0) {
        const session = this.#sessions.get(`s${number}`);
        if (session?.wake !== at) continue;
        session.wake = Infinity;
        return { session };
      }
      const agent = this.#people.list[number];
      if (agent?.wake !== at) continue;
      agent.wake = Infinity;
      return { agent };
    }
    return undefined;
  }
}
