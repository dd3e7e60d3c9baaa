// A running library call: the caller's signal can stop it, and `progress` gets its progress.
import type { Progress } from './options.ts';

/** What the caller can pass to a running call. */
export interface Wishes {
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((progress: Progress) => void) | undefined;
}

/** Reports progress. */
export type Tell = (progress: Omit<Progress, 'realSeconds'>) => void;

/**
 * Plays until it is done or the caller's signal is aborted.
 * @throws the error of the caller's `progress`, after the run has ended
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
      // Thrown during the run, it would look like an internal error.
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
