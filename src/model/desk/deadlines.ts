// When a rule acts on a session or an agent: one heap for all of them, from which the desk takes what is due.
import { EventHeap } from '../core/heap.ts';
import type { Micros } from '../core/time.ts';
import type { SessionRules } from '../rules/rules.ts';
import { handOverAt } from './assignment/routing.ts';
import { nextRule } from './next-rule.ts';
import type { RuleBook } from './rule-book.ts';
import type { Session } from './session.ts';
import type { Agent } from './state/parties.ts';
import type { People } from './state/people.ts';

/** Who is to be looked at. */
export type Due = { readonly session: Session } | { readonly agent: Agent };

/** When something is to be done about an agent: a place that was kept is free again, or the sessions go to others. */
const agentDueAt = (agent: Agent, rules: SessionRules): Micros =>
  Math.min(agent.wrapping[0] ?? Infinity, handOverAt(agent, rules));

export class Deadlines {
  readonly #book: RuleBook;
  readonly #sessions: ReadonlyMap<string, Session>;
  readonly #people: People;
  /** Payload = number × 2, plus 1 for agents. Whoever is moved to an earlier time has two entries; the one that no longer holds is skipped. */
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

  /** What the rules say of a session may have changed. A deadline that has moved to later is found out when the earlier one comes. */
  schedule(session: Session): void {
    const { at } = nextRule(session, this.#book.of(session));
    if (at >= session.wake) return;
    session.wake = at;
    this.#heap.push(at, session.number * 2);
  }

  /** The same of an agent. */
  scheduleAgent(agent: Agent): void {
    const at = agentDueAt(agent, this.#book.current);
    if (at >= agent.wake) return;
    agent.wake = at;
    this.#heap.push(at, agent.number * 2 + 1);
  }

  /** Takes out the first who has come to be due by `now`; whoever is taken has to be scheduled again. */
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
