// A worker thread of the built-in engine: one shard over `ws`.
import { parentPort, workerData } from 'node:worker_threads';
import type { FromShard, ToShard } from '../control.ts';
import type { Job } from '../engine.ts';
import { Shard } from '../shard.ts';
import { nodeMachine } from './machine.ts';

/** What the worker sends besides control messages: lines for the ledger. */
export type FromWorker = FromShard | { readonly c: 'rows'; readonly lines: string };

/** Time for closing handshakes, ms. A peer that never answers does not hold the thread. */
const GOODBYE = 500;

const port = parentPort;
if (port === null)
  throw new Error('this file is a worker thread of the built-in engine; use `stillthere run --engine node`');
const { job, shard } = workerData as { job: Job; shard: number };
const { lines, sets } = job.corpus;
const post = (message: FromWorker): void => port.postMessage(message);
const machine = nodeMachine(job.url, (text) => post({ c: 'rows', lines: `${text}\n` }));
const player = new Shard({
  machine,
  tell: post,
  workload: job.workload,
  lines: { at: (i) => lines[i] ?? '', sets },
  agentTokens: job.agentTokens,
  shard,
  shards: job.shards,
  ...(job.rehearsal !== undefined && { rehearsal: job.rehearsal }),
});
port.on('message', (message: ToShard) => {
  player.command(message);
  if (message.c !== 'finish') return;
  setTimeout(() => {
    machine.dispose();
    port.close();
  }, GOODBYE);
});
player.ready();
