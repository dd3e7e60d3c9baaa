// Timers of a shard in one heap: set, cancel, run what is due, and report how late it ran.
import { EventHeap } from '../core/heap.ts';
import type { Micros } from '../core/time.ts';

/**
 * Who is woken by a timer, and for which of its reasons. A number instead of a closure, because
 * closures are expensive in k6.
 */
export interface Sleeper {
  wake(why: number): void;
}

/** Most timers at the same time. A timer's number is its slot plus a multiple of this. */
const SLOTS = 4_194_304;

/**
 * A set of timers in model time. Timers of the same time run in the order in which they were set.
 */
export class Timers {
  readonly #heap = new EventHeap(256);
  /** By slot: who is woken (nobody in a free slot), why, and the number of the timer. */
  readonly #sleepers: (Sleeper | undefined)[] = [];
  readonly #whys: number[] = [];
  readonly #ids: number[] = [];
  readonly #free: number[] = [];
  #generation = 1;

  /** Sets a timer. @returns a number for {@link cancel}; never negative and never used twice */
  wake(time: Micros, sleeper: Sleeper, why: number): number {
    const slot = this.#free.pop() ?? this.#ids.length;
    if (slot >= SLOTS) throw new RangeError(`more than ${SLOTS} alarms at the same time`);
    const id = this.#generation++ * SLOTS + slot;
    this.#sleepers[slot] = sleeper;
    this.#whys[slot] = why;
    this.#ids[slot] = id;
    this.#heap.push(time, id);
    return id;
  }

  /** The same with a function, for rare uses. */
  at(time: Micros, act: () => void): number {
    return this.wake(time, { wake: act }, 0);
  }

  cancel(id: number): void {
    const slot = id % SLOTS;
    if (this.#ids[slot] === id) this.#release(slot);
  }

  /** Time of the earliest timer that is not cancelled; Infinity if there is none. */
  next(): Micros {
    while (this.#heap.size > 0) {
      const id = this.#heap.peek();
      if (this.#ids[id % SLOTS] === id) return this.#heap.nextTime;
      this.#heap.pop();
    }
    return Infinity;
  }

  /** Runs everything due by `now`. @param late gets how late each timer was (µs) */
  run(now: Micros, late: (by: Micros) => void): void {
    while (this.#heap.nextTime <= now) {
      const due = this.#heap.nextTime;
      const id = this.#heap.pop();
      const slot = id % SLOTS;
      const sleeper = this.#sleepers[slot];
      if (this.#ids[slot] !== id || sleeper === undefined) continue;
      const why = this.#whys[slot] ?? 0;
      this.#release(slot);
      late(now - due);
      sleeper.wake(why);
    }
  }

  #release(slot: number): void {
    this.#sleepers[slot] = undefined;
    this.#ids[slot] = -1;
    this.#free.push(slot);
  }
}
