// A real terminal for a command, through `script` of
// util-linux: it takes keys and returns the screen.
import { spawn, spawnSync } from 'node:child_process';
import { until } from '../until.ts';

/** The reason why tests with a terminal are skipped; false when they are not. */
export const skipTerminal: string | false =
  spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') === true
    ? false
    : 'missing tool: script (util-linux)';

const COLUMNS = 120;
const ROWS = 50;
/** Ctrl-C as the keyboard sends it: the terminal makes SIGINT of it, for every process in the foreground. */
const CTRL_C = '\u0003';

export interface OnTerminal {
  /** Everything written to it so far, control characters included. */
  raw(): string;
  /** The visible lines, without blanks at their ends. */
  lines(): string[];
  press(): void;
  /** Waits until a text has been written. */
  shows(text: string | RegExp, limitMs?: number): Promise<void>;
  /** The exit code of the command. */
  readonly ended: Promise<number | null>;
}

export interface TerminalOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a line of `sh` on its own terminal. It is ended with the test file. */
export function onTerminal(line: string, { cwd, env = {} }: TerminalOptions): OnTerminal {
  // The shell is in the foreground too. With a trap it receives
  // Ctrl-C and ends with the code of its last command.
  const child = spawn('script', ['-qec', `stty cols ${COLUMNS} rows ${ROWS}; trap : INT; ${line}`, '/dev/null'], {
    cwd,
    env: { ...process.env, SHELL: '/bin/sh', TERM: 'xterm', NO_COLOR: '1', LC_ALL: 'C.UTF-8', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  let raw = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (raw += text));
  child.stdin.on('error', () => undefined);
  let isOver = false;
  const ended = new Promise<number | null>((resolve) =>
    child.once('close', (code) => {
      isOver = true;
      process.off('exit', kill);
      resolve(code);
    }),
  );
  return {
    raw: () => raw,
    lines: () => screenOf(raw),
    press: () => void child.stdin.write(CTRL_C),
    shows: async (text, limitMs = 60_000) => {
      await until(
        `the terminal shows ${String(text)}`,
        () => {
          const isThere = typeof text === 'string' ? raw.includes(text) : text.test(raw);
          if (!isThere && isOver) throw new Error(`it ended without ${String(text)}:\n${raw}`);
          return isThere;
        },
        limitMs,
      );
    },
    ended,
  };
}

/**
 * The screen of a terminal after this text. It knows the control
 * characters of a live view and `^C`, and fails on others.
 */
export function screenOf(raw: string): string[] {
  const lines: string[][] = [[]];
  let row = 0;
  let column = 0;
  const line = (): string[] => (lines[row] ??= []);
  for (const [, command = '', count = '', letter = '', character = ''] of raw.matchAll(
    /(\u001b\[([?\d;]*)([A-Za-z])|\u001b[\d=>])|([^])/gu,
  )) {
    const n = Math.max(1, Number(count) || 0);
    if (command !== '') {
      if (letter === 'A') row = Math.max(0, row - n);
      else if (letter === 'B') row += n;
      else if (letter === 'C') column += n;
      else if (letter === 'D') column = Math.max(0, column - n);
      else if (letter === 'G') column = n - 1;
      else if (letter === 'K') {
        if (count === '2') lines[row] = [];
        else line().length = Math.min(line().length, column);
      } else if (!/^[mhl]?$/.test(letter))
        throw new Error(`teach this test the control sequence ${JSON.stringify(command)}`);
    } else if (character === '\n') row += 1;
    else if (character === '\r') column = 0;
    else if (character >= ' ') {
      const cells = line();
      while (cells.length < column) cells.push(' ');
      cells[column++] = character;
    }
  }
  return Array.from({ length: lines.length }, (_, i) => (lines[i] ?? []).join('').trimEnd());
}
