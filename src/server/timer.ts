// One timer for the earliest deadline of the desk, in real time: rounded up, and checked on waking.
import type { ModelClock } from '../system/clock.ts';
import type { Micros } from '../model/core/time.ts';

/** Longest delay that a Node timer takes; a later deadline is reached in steps. */
const LONGEST_MS = 2 ** 31 - 1;

export interface DueTimer {
  /** Call this after anything that may have changed the deadlines. */
  changed(): void;
  stop(): void;
}

/**
 * Calls `due` when the model clock has reached `nextDue()`, never earlier (Node timers may fire up
 * to 1 ms early).
 */
export function dueTimer(clock: ModelClock, nextDue: () => Micros, due: () => void): DueTimer {
  let timer: NodeJS.Timeout | undefined;
  let armedFor = Infinity;
  let stopped = false;

  function wake(): void {
    timer = undefined;
    armedFor = Infinity;
    if (nextDue() <= clock.now()) due();
    arm();
  }

  function arm(): void {
    const at = nextDue();
    // A timer that fires too early is only set again. Setting it anew for every later deadline
    // would cost more.
    if (stopped || at === Infinity || at >= armedFor) return;
    clearTimeout(timer);
    armedFor = at;
    timer = setTimeout(wake, Math.min(clock.realMsUntil(at), LONGEST_MS));
  }

  return {
    changed: arm,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
