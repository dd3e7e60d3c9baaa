// Which agent gets a session: one who waits in the queue, or one that is taken from an agent who does not answer.
import { capacityOf, type Exceeds, type SessionRules } from '../rules/rules.ts';
import { loadOf, type Agent } from './parties.ts';
import type { People } from './people.ts';
import { isSupervisor, isThere, type FreeAgents } from './routing.ts';
import type { Session } from './session.ts';

const NOBODY: readonly string[] = [];

export class Choice {
  readonly #rules: SessionRules;
  readonly #people: People;
  readonly #free: FreeAgents;

  constructor(rules: SessionRules, people: People, free: FreeAgents) {
    this.#rules = rules;
    this.#people = people;
    this.#free = free;
  }

  /** For a session in the queue: the agent it prefers, else whose turn it is; who had it and did not answer only when nobody else is free. */
  ofWaiting(session: Session): Agent | undefined {
    const last = session.handedOver ? session.agents.slice(-1) : NOBODY;
    const missed = session.missedBy.length > 0 ? [...last, ...session.missedBy] : last;
    const preferred = this.#preferred(session);
    if (preferred !== undefined) return preferred;
    if (missed.length > last.length)
      return this.#next(session, missed) ?? this.#next(session, last) ?? this.#next(session);
    return this.#next(session, last) ?? (last.length > 0 ? this.#next(session) : undefined);
  }

  /** For a session that nobody answers: never one who has had it; a supervisor when nobody else has room. */
  ofUnanswered(session: Session): Agent | undefined {
    return this.#next(session, session.agents) ?? this.#supervisor(session.agents);
  }

  /** Is there any agent whom routing could give something, now or when there is room again? */
  isAnybodyThere(): boolean {
    return this.#people.list.some((agent) => isThere(agent, this.#rules) && !isSupervisor(agent, this.#rules));
  }

  /** Whether the rules let this bring an agent beyond the capacity, or there is room for it. */
  hasRoom(agent: Agent, exceeds: Exceeds): boolean {
    return this.#rules.agents.mayExceed.includes(exceeds) || loadOf(agent) < capacityOf(this.#rules, agent.id);
  }

  /** Has this agent more than the capacity? */
  isOver(agent: Agent): boolean {
    return loadOf(agent) > capacityOf(this.#rules, agent.id);
  }

  /** Of the groups that serve its channel, the first that has somebody; of everybody where none does. */
  #next(session: Session, without?: readonly string[]): Agent | undefined {
    let isServed = false;
    for (const group of this.#rules.agents.groups) {
      if (!group.channels.includes(session.channel)) continue;
      isServed = true;
      const found = this.#free.next(without, group.agents);
      if (found !== undefined) return found;
    }
    return isServed ? undefined : this.#free.next(without);
  }

  #preferred({ prefers, handedOver, missedBy }: Session): Agent | undefined {
    if (prefers === undefined || handedOver || missedBy.includes(prefers)) return undefined;
    const agent = this.#people.agents.get(prefers);
    if (agent === undefined || !isThere(agent, this.#rules) || isSupervisor(agent, this.#rules)) return undefined;
    return this.hasRoom(agent, 'sticky') ? agent : undefined;
  }

  /** The supervisor who is there with the fewest sessions. */
  #supervisor(without: readonly string[]): Agent | undefined {
    let found: Agent | undefined;
    for (const id of this.#rules.agents.supervisors) {
      const agent = this.#people.agents.get(id);
      if (agent === undefined || without.includes(id) || !isThere(agent, this.#rules)) continue;
      const isFull = loadOf(agent) >= capacityOf(this.#rules, id);
      if (isFull && !this.#rules.agents.mayExceed.includes('supervisor')) continue;
      if (found === undefined || loadOf(agent) < loadOf(found)) found = agent;
    }
    return found;
  }
}
