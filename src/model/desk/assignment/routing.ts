// Which agent gets the next session: the eligible agents, in the order of the routing rule.
import { EventHeap } from '../../core/heap.ts';
import type { Micros } from '../../core/time.ts';
import { capacityOf, type SessionRules } from '../../rules/rules.ts';
import { loadOf, type Agent } from '../state/parties.ts';

/** Whether this agent may get a session now. */
export function isEligible(agent: Agent, rules: SessionRules): boolean {
  return loadOf(agent) < capacityOf(rules, agent.id) && isThere(agent, rules) && !isSupervisor(agent, rules);
}

/** Whether routing assigns nothing to this agent. */
export const isSupervisor = ({ id }: Agent, { agents }: SessionRules): boolean => agents.supervisors.includes(id);

/** Whether this agent is at work, by what the rules check. */
export function isThere(agent: Agent, { agents }: SessionRules): boolean {
  return agent.online && (agents.presence === 'manual' || agent.conn !== undefined);
}

/**
 * When an agent's sessions are handed over: once per absence. What is assigned during that absence
 * is not taken away again.
 */
export function handOverAt({ conn, goneAt, handedOver }: Agent, { agents }: SessionRules): Micros {
  if (agents.handOver === null || goneAt === undefined || conn !== undefined || handedOver) return Infinity;
  return goneAt + agents.handOver;
}

/**
 * Whether this agent is at work, or gone so briefly that the sessions are not handed over yet.
 * Visitors who wait already may wait for them.
 */
export const isExpected = (agent: Agent, rules: SessionRules): boolean =>
  isThere(agent, rules) || (agent.online && handOverAt(agent, rules) < Infinity);

const NOBODY: readonly string[] = [];
/** Rank and number share one key: an agent's number is below this, and a rank below 2^32. */
const AGENTS = 1 << 21;
/** More rings in vain than this make no difference. */
const VAIN = 1 << 10;

/**
 * Rank of an agent among the eligible, an integer; lower is next. Ties go to the agent with fewer
 * rings in vain in a row, so that one who never takes a session is not always asked first. Then
 * they go to the agent who joined first.
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

/** Agents by rank in a heap, so that the next one is found without checking all of them. */
export class FreeAgents {
  readonly #rules: SessionRules;
  readonly #heap = new EventHeap();
  readonly #agents: Agent[] = [];
  /** By agent: the ranks under which the heap holds them. */
  readonly #offers: Set<number>[] = [];

  constructor(rules: SessionRules) {
    this.#rules = rules;
  }

  /** Call this whenever an agent may have become eligible, or may rank differently. */
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
   * The eligible agent who is next by the routing rule; ties as in `rankOf`. Undefined if nobody is
   * eligible.
   * @param without ids of excluded agents
   * @param among ids of the only agents to consider
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
