// A digest of everybody who came: equal when two runs had the same people.
import { Digest } from '../core/hash.ts';
import type { AgentPlan, VisitorPlan } from './rows.ts';

/**
 * Takes plans in any order. It keeps the agents, and the visitors whose predecessors are still
 * missing: the digest needs their order.
 */
export class Census {
  readonly #agents = new Map<number, string>();
  readonly #early = new Map<number, string>();
  readonly #visitors = new Digest();
  #next = 0;

  /** One actor, once. */
  add(actor: string, plan: VisitorPlan | AgentPlan): void {
    const number = Number(actor.slice(1));
    const line = `${actor} ${JSON.stringify(plan)}`;
    if (actor.startsWith('a')) this.#agents.set(number, line);
    else this.#early.set(number, line);
    for (let next = this.#early.get(this.#next); next !== undefined; next = this.#early.get(this.#next)) {
      this.#visitors.add(next);
      this.#early.delete(this.#next);
      this.#next += 1;
    }
  }

  /**
   * Sixteen hexadecimal digits. If a visitor is missing, the later ones are added in the order of
   * their numbers.
   */
  hash(): string {
    const digest = this.#visitors.copy();
    for (const lines of [this.#early, this.#agents])
      for (const [, line] of [...lines].sort(([a], [b]) => a - b)) digest.add(line);
    return digest.hex();
  }
}
