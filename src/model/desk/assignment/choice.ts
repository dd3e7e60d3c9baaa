// Which agent gets a session: one who waits in the queue, or one that is taken from an agent who does not answer.
import type { Channel } from '../../rows/words.ts';
import { capacityOf, overflowsOf, type Exceeds, type SessionRules } from '../../rules/rules.ts';
import { loadOf, type Agent } from '../state/parties.ts';
import type { People } from '../state/people.ts';
import { isEligible, isExpected, isSupervisor, isThere, type FreeAgents } from './routing.ts';
import type { Session } from '../session.ts';

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
   * For a session in the queue: the agent it prefers, else whose turn it is of those at whose place it has not rung in vain, else who
   * missed it the longest ago, so that it goes round. Who had it before a hand-over only when nobody else is free; who did not answer
   * it never.
   */
  ofWaiting(session: Session): Agent | undefined {
    const { barred, missedBy, handedOver, agents } = session;
    const preferred = this.#preferred(session);
    if (preferred !== undefined) return preferred;
    const hadIt = handedOver ? [...barred, ...agents.slice(-1)] : barred;
    return (
      this.#next(session, missedBy.length === 0 ? hadIt : [...hadIt, ...missedBy]) ??
      this.#again(session, hadIt) ??
      (hadIt.length > barred.length ? this.#next(session, barred) : undefined)
    );
  }

  /** The one who missed it the longest ago, of those who are free. */
  #again({ missedBy, channel, spills }: Session, without: readonly string[]): Agent | undefined {
    for (const id of missedBy) {
      const agent = this.#people.agents.get(id);
      if (agent === undefined || without.includes(id) || !isEligible(agent, this.#rules)) continue;
      if (this.#serves(agent, channel, spills)) return agent;
    }
    return undefined;
  }

  /** For a session that nobody answers: never one who has had it; a supervisor when nobody else has room. */
  ofUnanswered(session: Session): Agent | undefined {
    return this.#next(session, session.agents) ?? this.#supervisor(session.agents);
  }

  /** Is there any agent to whom routing could give something of this channel, now or when there is room again? */
  isAnybodyThere(channel: Channel): boolean {
    return this.#people.list.some(
      (agent) => isThere(agent, this.#rules) && !isSupervisor(agent, this.#rules) && this.#serves(agent, channel),
    );
  }

  /** The same, or somebody who may be back before the sessions are handed over. */
  isAnybodyExpected(channel: Channel): boolean {
    return this.#people.list.some(
      (agent) => isExpected(agent, this.#rules) && !isSupervisor(agent, this.#rules) && this.#serves(agent, channel),
    );
  }

  /** Is this agent in a group of the channel, or in one of these to which it overflows? Where it has none, everybody serves it. */
  #serves({ id }: Agent, channel: Channel, spills = this.#spillsOf(channel)): boolean {
    const { groups } = this.#rules.agents;
    if (!groups.some(({ channels }) => channels.includes(channel))) return true;
    return groups.some((g) => (g.channels.includes(channel) || spills.includes(g.name)) && g.agents.includes(id));
  }

  #spillsOf(channel: Channel): readonly string[] {
    return overflowsOf(this.#rules.agents.groups, channel).map(({ to }) => to);
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
    if (!isServed) return this.#free.next(without);
    for (const name of session.spills) {
      const found = this.#free.next(without, this.#rules.agents.groups.find((group) => group.name === name)?.agents);
      if (found !== undefined) return found;
    }
    return undefined;
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
