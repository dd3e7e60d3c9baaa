// Checks a terminal after a stopped run: it shows the
// answer to Ctrl-C, and nothing of the live view.
import assert from 'node:assert/strict';
import type { OnTerminal } from './terminal.ts';

/** Lines of a live view. */
const LIVE = /^ *(preparing|playing|draining|judging), |planned by now|seeds? played, \d|^ *pair \d+ of /;

/**
 * The terminal shows the answer to Ctrl-C once and no
 * line of the live view, and the cursor is visible.
 */
export function assertClean(terminal: OnTerminal): void {
  const lines = terminal.lines();
  const all = lines.join('\n');
  assert.deepEqual(
    lines.filter((line) => LIVE.test(line)),
    [],
    all,
  );
  assert.equal(lines.filter((line) => line.startsWith('stopping: ')).length, 1, all);
  assert.ok(
    terminal.raw().lastIndexOf('\u001b[?25h') >= terminal.raw().lastIndexOf('\u001b[?25l'),
    'the cursor is back',
  );
}
