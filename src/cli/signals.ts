// Ctrl-C means one thing in every command that plays: the first one drains and reports with exit code 4, a second one stops at once.
import { say } from '../language/language.ts';
import { printAside } from '../report/live.ts';
import { EXIT } from '../result/verdict.ts';

/** Two presses within this are one: a terminal, npm and npx may each pass the same one on. ms */
const SAME_PRESS = 500;
/** Ctrl-C, a polite kill, and a terminal that was closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The exit code of a command that was stopped, unless what it has found by then is graver: it proves nothing. */
export const STOPPED = EXIT.inconclusive;
/** The exit code after a second press: nothing is reported. 128 and the number of SIGINT, as shells have it. */
const AT_ONCE = 130;

/**
 * Listens until `dispose`. `stop` is aborted by the first press; the second ends the process.
 * @param stopping what the first press is told
 */
export function listenForStop(stopping = say('cli.stopping')): { stop: AbortSignal; dispose: () => void } {
  const controller = new AbortController();
  let first: number | undefined;
  const press = (): void => {
    const now = performance.now();
    if (first === undefined) {
      first = now;
      printAside(process.stderr, stopping);
      controller.abort();
    } else if (now - first > SAME_PRESS) {
      // The children notice that we are gone: stdin and the control socket close. The conductor kills what may not notice.
      process.exit(AT_ONCE);
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
