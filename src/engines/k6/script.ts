// What runs inside k6: every VU is one shard for the whole run, steered over a control socket of its own.
import { SharedArray } from 'k6/data';
import exec from 'k6/execution';
import { WebSocket } from 'k6/websockets';
import { Digest } from '../../model/core/hash.ts';
import type { Conn } from '../../model/ports/runtime.ts';
import { playVirtual, type VirtualRun } from '../../model/runner/virtual/play.ts';
import type { ToShard } from '../control.ts';
import type { Job } from '../engine.ts';
import { Shard, type Machine } from '../shard.ts';

// What k6 gives to every script and its type package leaves out.
declare const console: { log(text: string): void };
declare const setTimeout: (act: () => void, ms: number) => number;
declare const clearTimeout: (id: number) => void;

/** The job file: a {@link Job} without its lines, and where the conductor listens. */
interface K6Job extends Omit<Job, 'corpus'> {
  readonly corpus: { readonly sets: Job['corpus']['sets'] };
  readonly control: string;
  readonly longest: number;
  /** Instead of real sockets: play this in virtual time and print the hash of its ledger. */
  readonly virtual?: Omit<VirtualRun, 'lines'>;
}

const job = JSON.parse(open(String(__ENV['STILLTHERE_JOB']))) as K6Job;
const texts = new SharedArray<string>('corpus', () => JSON.parse(open(String(__ENV['STILLTHERE_CORPUS']))) as string[]);
const lines = { at: (i: number) => texts[i] ?? '', sets: job.corpus.sets };

export const options = {
  scenarios: {
    shards: {
      executor: 'per-vu-iterations',
      vus: job.shards,
      iterations: 1,
      maxDuration: `${job.longest}s`,
      gracefulStop: '5s',
    },
  },
  systemTags: ['scenario'],
};

/** Unix time in µs at init: Date.now() has whole milliseconds, so its edge is waited for. */
function wallAtEdge(): number {
  const before = Date.now();
  let now = before;
  while (now === before) now = Date.now();
  return now * 1000;
}

export default function play(): void {
  if (job.virtual !== undefined) {
    hashVirtual(job.virtual);
    return;
  }
  const wallZero = wallAtEdge() - exec.instance.currentTestRunDuration * 1000;
  // One iteration a VU: its number in the test is the shard, also when several k6 instances share the work.
  const shard = exec.scenario.iterationInTest;
  const control = new WebSocket(job.control, null, { tags: { name: 'control' } });
  const machine = k6Machine(wallZero, (text) => {
    if (control.readyState === 1) control.send(text);
  });
  const { workload, agentTokens, shards } = job;
  const player = new Shard({ machine, workload, lines, agentTokens, shard, shards });
  control.onopen = () => player.ready();
  control.onmessage = (event) => player.command(JSON.parse(String(event?.data)) as ToShard);
  control.onclose = () => player.orphaned();
}

function k6Machine(wallZero: number, tell: (text: string) => void): Machine {
  const sockets = new Map<Conn, WebSocket>();
  /** Connections to be closed as soon as they open: `close()` before that would block the whole VU. */
  const unwanted = new Set<Conn>();
  return {
    wall: () => wallZero + exec.instance.currentTestRunDuration * 1000,
    timer: (ms, act) => setTimeout(act, ms),
    clear: (id) => {
      if (id >= 0) clearTimeout(id);
    },
    open(conn, events) {
      // The tag replaces the address, which would make one time series a session.
      const socket = new WebSocket(job.url, null, { tags: { name: 'target' } });
      sockets.set(conn, socket);
      let isOpen = false;
      let isOver = false;
      socket.onopen = () => {
        isOpen = true;
        if (unwanted.delete(conn)) socket.close(1000);
        else events.opened();
      };
      socket.onmessage = (event) => events.text(String(event?.data));
      // The type package knows no argument here; k6 brings the code when it knows one.
      (socket as { onclose: (event: { code?: number }) => void }).onclose = ({ code }) => {
        if (isOver) return;
        isOver = true;
        sockets.delete(conn);
        if (!isOpen) events.failed();
        else if (code === undefined || code === 1006) events.closed();
        else events.closed(code);
      };
      socket.onerror = () => {
        // An error event comes with every close code but 1000 and 1001: only a dial that failed has no close of its own.
        if (isOpen || isOver || socket.readyState === 1) return;
        isOver = true;
        sockets.delete(conn);
        events.failed();
      };
    },
    send(conn, text) {
      const socket = sockets.get(conn);
      if (socket?.readyState === 1) socket.send(text);
    },
    close(conn, code) {
      const socket = sockets.get(conn);
      if (socket?.readyState === 1) socket.close(code);
      else if (socket?.readyState === 0) unwanted.add(conn);
    },
    transport() {
      // k6 answers PINGs below the script; it cannot stop.
    },
    write: (batch) => console.log(batch.slice(0, -1)),
    tell: (message) => tell(JSON.stringify(message)),
  };
}

function hashVirtual(run: Omit<VirtualRun, 'lines'>): void {
  const digest = new Digest();
  let rows = 0;
  playVirtual({ ...run, lines }, (row) => {
    digest.add(JSON.stringify(row));
    rows += 1;
  });
  console.log(JSON.stringify({ hash: digest.hex(), rows }));
}
