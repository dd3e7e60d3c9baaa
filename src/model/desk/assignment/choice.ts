// Which agent gets a session that waits in the queue, or that its agent does not answer.
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
   * The agent for a session in the queue; never one who did not answer it. The first of these who
   * is free:
   * - the agent whom it prefers
   * - the next agent by routing, except those at whom it rang in vain
   * - the agent who missed it the longest ago, so that it goes round
   * - the agent who had it before a hand-over
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

  /** Of the free agents, the one who missed it the longest ago. */
  #again({ missedBy, channel, spills }: Session, without: readonly string[]): Agent | undefined {
    for (const id of missedBy) {
      const agent = this.#people.agents.get(id);
      if (agent === undefined || without.includes(id) || !isEligible(agent, this.#rules)) continue;
      if (this.#serves(agent, channel, spills)) return agent;
    }
    return undefined;
  }

  /**
   * For a session that nobody answers: never an agent who has had it; a supervisor if nobody else
   * has room.
   */
  ofUnanswered(session: Session): Agent | undefined {
    return this.#next(session, session.agents) ?? this.#supervisor(session.agents);
  }

  /**
   * Whether routing could assign a session of this channel to any agent, now or once there is room.
   */
  isAnybodyThere(channel: Channel): boolean {
    return this.#people.list.some(
      (agent) => isThere(agent, this.#rules) && !isSupervisor(agent, this.#rules) && this.#serves(agent, channel),
    );
  }

  /** The same, but an agent who may be back before the hand-over counts too. */
  isAnybodyExpected(channel: Channel): boolean {
    return this.#people.list.some(
      (agent) => isExpected(agent, this.#rules) && !isSupervisor(agent, this.#rules) && this.#serves(agent, channel),
    );
  }

  /**
   * Whether this agent is in a group of the channel, or in one to which that overflows. Everybody
   * serves a channel without a group.
   */
  #serves({ id }: Agent, channel: Channel, spills = this.#spillsOf(channel)): boolean {
    const { groups } = this.#rules.agents;
    if (!groups.some(({ channels }) => channels.includes(channel))) return true;
    return groups.some((g) => (g.channels.includes(channel) || spills.includes(g.name)) && g.agents.includes(id));
  }

  #spillsOf(channel: Channel): readonly string[] {
    return overflowsOf(this.#rules.agents.groups, channel).map(({ to }) => to);
  }

  /** Whether the agent has room for it, or the rules let it exceed the capacity. */
  hasRoom(agent: Agent, exceeds: Exceeds): boolean {
    return this.#rules.agents.mayExceed.includes(exceeds) || loadOf(agent) < capacityOf(this.#rules, agent.id);
  }

  /** Whether this agent has more than the capacity. */
  isOver(agent: Agent): boolean {
    return loadOf(agent) > capacityOf(this.#rules, agent.id);
  }

  /**
   * The next agent of the first group of the channel with a free one, then of the groups it
   * overflowed to. Everybody serves a channel without a group.
   */
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

  /** Of the supervisors who are there, the one with the fewest sessions. */
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
