// Finds k6, or has the setup script of a checkout build it in the background.
import { spawn, type ChildProcess } from 'node:child_process';
import { message, type Message } from '../../language/language.ts';
import { deferred } from '../../system/deferred.ts';
import { killOnExit } from '../../system/kill-on-exit.ts';
import { findK6, type K6 } from './find.ts';

/**
 * Environment variable that names the script that provides k6: `npm start` sets it to
 * `scripts/setup.mjs`.
 */
const SCRIPT = 'STILLTHERE_K6_SETUP';
/** How long the script may take to clean up after it was asked to end. ms */
const END_MS = 5_000;

/** What the script reports while it works. */
type News =
  | { readonly is: 'waiting' }
  | { readonly is: 'building'; readonly version: string; readonly go: string }
  | {
      readonly is: 'failed';
      readonly because: 'noGo' | 'oldGo' | 'download' | 'build';
      readonly why?: string;
    };

/** A search for k6. */
export interface K6Sought {
  /** Settles with k6, or with the reason why there is none; never rejects. */
  readonly found: Promise<K6>;
  /** The current step, if it takes time; otherwise undefined. */
  readonly doing: Message | undefined;
  /** Why it could not be built; undefined if no build has failed. */
  readonly failed: Message | undefined;
  /** Ends the build; settles when nothing half-built is left. */
  end(): Promise<void>;
}

/**
 * Looks for k6. If there is none and the environment names a script that provides it, that script
 * runs meanwhile.
 */
export function seekK6(): K6Sought {
  const build = new Build();
  return {
    found: seek(build),
    get doing() {
      return build.doing;
    },
    get failed() {
      return build.failed;
    },
    end: () => build.end(),
  };
}

async function seek(build: Build): Promise<K6> {
  const found = await findK6();
  const script = process.env[SCRIPT];
  // Whoever sets STILLTHERE_K6 wants that k6 and no other.
  if (!('missing' in found) || script === undefined || process.env['STILLTHERE_K6'] !== undefined) return found;
  await build.run(script);
  return findK6();
}

/** The script in its own process group, so that Ctrl-C in a terminal does not reach it directly. */
class Build {
  doing: Message | undefined;
  failed: Message | undefined;
  readonly #over = deferred<void>();
  #child: ChildProcess | undefined;
  #isEnded = false;

  async run(script: string): Promise<void> {
    if (this.#isEnded) return;
    const child = spawn(process.execPath, [script, '--only-k6'], {
      detached: true,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#child = child;
    // A second Ctrl-C ends this process at once.
    const unguard = killOnExit(() => [child.pid]);
    child.on('message', (news: News) => this.#hear(news));
    child.on('error', (error) => {
      this.failed = message('start.k6Failed.build', { why: error.message });
      this.#over.resolve();
    });
    child.on('exit', () => this.#over.resolve());
    await this.#over.promise;
    unguard();
    this.doing = undefined;
  }

  async end(): Promise<void> {
    this.#isEnded = true;
    const { pid } = this.#child ?? {};
    if (pid === undefined || this.#child?.exitCode !== null || this.#child.signalCode !== null) return;
    signalGroup(pid, 'SIGTERM');
    const tooLate = setTimeout(() => signalGroup(pid, 'SIGKILL'), END_MS);
    await this.#over.promise;
    clearTimeout(tooLate);
  }

  #hear(news: News): void {
    if (news.is === 'waiting') this.doing = message('start.k6Waiting');
    else if (news.is === 'building') this.doing = message('start.k6Building', { version: news.version, go: news.go });
    else this.failed = failure(news);
  }
}

function failure({ because, why = '' }: News & { is: 'failed' }): Message {
  return because === 'noGo' ? message('start.k6Failed.noGo') : message(`start.k6Failed.${because}`, { why });
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended already.
  }
}
