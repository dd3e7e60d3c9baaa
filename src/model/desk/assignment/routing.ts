// Who takes the next session: the eligible agents, in the order of the rule on routing.
import { EventHeap } from '../../core/heap.ts';
import type { Micros } from '../../core/time.ts';
import { capacityOf, type SessionRules } from '../../rules/rules.ts';
import { loadOf, type Agent } from '../state/parties.ts';

/** May this agent be given a session now? */
export function isEligible(agent: Agent, rules: SessionRules): boolean {
  return loadOf(agent) < capacityOf(rules, agent.id) && isThere(agent, rules) && !isSupervisor(agent, rules);
}

/** Is this an agent who gets nothing by routing? */
export const isSupervisor = ({ id }: Agent, { agents }: SessionRules): boolean => agents.supervisors.includes(id);

/** Is this agent at work, as far as the rules look? */
export function isThere(agent: Agent, { agents }: SessionRules): boolean {
  return agent.online && (agents.presence === 'manual' || agent.conn !== undefined);
}

/** When the sessions of an agent go to others: once for each time that the agent is gone; what is given to one who stays away is not taken away again. */
export function handOverAt({ conn, goneAt, handedOver }: Agent, { agents }: SessionRules): Micros {
  if (agents.handOver === null || goneAt === undefined || conn !== undefined || handedOver) return Infinity;
  return goneAt + agents.handOver;
}

/** Is this agent at work, or gone for so short a time that the sessions are not handed over yet? Who waits already may wait for them. */
export const isExpected = (agent: Agent, rules: SessionRules): boolean =>
  isThere(agent, rules) || (agent.online && handOverAt(agent, rules) < Infinity);

const NOBODY: readonly string[] = [];
/** Rank and number share one key: an agent's number is below this, and a rank below 2^32. */
const AGENTS = 1 << 21;
/** So many rings in vain are as bad as any more. */
const VAIN = 1 << 10;

/**
 * Where an agent stands among the eligible: lower is next. Ties go to the agent at whose place fewer rings in a row came to nothing, so
 * that who never takes one is not the first who is asked each time; then to the agent who joined first. An integer.
 */
function rankOf(agent: Agent, rules: SessionRules): number {
  const vain = Math.min(agent.vain, VAIN - 1);
  switch (rules.agents.routing) {
    case 'least_loaded':
      return loadOf(agent) * VAIN + vain;
    case 'round_robin':
      return agent.given;
    case 'longest_idle':
      return agent.freed;
    case 'free_share':
      return Math.floor((loadOf(agent) * 1_000_000) / capacityOf(rules, agent.id)) * VAIN + vain;
  }
}

/** Agents by rank under a heap, so that the next one is found without asking all of them. */
export class FreeAgents {
  readonly #rules: SessionRules;
  readonly #heap = new EventHeap();
  readonly #agents: Agent[] = [];
  /** By agent: the ranks under which the heap holds them. */
  readonly #offers: Set<number>[] = [];

  constructor(rules: SessionRules) {
    this.#rules = rules;
  }

  /** To be called whenever an agent may have become eligible, or stands elsewhere among the others. */
  offer(agent: Agent): void {
    if (!isEligible(agent, this.#rules)) return;
    const rank = rankOf(agent, this.#rules);
    this.#agents[agent.number] = agent;
    const offers = (this.#offers[agent.number] ??= new Set());
    if (offers.has(rank)) return;
    offers.add(rank);
    this.#heap.push(rank * AGENTS + agent.number, agent.number);
  }

  /**
   * The eligible agent whose turn it is by the rule on routing; ties as in `rankOf`. Undefined when nobody is eligible.
   * @param without ids of agents who are out of the question
   * @param among ids of the only agents who are in question
   */
  next(without: readonly string[] = NOBODY, among?: readonly string[]): Agent | undefined {
    const passedOver: Agent[] = [];
    let found: Agent | undefined;
    while (found === undefined && this.#heap.size > 0) {
      const number = this.#heap.peek();
      const rank = (this.#heap.nextTime - number) / AGENTS;
      const agent = this.#agents[number];
      const isFree = agent !== undefined && rankOf(agent, this.#rules) === rank && isEligible(agent, this.#rules);
      if (isFree && !without.includes(agent.id) && among?.includes(agent.id) !== false) found = agent;
      else {
        this.#heap.pop();
        this.#offers[number]?.delete(rank);
        if (isFree) passedOver.push(agent);
      }
    }
    for (const agent of passedOver) this.offer(agent);
    return found;
  }
}
