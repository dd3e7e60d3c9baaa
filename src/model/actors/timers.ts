// Alarms of a shard under one heap: set, cancel, run what is due, and say how late it ran.
import { EventHeap } from '../core/heap.ts';
import type { Micros } from '../core/time.ts';

/** A set of alarms in model time. Alarms of the same time run in the order in which they were set. */
export class Timers {
  readonly #heap = new EventHeap(256);
  readonly #acts = new Map<number, () => void>();
  #next = 1;

  /** Sets an alarm. @returns a number for {@link cancel}; never negative and never used twice */
  at(time: Micros, act: () => void): number {
    const id = this.#next++;
    this.#acts.set(id, act);
    this.#heap.push(time, id);
    return id;
  }

  cancel(id: number): void {
    this.#acts.delete(id);
  }

  /** Time of the earliest alarm that is still wanted; Infinity when there is none. */
  next(): Micros {
    while (this.#heap.size > 0) {
      const time = this.#heap.nextTime;
      const id = this.#heap.peek();
      if (this.#acts.has(id)) return time;
      this.#heap.pop();
    }
    return Infinity;
  }

  /** Runs everything due by `now`. `late` hears how late each alarm was (µs). */
  run(now: Micros, late: (by: Micros) => void): void {
    while (this.#heap.nextTime <= now) {
      const due = this.#heap.nextTime;
      const id = this.#heap.pop();
      const act = this.#acts.get(id);
      if (act === undefined) continue;
      this.#acts.delete(id);
      late(now - due);
      act();
    }
  }
}
