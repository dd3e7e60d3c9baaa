// Ctrl-C: the first one drains and reports, a second one stops at once.
import { say } from '../language/language.ts';

/** Two presses within this are one: a terminal, npm and npx may each pass the same one on. ms */
const SAME_PRESS = 500;
/** Ctrl-C, a polite kill, and a terminal that was closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Listens until `dispose`. `stop` is aborted by the first press; the second ends the process with 130. */
export function listenForStop(write: (text: string) => void): { stop: AbortSignal; dispose: () => void } {
  const controller = new AbortController();
  let first = 0;
  const press = (): void => {
    const now = performance.now();
    if (first === 0) {
      first = now;
      write(`\n${say('cli.stopping')}`);
      controller.abort();
    } else if (now - first > SAME_PRESS) {
      // The children notice that we are gone: stdin and the control socket close. The conductor kills what may not notice.
      process.exit(130);
    }
  };
  for (const signal of SIGNALS) process.on(signal, press);
  return {
    stop: controller.signal,
    dispose: () => {
      for (const signal of SIGNALS) process.off(signal, press);
    },
  };
}
