// A worker for pool.test.ts: it answers, waits, fails
// or dies as its job says, and counts while it lives.
import { setTimeout as sleep } from 'node:timers/promises';
import { threadId, workerData } from 'node:worker_threads';
import { serveJobs } from '../../src/system/pool.ts';

export interface Task {
  readonly name: string;
  /** Delay before it acts, ms. */
  readonly after?: number;
  readonly does?: 'answer' | 'fault' | 'throw' | 'exit' | 'devour' | 'hang';
}

export interface Answered {
  readonly name: string;
  readonly thread: number;
}

const beats = new Int32Array(workerData as SharedArrayBuffer);
setInterval(() => Atomics.add(beats, 0, 1), 2).unref();

/** Allocates memory until the worker is ended. */
function devour(): void {
  for (const hoard: number[][] = []; ;) hoard.push(Array.from({ length: 1e5 }, (_, i) => i));
}

serveJobs<Task, Answered, string>(async ({ name, after = 0, does = 'answer' }, report) => {
  report(`${name} begins`);
  await sleep(after);
  if (does === 'fault') throw new Error(`${name} cannot be done`);
  if (does === 'throw') setImmediate(() => void Promise.reject(new Error(`${name} blew up`)));
  if (does === 'exit') process.exit(7);
  if (does === 'devour') devour();
  if (does !== 'answer') await sleep(600_000);
  return { name, thread: threadId };
});
