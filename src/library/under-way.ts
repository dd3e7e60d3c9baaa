// A call that is under way: it can be stopped by the caller's signal, and says how far it is, but only to who asked.
import type { Progress } from './options.ts';

/** What the caller may want of a call while it goes on. */
export interface Wishes {
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((progress: Progress) => void) | undefined;
}

/** Says how far it is. */
export type Tell = (progress: Omit<Progress, 'realSeconds'>) => void;

/**
 * Plays until it is done or the caller's signal is aborted.
 * @throws what the caller's `progress` has thrown, after play has been ended for it
 */
export async function underWay<T>(
  { signal, progress }: Wishes,
  play: (stop: AbortSignal, tell: Tell) => Promise<T>,
): Promise<T> {
  const began = performance.now();
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  let fault: Error | undefined;
  const tell: Tell = (seen) => {
    if (fault !== undefined) return;
    try {
      progress?.({ ...seen, realSeconds: (performance.now() - began) / 1000 });
    } catch (error) {
      // Thrown in the middle of play it would look like a fault of ours.
      fault = error instanceof Error ? error : new Error(String(error));
      stop();
    }
  };
  if (signal?.aborted === true) stop();
  signal?.addEventListener('abort', stop);
  try {
    const done = await play(controller.signal, tell);
    if (fault !== undefined) throw fault;
    return done;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}
