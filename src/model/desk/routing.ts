// Who takes the next session: eligible agents, least loaded first; and the queue of those who wait.
import { EventHeap } from '../core/heap.ts';
import type { SessionRules } from '../rules/rules.ts';
import type { Agent } from './parties.ts';
import type { Session } from './session.ts';

/** May this agent be given a session now? */
export function isEligible(agent: Agent, rules: SessionRules): boolean {
  const { capacity, supervisors } = rules.agents;
  return agent.sessions.size < capacity && isThere(agent, rules) && !supervisors.includes(agent.id);
}

/** Is this agent at work, as far as the rules look? */
export function isThere(agent: Agent, { agents }: SessionRules): boolean {
  return agent.online && (agents.presence === 'manual' || agent.conn !== undefined);
}

const NOBODY: readonly string[] = [];
/** Loads and numbers share one key: an agent's number is below this. */
const AGENTS = 1 << 21;

/** Agents by load under a heap, so that the next one is found without asking all of them. */
export class FreeAgents {
  readonly #rules: SessionRules;
  readonly #heap = new EventHeap();
  readonly #agents: Agent[] = [];
  /** By agent: the loads under which the heap holds them. */
  readonly #offers: Set<number>[] = [];

  constructor(rules: SessionRules) {
    this.#rules = rules;
  }

  /** To be called whenever an agent may have become eligible, or carries more or less than before. */
  offer(agent: Agent): void {
    if (!isEligible(agent, this.#rules)) return;
    const load = agent.sessions.size;
    this.#agents[agent.number] = agent;
    const offers = (this.#offers[agent.number] ??= new Set());
    if (offers.has(load)) return;
    offers.add(load);
    this.#heap.push(load * AGENTS + agent.number, agent.number);
  }

  /**
   * The eligible agent with the fewest sessions; ties go to the agent who joined first. Undefined when nobody is eligible.
   * @param without ids of agents who are out of the question
   */
  leastLoaded(without: readonly string[] = NOBODY): Agent | undefined {
    const passedOver: Agent[] = [];
    let found: Agent | undefined;
    while (found === undefined && this.#heap.size > 0) {
      const number = this.#heap.peek();
      const load = (this.#heap.nextTime - number) / AGENTS;
      const agent = this.#agents[number];
      const isFree = agent?.sessions.size === load && isEligible(agent, this.#rules);
      if (isFree && !without.includes(agent.id)) found = agent;
      else {
        this.#heap.pop();
        this.#offers[number]?.delete(load);
        if (isFree) passedOver.push(agent);
      }
    }
    for (const agent of passedOver) this.offer(agent);
    return found;
  }
}

/** First come, first served; sessions handed over by an agent go before new ones. Sessions that left the queue are skipped lazily. */
export class WaitingLine {
  #handedOver: { session: Session; ticket: number }[] = [];
  #fresh: { session: Session; ticket: number }[] = [];
  #tickets = 0;
  #heads = [0, 0];
  #waiting = 0;

  /** How many wait now. */
  get size(): number {
    return this.#waiting;
  }

  add(session: Session, handedOver: boolean): void {
    session.ticket = ++this.#tickets;
    (handedOver ? this.#handedOver : this.#fresh).push({ session, ticket: session.ticket });
    this.#waiting += 1;
  }

  /** Says that a waiting session waits no longer (closed, left a message). */
  gone(): void {
    this.#waiting -= 1;
  }

  first(): Session | undefined {
    return this.#peek(0, this.#handedOver) ?? this.#peek(1, this.#fresh);
  }

  takeFirst(): void {
    const lane = this.#peek(0, this.#handedOver) === undefined ? 1 : 0;
    this.#heads[lane] = (this.#heads[lane] ?? 0) + 1;
    this.#waiting -= 1;
  }

  #peek(lane: 0 | 1, line: { session: Session; ticket: number }[]): Session | undefined {
    let head = this.#heads[lane] ?? 0;
    while (
      head < line.length &&
      !(line[head]?.session.state === 'queued' && line[head]?.session.ticket === line[head]?.ticket)
    )
      head += 1;
    if (head > 1024 && head * 2 > line.length) {
      line.splice(0, head);
      head = 0;
    }
    this.#heads[lane] = head;
    return line[head]?.session;
  }
}
