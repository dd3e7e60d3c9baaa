// Model time of a process: the wall clock is read once, then a monotonic clock continues it.
import type { Micros } from '../model/core/time.ts';

export interface ModelClock {
  /** Model time now, in whole µs since the epoch of the run; never less than before. */
  now(): Micros;
  /**
   * Real milliseconds from now until a moment of model time: whole, rounded up, 0 when it has
   * passed.
   */
  realMsUntil(at: Micros): number;
}

/**
 * Unix time in µs. `performance.timeOrigin` is the wall clock at start; what is added to it is
 * monotonic.
 */
export function wallMicros(): number {
  return (performance.timeOrigin + performance.now()) * 1000;
}

/**
 * The clock of a run: `floor((wall − epoch) × speed)`.
 * @param epoch model zero, in unix µs
 * @param speed model seconds per real second
 * @param floor the clock starts no earlier than this: what a store already holds must not lie in the future
 */
export function modelClock(
  epoch: number,
  speed: number,
  floor: Micros = 0,
  wall: () => number = wallMicros,
): ModelClock {
  let last = floor;
  const now = (): Micros => {
    const read = Math.floor((wall() - epoch) * speed);
    if (read > last) last = read;
    return last;
  };
  return { now, realMsUntil: (at) => Math.max(0, Math.ceil((at - now()) / speed / 1000)) };
}
