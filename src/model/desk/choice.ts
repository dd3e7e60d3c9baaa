// Which agent gets a session: one who waits in the queue, or one that is taken from an agent who does not answer.
import type { SessionRules } from '../rules/rules.ts';
import type { Agent } from './parties.ts';
import type { People } from './people.ts';
import { isEligible, isThere, type FreeAgents } from './routing.ts';
import type { Session } from './session.ts';

export class Choice {
  readonly #rules: SessionRules;
  readonly #people: People;
  readonly #free: FreeAgents;

  constructor(rules: SessionRules, people: People, free: FreeAgents) {
    this.#rules = rules;
    this.#people = people;
    this.#free = free;
  }

  /** For a session in the queue: the agent it prefers, else the least loaded; who had it and did not answer only when nobody else is free. */
  ofWaiting(session: Session): Agent | undefined {
    const last = session.handedOver ? session.agents.slice(-1) : undefined;
    return this.#preferred(session) ?? this.#free.leastLoaded(last) ?? this.#free.leastLoaded();
  }

  /** For a session that nobody answers: never one who has had it; a supervisor when nobody else has room. */
  ofUnanswered({ agents }: Session): Agent | undefined {
    return this.#free.leastLoaded(agents) ?? this.#supervisor(agents);
  }

  #preferred({ prefers, handedOver }: Session): Agent | undefined {
    const agent = prefers === undefined || handedOver ? undefined : this.#people.agents.get(prefers);
    return agent !== undefined && isEligible(agent, this.#rules) ? agent : undefined;
  }

  /** The supervisor who is there with the fewest sessions, whatever the capacity. */
  #supervisor(without: readonly string[]): Agent | undefined {
    let found: Agent | undefined;
    for (const id of this.#rules.agents.supervisors) {
      const agent = this.#people.agents.get(id);
      if (agent === undefined || without.includes(id) || !isThere(agent, this.#rules)) continue;
      if (found === undefined || agent.sessions.size < found.sessions.size) found = agent;
    }
    return found;
  }
}
