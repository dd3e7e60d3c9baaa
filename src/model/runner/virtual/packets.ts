// Packets in flight in the virtual network: one heap, and arrays because there are many millions.
import { EventHeap } from '../../core/heap.ts';
import type { Micros } from '../../core/time.ts';

/** Takes packets as they arrive. */
export interface Receiver<To, What> {
  arrive(kind: number, to: To, what: What): void;
}

/** Packets of some kinds to some receivers. At equal times they arrive in the order of sending. */
export class Packets<To, What> {
  readonly #heap = new EventHeap(256);
  readonly #receiver: Receiver<To, What>;
  readonly #kinds: number[] = [];
  readonly #to: (To | undefined)[] = [];
  readonly #what: (What | undefined)[] = [];
  readonly #free: number[] = [];

  constructor(receiver: Receiver<To, What>) {
    this.#receiver = receiver;
  }

  /** When the next packet arrives; Infinity if none is in flight. */
  next(): Micros {
    return this.#heap.nextTime;
  }

  send(at: Micros, kind: number, to: To, what: What): void {
    const slot = this.#free.pop() ?? this.#kinds.length;
    this.#kinds[slot] = kind;
    this.#to[slot] = to;
    this.#what[slot] = what;
    this.#heap.push(at, slot);
  }

  /** Delivers everything due by `now`. @returns how many packets */
  run(now: Micros): number {
    let arrived = 0;
    while (this.#heap.nextTime <= now) {
      const slot = this.#heap.pop();
      const to = this.#to[slot] as To;
      const what = this.#what[slot] as What;
      this.#to[slot] = undefined;
      this.#what[slot] = undefined;
      this.#free.push(slot);
      arrived += 1;
      this.#receiver.arrive(this.#kinds[slot] ?? 0, to, what);
    }
    return arrived;
  }
}
