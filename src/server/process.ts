// Starts the server as a child process in its own process group; after a kill, on the same store.
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { message, SaidError } from '../language/language.ts';
import { entryPoint } from '../system/entry.ts';
import type { ServerConfig } from './config.ts';

export interface ServerProcess {
  readonly port: number;
  readonly pid: number;
  /** Base of its HTTP addresses, `http://127.0.0.1:8080`; a WebSocket connects to `/ws` there. */
  readonly url: string;
  /** Sends a signal to the server and everything it started. */
  kill(signal: NodeJS.Signals): void;
  /** Asks it to shut down, waits, and kills it when it does not. */
  stop(): Promise<void>;
  /** The last line of its log, without the time: why it ended, when it ended by itself. */
  lastWords(): string;
  readonly exited: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

export interface StartOptions {
  /** Gets the log of the server; a second start appends. */
  readonly logFile: string;
  /** How long it may take until it is ready. Default 20 s: a large store takes a while to read. */
  readonly readyMs?: number;
}

const READY_MS = 20_000;
/** The server stops within 5 s. The extra second is for its process to exit. */
const STOP_MS = 6_000;

function lastLine(logFile: string): string {
  try {
    return readFileSync(logFile, 'utf8').trimEnd().split('\n').at(-1) ?? '';
  } catch {
    // Its folder may be gone by the time a server ends.
    return 'its log cannot be read';
  }
}

/** The first line of its stdout; rejects when the process ends, or is not ready in time. */
function readyLine(child: ChildProcess, options: StartOptions): Promise<string> {
  const ms = options.readyMs ?? READY_MS;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new SaidError(message('spoilt.serverNotReady', { seconds: ms / 1000 }))), ms);
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      reject(
        new SaidError(
          message('spoilt.serverGone', {
            how: signal ?? message('spoilt.exit', { code: String(code) }),
            words: lastLine(options.logFile),
          }),
        ),
      );
    });
    child.stdout?.once('data', () => clearTimeout(timer));
  });
}

/**
 * Starts the server. It ends by itself when this process does, because its stdin then closes.
 * @throws Error with the last line of its log when it does not become ready
 */
export async function startServer(config: ServerConfig, options: StartOptions): Promise<ServerProcess> {
  const { path, execArgv } = entryPoint(new URL('./main.ts', import.meta.url));
  const log = openSync(options.logFile, 'a');
  // Its own process group: Ctrl-C in the terminal reaches only this process, which decides when the
  // server stops.
  const child = spawn(process.execPath, [...execArgv, path], { detached: true, stdio: ['pipe', 'pipe', log] });
  closeSync(log);
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  );
  const pid = child.pid;
  function kill(signal: NodeJS.Signals): void {
    if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    try {
      process.kill(-pid, signal);
    } catch {
      // It ended after the check.
    }
  }
  // Writing to a server that ended at once fails with EPIPE; readyLine says what happened.
  child.stdin?.on('error', () => undefined);
  child.stdin?.write(`${JSON.stringify(config)}\n`);
  try {
    const ready = JSON.parse(await readyLine(child, options)) as { port: number; pid: number };
    const url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${ready.port}`;
    async function stop(): Promise<void> {
      kill('SIGTERM');
      const timer = setTimeout(() => kill('SIGKILL'), STOP_MS);
      await exited;
      clearTimeout(timer);
    }
    const lastWords = (): string => lastLine(options.logFile).replace(/^\S+Z /, '');
    return { port: ready.port, pid: ready.pid, url, kill, stop, lastWords, exited };
  } catch (error) {
    kill('SIGKILL');
    throw error;
  }
}
