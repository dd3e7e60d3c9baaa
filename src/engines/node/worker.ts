// A worker thread of the built-in engine: one shard over `ws`.
import { parentPort, workerData } from 'node:worker_threads';
import WebSocket from 'ws';
import type { Conn } from '../../model/ports/runtime.ts';
import { FRAME_MAX } from '../../model/protocol/frames.ts';
import { wallMicros } from '../../system/clock.ts';
import type { FromShard, ToShard } from '../control.ts';
import type { Job } from '../engine.ts';
import { Shard, type Machine } from '../shard.ts';

/** What the worker sends besides control messages: lines for the ledger. */
export type FromWorker = FromShard | { readonly c: 'rows'; readonly lines: string };

const port = parentPort;
if (port === null)
  throw new Error('this file is a worker thread of the built-in engine; use `stillthere run --engine node`');
const { job, shard } = workerData as { job: Job; shard: number };
const sockets = new Map<Conn, WebSocket & { answers?: boolean }>();
const timers = new Map<number, NodeJS.Timeout>();
let nextTimer = 1;
const post = (message: FromWorker): void => port.postMessage(message);

const machine: Machine = {
  wall: wallMicros,
  timer(ms, act) {
    const id = nextTimer++;
    timers.set(
      id,
      setTimeout(() => {
        timers.delete(id);
        act();
      }, ms),
    );
    return id;
  },
  clear(id) {
    clearTimeout(timers.get(id));
    timers.delete(id);
  },
  open(conn, events) {
    // maxPendingAutoPongs: ws ≥ 8.23 otherwise ends a connection by itself after a burst of PINGs; autoPong is ours because of `transport`.
    const options = { perMessageDeflate: false, autoPong: false, handshakeTimeout: 30_000, maxPayload: 4 * FRAME_MAX };
    const socket: WebSocket & { answers?: boolean } = new WebSocket(job.url, options);
    sockets.set(conn, socket);
    let isOpen = false;
    let isOver = false;
    socket.on('open', () => {
      isOpen = true;
      events.opened();
    });
    socket.on('message', (data: Buffer) => events.text(data.toString('utf8')));
    socket.on('ping', (data: Buffer) => {
      if (socket.answers !== false && socket.readyState === WebSocket.OPEN) socket.pong(data);
    });
    socket.on('error', () => {
      // `close` follows and says the rest.
    });
    socket.on('close', (code: number) => {
      if (isOver) return;
      isOver = true;
      sockets.delete(conn);
      if (!isOpen) events.failed();
      else if (code === 1006) events.closed();
      else events.closed(code);
    });
  },
  send(conn, text) {
    const socket = sockets.get(conn);
    if (socket?.readyState === WebSocket.OPEN) socket.send(text);
  },
  close(conn, code) {
    sockets.get(conn)?.close(code);
  },
  transport(conn, answers) {
    const socket = sockets.get(conn);
    if (socket !== undefined) socket.answers = answers;
  },
  write: (lines) => post({ c: 'rows', lines }),
  tell: post,
};

const { lines, sets } = job.corpus;
const player = new Shard({
  machine,
  workload: job.workload,
  lines: { at: (i) => lines[i] ?? '', sets },
  agentTokens: job.agentTokens,
  shard,
  shards: job.shards,
});
port.on('message', (message: ToShard) => {
  player.command(message);
  if (message.c !== 'finish') return;
  // Closing handshakes get a moment; a peer that never answers does not hold the thread.
  setTimeout(() => {
    for (const socket of sockets.values()) socket.terminate();
    port.close();
  }, 500).unref();
});
player.ready();
