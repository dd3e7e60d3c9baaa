// Handles Ctrl-C for every command that plays: the first press drains and reports with exit code 4,
// a second one exits at once.
import { say } from '../language/language.ts';
import { printAside } from '../report/live.ts';
import { EXIT } from '../result/verdict.ts';

/**
 * Two signals within this time count as one press, because a terminal, npm and npx may each pass it
 * on. ms
 */
const SAME_PRESS = 500;
/** Ctrl-C, `kill`, and a closed terminal. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * The exit code of a stopped command, unless it has already found something worse: it proves
 * nothing.
 */
export const STOPPED = EXIT.inconclusive;
/**
 * The exit code after a second press, when nothing is reported: 128 + the number of SIGINT, as in
 * shells.
 */
const AT_ONCE = 130;

/**
 * Listens until `dispose`. The first press aborts `stop`; the second ends the process.
 * @param stopping what is printed at the first press
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
      // The children notice that this process is gone: stdin and the control socket close. The
      // conductor kills those that may not notice.
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
