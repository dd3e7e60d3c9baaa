// Ctrl-C: the first one drains and reports, a second one stops at once.

/** Two presses within this are one: a terminal, npm and npx may each pass the same one on. ms */
const SAME_PRESS = 500;

/** Listens until `dispose`. `stop` is aborted by the first press; the second ends the process with 130. */
export function listenForStop(say: (text: string) => void): { stop: AbortSignal; dispose: () => void } {
  const controller = new AbortController();
  let first = 0;
  const press = (): void => {
    const now = performance.now();
    if (first === 0) {
      first = now;
      say('\nstopping: the run is being drained and judged; press Ctrl-C again to stop at once');
      controller.abort();
    } else if (now - first > SAME_PRESS) {
      // The children notice that we are gone: stdin and the control socket close. The conductor kills what may not notice.
      process.exit(130);
    }
  };
  process.on('SIGINT', press);
  process.on('SIGTERM', press);
  return {
    stop: controller.signal,
    dispose: () => {
      process.off('SIGINT', press);
      process.off('SIGTERM', press);
    },
  };
}
