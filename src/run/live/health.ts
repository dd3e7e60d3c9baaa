// Watches the generator: its lateness, its stalls, and whether its evidence can be trusted.
import { LATENESS_P99_MOST } from '../../capacity/speed.ts';
import { message, type Message, type Said } from '../../language/language.ts';
import { Histogram } from '../../model/core/histogram.ts';
import type { ShardHealth } from '../../engines/control.ts';

/**
 * A stall longer than this is noted, real µs. The run stays valid unless the p99 exceeds its limit
 * too.
 */
export const STALL = 200_000;

export class GeneratorHealth {
  readonly lateness = new Histogram();
  lagMax = 0;
  /** Stalls by shard. Shards of one process stall together, and that counts as one. */
  readonly #stalls = new Map<number, number>();
  readonly faults: Said[] = [];
  readonly #shards = new Map<number, ShardHealth>();

  heard(shard: number, health: ShardHealth): void {
    this.lateness.merge(Histogram.from(health.lateness));
    // Lag during the drain delays no message.
    if (health.phase === 'playing') {
      this.lagMax = Math.max(this.lagMax, health.lag);
      if (health.lag > STALL) this.#stalls.set(shard, (this.#stalls.get(shard) ?? 0) + 1);
    }
    this.#shards.set(shard, health);
  }

  fault(what: Said): void {
    if (this.faults.length < 5) this.faults.push(typeof what === 'string' ? (what.split('\n')[0] ?? what) : what);
  }

  sum(of: 'actors' | 'connected' | 'unsettled' | 'framesIn' | 'framesOut' | 'badFrames'): number {
    let total = 0;
    for (const health of this.#shards.values()) total += health[of];
    return total;
  }

  /** The worst tick delay of all shards in their last report, real µs. */
  get lagNow(): number {
    return Math.max(0, ...[...this.#shards.values()].map((health) => health.lag));
  }

  /** Do all shards report that no actor will act on its own any more? */
  atRest(shards: number): boolean {
    return this.#shards.size >= shards && [...this.#shards.values()].every(({ atRest }) => atRest);
  }

  /** Have all shards reported from this phase, with nothing left to settle? */
  settled(phase: ShardHealth['phase'], shards: number): boolean {
    if (this.#shards.size < shards) return false;
    return [...this.#shards.values()].every((h) => h.phase === phase && h.unsettled === 0);
  }

  /** Why the timing cannot be trusted; empty when it can. */
  dishonest(): Message[] {
    const p99 = this.lateness.quantile(0.99);
    if (p99 <= LATENESS_P99_MOST) return [];
    return [message('spoilt.late', { p99, most: LATENESS_P99_MOST })];
  }

  /** Notes that do not make the run invalid. */
  notes(): Message[] {
    const stalls = Math.max(0, ...this.#stalls.values());
    if (stalls === 0) return [];
    return [message('note.stalls', { n: stalls, seconds: (this.lagMax / 1e6).toFixed(2) })];
  }
}
