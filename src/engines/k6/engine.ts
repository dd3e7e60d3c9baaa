// The k6 engine: bundles the shard, starts k6, and controls each VU over a socket.
// k6 runs in its own process group. Its exit proves nothing: every shard must report `done`.
import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync, closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import WebSocket, { WebSocketServer } from 'ws';
import { message, SaidError, type Message } from '../../language/language.ts';
import type { FromShard, ToShard } from '../control.ts';
import type { Engine, EngineOptions, EngineRun, Job } from '../engine.ts';
import { deferred } from '../../system/deferred.ts';
import { bundleK6 } from './bundle.ts';

/**
 * How long k6 may take to exit after `done` before it is killed. A peer that never answers a Close
 * keeps it alive for ever.
 */
const GRACE_MS = 3000;

/** The k6 engine on a k6 found by `findK6`. */
export function k6Engine(k6: string): Engine {
  // Many actors per VU: a VU costs megabytes, an actor tens of kilobytes (measured in npm run
  // bench).
  return { name: 'k6', shards: (visitors) => (visitors < 50 ? 2 : 4), launch: (options) => launch(k6, options) };
}

/**
 * Flags of every k6 run of ours: raw lines to a file, no summary, no thresholds, no usage report.
 */
export const K6_FLAGS = [
  'run',
  '--quiet',
  '--no-color',
  '--summary-mode=disabled',
  '--no-thresholds',
  '--no-usage-report',
  '--log-format=raw',
] as const;

/** Environment of every k6 run of ours. */
export const k6Env = (files: { job: string; corpus: string }): NodeJS.ProcessEnv => ({
  ...process.env,
  K6_AUTO_EXTENSION_RESOLUTION: 'false',
  K6_NO_USAGE_REPORT: 'true',
  STILLTHERE_JOB: files.job,
  STILLTHERE_CORPUS: files.corpus,
});

function launch(k6: string, { job, ledger, log, longest, hooks }: EngineOptions): EngineRun {
  const isReady = deferred<void>();
  const isDone = deferred<{ rows: number; whole: boolean }>();
  isReady.promise.catch(() => {});
  const links = new Map<number, WebSocket>();
  const finished = new Set<number>();
  let rows = 0;
  let child: ChildProcess | undefined;
  let folder: string | undefined;
  let isDisposed = false;
  // A second Ctrl-C ends this process without a dispose; k6 has read its files by then.
  const sweep = (): void => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', sweep);
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  server.on('connection', (socket) =>
    socket.on('message', (data: Buffer) => hear(socket, JSON.parse(data.toString('utf8')) as FromShard)),
  );

  function hear(socket: WebSocket, message: FromShard): void {
    if (message.c === 'ready') {
      links.set(message.shard, socket);
      if (links.size === job.shards) isReady.resolve();
    } else if (message.c === 'health') hooks.health(message.shard, message);
    else if (message.c === 'fault') {
      hooks.fault(message.text);
      try {
        appendFileSync(log, `${message.text}\n`);
      } catch {
        // The disk may be full. The fault is in the result anyway.
      }
    } else {
      rows += message.rows;
      finished.add(message.shard);
      socket.close(1000);
      if (finished.size === job.shards) isDone.resolve({ rows, whole: true });
    }
  }

  async function begin(): Promise<void> {
    folder = await mkdtemp(join(tmpdir(), 'stillthere-k6-'));
    const script = join(folder, 'script.js');
    await bundleK6(script);
    const { port } = server.address() as AddressInfo;
    const files = writeJob(folder, job, `ws://127.0.0.1:${port}`, longest);
    if (isDisposed) return;
    const output = openSync(log, 'a');
    // Its own process group: Ctrl-C in a terminal must not reach k6, which would drop the batch in
    // memory.
    child = spawn(k6, [...K6_FLAGS, `--console-output=${ledger}`, script], {
      detached: true,
      stdio: ['ignore', output, output],
      env: k6Env(files),
    });
    closeSync(output);
    child.on('error', (error) => end(message('spoilt.k6NotStarted', { why: error.message })));
    child.on('exit', (code, signal) =>
      end(message('spoilt.k6Ended', { how: signal ?? message('spoilt.exit', { code: String(code) }) })),
    );
  }

  function end(why: Message): void {
    if (finished.size < job.shards && !isDisposed) {
      isReady.reject(new SaidError(why));
      hooks.fault(why);
    }
    isDone.resolve({ rows, whole: finished.size === job.shards });
  }

  server.on(
    'listening',
    () => void begin().catch((error: Error) => end(message('spoilt.k6NotStarted', { why: error.message }))),
  );
  const all = (message: ToShard): void => {
    for (const link of links.values()) if (link.readyState === WebSocket.OPEN) link.send(JSON.stringify(message));
  };
  return {
    ready: isReady.promise,
    done: isDone.promise,
    get pid() {
      return child?.pid ?? 0;
    },
    start: (epoch, speed) => all({ c: 'start', epoch, speed }),
    rest: () => all({ c: 'rest' }),
    fence: () => all({ c: 'fence' }),
    finish: () => all({ c: 'finish' }),
    async dispose() {
      await stop(child);
      isDisposed = true;
      for (const socket of server.clients) socket.terminate();
      server.close();
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
      process.off('exit', sweep);
    },
  };
}

/** Writes the job for k6, with the corpus in a separate file, so that VUs share one copy of it. */
export function writeJob(
  folder: string,
  job: Job,
  control: string,
  longest: number,
  more: object = {},
): { job: string; corpus: string } {
  const files = { job: join(folder, 'job.json'), corpus: join(folder, 'corpus.json') };
  writeFileSync(files.corpus, JSON.stringify(job.corpus.lines));
  writeFileSync(
    files.job,
    JSON.stringify({ ...job, corpus: { sets: job.corpus.sets }, control, longest: Math.ceil(longest), ...more }),
  );
  return files;
}

/** Waits for k6 to exit, then kills its process group. */
async function stop(child: ChildProcess | undefined): Promise<void> {
  if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const timer = setTimeout(() => killGroup(child.pid ?? 0), GRACE_MS);
  await exited;
  clearTimeout(timer);
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}
