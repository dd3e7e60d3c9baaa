// Lists every board with its committed file.
import { buildBoard } from './board.ts';
import { SESSION_TIMEOUTS } from './session-timeouts.ts';

/**
 * The files of `dashboards/`: path from the project root, and content. The committed files must
 * equal them.
 */
export const boardFiles = (): Map<string, string> =>
  new Map(
    [SESSION_TIMEOUTS].map((board) => [
      `dashboards/${board.uid.replace(/^stillthere-/, '')}.json`,
      `${JSON.stringify(buildBoard(board), null, 2)}\n`,
    ]),
  );
