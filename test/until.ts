// Waits for something that happens by itself, with a generous limit and a clear failure.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits for something to become true.
 * @returns what `look` found; fails after `ms` and names what was missing
 */
export async function until<T>(what: string, look: () => T | undefined | false, ms = 30_000): Promise<T> {
  const ends = performance.now() + ms;
  for (;;) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > ends) assert.fail(`${what}: not within ${ms / 1000} s`);
    await sleep(50);
  }
}
