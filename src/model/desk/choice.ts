// Which agent gets a session: one who waits in the queue, or one that is taken from an agent who does not answer.
import type { Channel } from '../rows/words.ts';
import { capacityOf, type Exceeds, type SessionRules } from '../rules/rules.ts';
import { loadOf, type Agent } from './parties.ts';
import type { People } from './people.ts';
import { isExpected, isSupervisor, isThere, type FreeAgents } from './routing.ts';
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

  /**
   * For a session in the queue: the agent it prefers, else whose turn it is. Who did not take it in this round of rings, and who had
   * it before it was handed over, only when nobody else is free; who did not answer it never.
   */
  ofWaiting(session: Session): Agent | undefined {
    const { barred, missedBy } = session;
    const preferred = this.#preferred(session);
    if (preferred !== undefined) return preferred;
    const hadIt = session.handedOver ? [...barred, ...session.agents.slice(-1)] : barred;
    if (missedBy.length === 0 && hadIt.length === 0) return this.#next(session);
    let asked = -1;
    // When a round is over the next one does not begin with who ended it, if there is anybody else.
    for (const without of [[...hadIt, ...missedBy], [...hadIt, ...missedBy.slice(-1)], hadIt, barred]) {
      const found = without.length === asked ? undefined : this.#next(session, without);
      if (found !== undefined) return found;
      asked = without.length;
    }
    return undefined;
  }

  /** For a session that nobody answers: never one who has had it; a supervisor when nobody else has room. */
  ofUnanswered(session: Session): Agent | undefined {
    return this.#next(session, session.agents) ?? this.#supervisor(session.agents);
  }

  /** Is there any agent to whom routing could give something of this channel, now or when there is room again? */
  isAnybodyThere(channel: Channel): boolean {
    return this.#serving(channel).some((agent) => isThere(agent, this.#rules) && !isSupervisor(agent, this.#rules));
  }

  /** The same, or somebody who may be back before the sessions are handed over. */
  isAnybodyExpected(channel: Channel): boolean {
    return this.#serving(channel).some((agent) => isExpected(agent, this.#rules) && !isSupervisor(agent, this.#rules));
  }

  /** Agents of the groups of a channel; everybody where there is none. */
  #serving(channel: Channel): readonly Agent[] {
    const groups = this.#rules.agents.groups.filter(({ channels }) => channels.includes(channel));
    if (groups.length === 0) return this.#people.list;
    return this.#people.list.filter(({ id }) => groups.some(({ agents }) => agents.includes(id)));
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

  #preferred({ prefers, handedOver, missedBy, barred }: Session): Agent | undefined {
    if (prefers === undefined || handedOver || missedBy.includes(prefers) || barred.includes(prefers)) return undefined;
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
