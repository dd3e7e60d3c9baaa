// Measures the bare event heap of this machine, which
// is the upper limit for the speed of virtual time.
import { EventHeap } from '../src/model/core/heap.ts';
import { owner, drawWord, PURPOSE } from '../src/model/core/draw.ts';

/** Events that wait in the heap at a time: about as many as the million-session day has. */
const PENDING = 50_000;
const HOLDS = 5_000_000;
const ROUNDS = 5;

/**
 * The hold model (Jones, CACM 29(4), 1986): take the next event and put one back a random time
 * later, so that the size stays constant. The random times are drawn beforehand.
 * @returns events a second, median of some rounds
 */
export function bareHeap(): number {
  const of = owner('bench', 'heap');
  const steps = Float64Array.from({ length: 65_536 }, (_, k) => drawWord(of, PURPOSE.gap, k) % 1_000_000);
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const heap = new EventHeap(PENDING * 2);
    for (let i = 0; i < PENDING; i++) heap.push(steps[i % steps.length] ?? 0, i);
    const began = performance.now();
    for (let i = 0; i < HOLDS; i++) {
      const now = heap.nextTime;
      heap.push(now + (steps[i & 65_535] ?? 0), heap.pop());
    }
    rates.push((HOLDS * 1000) / (performance.now() - began));
  }
  return rates.sort((a, b) => a - b)[ROUNDS >> 1] ?? 0;
}
