// What has to be left on a terminal when a run was stopped: what Ctrl-C was told, and nothing of the live view.
import assert from 'node:assert/strict';
import type { OnTerminal } from './terminal.ts';

/** Lines of a live view. */
const LIVE = /^ *(preparing|playing|draining|judging), |planned by now|seeds? played, \d|^ *pair \d+ of /;

/** What Ctrl-C was told stands there once, no line of the live view does, and the cursor is back. */
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
