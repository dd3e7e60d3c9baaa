// Runs the commands of a page in one shell in an empty
// folder, where `npx stillthere` is this checkout.
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../src/run/live/target.ts';
import { entryPoint, projectRoot } from '../../src/system/entry.ts';

export interface Ran {
  readonly command: string;
  readonly code: number;
  /** The output, stdout and stderr in the order of printing. */
  readonly output: string;
}

/** The longest time for all commands of one page, ms. */
const PAGE_MS = 280_000;

/**
 * The commands of a block, one a line; a backslash at the
 * end continues a command. Comments stay with their command.
 */
export function commandsOf(text: string): string[] {
  return text
    .replaceAll('\\\n', ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** The exit code that the page promises for a command, in its comment: `# exit 2: …`. */
export const promisedCode = (command: string): number => Number(/#.*\bexit (\d)\b/.exec(command)?.[1] ?? 0);

/** The command itself, without the comment behind it. */
export const bare = (command: string): string => command.replace(/\s+#.*$/, '').trim();

/** Replaces `<run>` by the name of the latest run, as a reader would. */
const withRun = (command: string): string =>
  command.replaceAll('<run>', '"$(ls -td runs/*/ | head -1 | xargs basename)"');

/** Replaces the port of a page, because two tests may need the same one at the same time. */
const withPort = (command: string, port: number): string =>
  command.replaceAll(/(127\.0\.0\.1:|-port )(?:8080|9464)\b/g, `$1${port}`);

/**
 * Prepares what stands for an installed package: `npx
 * stillthere`, and the packages that a user's own files import.
 */
function prepare(folder: string): string {
  const bin = join(folder, '.bin');
  mkdirSync(bin);
  const { path, execArgv } = entryPoint(new URL('../../src/cli/main.ts', import.meta.url));
  const main = [process.execPath, ...execArgv, path].map((part) => `'${part}'`).join(' ');
  const npx = `#!/bin/sh
[ "$1" = stillthere ] || { echo "npx $1: tests run npx stillthere only; mark this block as not run" >&2; exit 127; }
shift
exec ${main} "$@"
`;
  const npm = '#!/bin/sh\necho "npm $1: mark this block as not run, and name the test that runs it" >&2\nexit 127\n';
  for (const [name, text] of Object.entries({ npx, npm })) {
    writeFileSync(join(bin, name), text);
    chmodSync(join(bin, name), 0o755);
  }
  symlinkSync(join(projectRoot(), 'node_modules'), join(folder, 'node_modules'));
  return bin;
}

/** The shell of a page. Its variables and files last from block to block. */
export class Shell {
  readonly folder: string;
  readonly #bin: string;
  readonly #env: NodeJS.ProcessEnv;
  #port: number | undefined;

  constructor(folder: string) {
    this.folder = folder;
    this.#bin = prepare(folder);
    this.#env = { ...process.env, NO_COLOR: '1', LANG: 'C.UTF-8', PATH: `${this.#bin}:${process.env['PATH'] ?? ''}` };
    // Variables that CI sets must not change what a page shows.
    for (const name of ['LC_ALL', 'LC_MESSAGES', 'GITHUB_STEP_SUMMARY', 'NODE_TEST_CONTEXT']) delete this.#env[name];
  }

  /** Runs commands one after the other, whatever their exit codes. */
  async run(commands: readonly string[]): Promise<Ran[]> {
    // U+001E separates the output of one command from that of the next.
    const port = (this.#port ??= await freePort());
    const script = commands
      .map((command) => `${withPort(withRun(command), port)}\nprintf '\\036%d\\036' $?\n`)
      .join('');
    const output = await this.#bash(`exec 2>&1\n${script}`);
    const parts = output.split('\u001e');
    return commands.map((command, i) => ({
      command,
      output: parts[i * 2] ?? '',
      code: parts[i * 2 + 1] === undefined ? -1 : Number(parts[i * 2 + 1]),
    }));
  }

  #bash(script: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const child = spawn('bash', ['-s'], { cwd: this.folder, env: this.#env, stdio: 'pipe', detached: true });
      let text = '';
      const end = (): void => {
        try {
          process.kill(-(child.pid ?? 0), 'SIGKILL');
        } catch {
          // All processes have already ended.
        }
      };
      const timer = setTimeout(end, PAGE_MS);
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      child.on('error', reject);
      // A background process of the page would hold the pipes open.
      child.on('exit', end);
      child.on('close', () => {
        clearTimeout(timer);
        resolve(text);
      });
      child.stdin.on('error', () => undefined);
      child.stdin.end(script);
    });
  }
}
