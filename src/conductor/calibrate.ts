// A look at this machine before a run: what a frame costs, and how late the generator is with as many actors as the run will have.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import WebSocket, { WebSocketServer } from 'ws';
import type { Engine } from '../engines/engine.ts';
import type { ShardHealth } from '../engines/control.ts';
import type { RehearsalPlan } from '../engines/rehearsal.ts';
import { Histogram } from '../model/core/histogram.ts';
import type { Workload } from '../model/population/workload.ts';
import type { SessionRules } from '../model/rules/rules.ts';
import { SPACING } from '../engines/socket-runtime.ts';
import { wallMicros } from '../system/clock.ts';
import { temporaryFolder } from '../system/temporary.ts';
import type { Forecast } from './forecast.ts';
import { killOnExit } from './last-resort.ts';
import { speedLimit, type Calibration, type SpeedLimit } from './speed.ts';

/** Windows of a rehearsal; the median of them counts, so that one hiccup of a shared machine does not decide. */
const WINDOWS = 5;
/** Fewest exchanges a real second: a window needs some hundreds of them for its tail. */
const FEWEST_EXCHANGES = 500;
/** Nothing is trusted to be less late than this, whatever a quiet moment says. µs */
const LEAST = 1000;
/** Longest until an engine plays, and until all of its connections are open. Real ms */
const READY_MS = 60_000;
const CONNECT_MS = 20_000;
/** More of that for each connection, on a machine that is slow at it. */
const CONNECTION_MS = 5;
/** Longest until it has hung up. Real ms */
const GOODBYE_MS = 3_000;

/** A run whose honest speed is asked for. */
export interface SpeedSought {
  readonly engine: Engine;
  readonly workload: Workload;
  readonly rules: SessionRules;
  readonly plan: Pick<Forecast, 'visitors' | 'peakFrames' | 'peakConnected'>;
  /** The fastest that it will be played at, where somebody has said so. */
  readonly atMost?: number;
  readonly stop?: AbortSignal;
}

/** ε of a quiet machine at best: timers in time, alarms spaced. µs */
export const AT_BEST = LEAST + SPACING;

/**
 * Looks at this machine for some seconds and says how fast it may honestly play. The generator rehearses at the pace of the
 * fastest speed that is asked for or that a quiet machine could be trusted with, so that ε is never that of an easier run.
 * Numbers are of this moment: machines are shared.
 */
export async function honestSpeed(sought: SpeedSought): Promise<{ limit: SpeedLimit; calibration: Calibration }> {
  const { engine, workload, rules, plan, atMost = Infinity, stop } = sought;
  const cost = await framesPerCpuSecond();
  const limitAt = (calibration: Calibration): SpeedLimit =>
    speedLimit({ calibration, workload, rules, offered: plan.peakFrames, engine: engine.name });
  const pace = Math.min(atMost, limitAt({ epsilon: AT_BEST, framesPerCpuSecond: cost }).limit);
  const actors = Math.max(1, plan.peakConnected);
  const epsilon = await generatorLateness({
    engine,
    workload,
    shards: engine.shards(plan.visitors),
    actors,
    frames: plan.peakFrames * pace,
    ...(stop !== undefined && { stop }),
  });
  const calibration: Calibration =
    epsilon === undefined
      ? { epsilon: AT_BEST, framesPerCpuSecond: cost }
      : { epsilon, actors, framesPerCpuSecond: cost };
  return { limit: limitAt(calibration), calibration };
}

/** What is rehearsed: with whom and how busily. */
interface Rehearsed {
  readonly engine: Engine;
  /** Sent along, since an engine asks for one; nobody of it comes. */
  readonly workload: Workload;
  readonly shards: number;
  /** Most clients connected at once. */
  readonly actors: number;
  /** Frames a real second, sent and received. */
  readonly frames: number;
  /** Aborting it ends the look early. */
  readonly stop?: AbortSignal;
}

/**
 * ε: p99.9 of how late an alarm of the generator is together with one way to the server, with as many connections as the run
 * has at its busiest and at its pace. Real µs; undefined when the engine could not be started, which the run will say itself.
 */
async function generatorLateness(options: Rehearsed): Promise<number | undefined> {
  const server = await echo('{"f":"ack","id":"v0/0","session":"s0","seq":1}');
  const folder = await temporaryFolder('look');
  try {
    const windows = await rehearse(options, server.url, folder.path);
    const late = windows.map((window) => window.quantile(0.999)).sort((a, b) => a - b);
    const median = late[Math.floor(late.length / 2)];
    return median === undefined ? undefined : Math.max(LEAST, median);
  } catch {
    return undefined;
  } finally {
    server.close();
    await folder.remove();
  }
}

/** Lateness by window, from when all connections are open. */
async function rehearse(options: Rehearsed, url: string, folder: string): Promise<Histogram[]> {
  const { engine, workload, shards, actors, frames, stop } = options;
  const rehearsal: RehearsalPlan = { actors, exchanges: Math.max(FEWEST_EXCHANGES, frames / 2) };
  const windows = new Windows(shards, actors);
  const run = engine.launch({
    job: { workload, corpus: { lines: [], sets: {} }, agentTokens: {}, shards, url, rehearsal },
    ledger: join(folder, 'ledger.ndjson'),
    log: join(folder, 'engine.log'),
    longest: (READY_MS + CONNECT_MS + actors * CONNECTION_MS) / 1000,
    hooks: { health: (shard, health) => windows.heard(shard, health), fault: () => (windows.isBroken = true) },
  });
  const unguard = killOnExit(() => [run.pid]);
  try {
    const tooLate = sleep(READY_MS, false, { ref: false, ...(stop !== undefined && { signal: stop }) }).catch(
      () => false,
    );
    const isReady = await Promise.race([run.ready.then(() => true), tooLate]);
    if (!isReady) return [];
    run.start(wallMicros(), 1);
    const end = performance.now() + CONNECT_MS + actors * CONNECTION_MS;
    const isOver = (): boolean =>
      windows.areFull || windows.isBroken || stop?.aborted === true || performance.now() > end;
    while (!isOver()) await sleep(20);
    run.finish();
    await Promise.race([run.done, sleep(GOODBYE_MS, undefined, { ref: false })]);
    return windows.all;
  } finally {
    await run.dispose();
    unguard();
  }
}

/**
 * Reports of shards, put together by their order from when all connections are open. Where they never are, all reports count:
 * a machine that cannot even open them is late.
 */
class Windows {
  isBroken = false;
  readonly #shards: number;
  readonly #actors: number;
  readonly #connected = new Map<number, number>();
  readonly #opening: Histogram[] = [];
  readonly #reports = new Map<number, Histogram[]>();

  constructor(shards: number, actors: number) {
    this.#shards = shards;
    this.#actors = actors;
  }

  heard(shard: number, { connected, lateness }: ShardHealth): void {
    const wereAll = this.#areConnected;
    this.#connected.set(shard, connected);
    // The report in which the last one connects still tells of how they did.
    if (!wereAll) {
      this.#opening.push(Histogram.from(lateness));
      return;
    }
    const reports = this.#reports.get(shard) ?? [];
    this.#reports.set(shard, reports);
    if (reports.length < WINDOWS) reports.push(Histogram.from(lateness));
  }

  get areFull(): boolean {
    return this.#reports.size === this.#shards && [...this.#reports.values()].every((r) => r.length === WINDOWS);
  }

  get all(): Histogram[] {
    const windows = Array.from({ length: WINDOWS }, (_, i) => {
      const window = new Histogram();
      for (const reports of this.#reports.values()) window.merge(reports[i] ?? new Histogram());
      return window;
    });
    const measured = windows.some(({ n }) => n > 0) ? windows : this.#opening;
    return measured.filter(({ n }) => n > 0);
  }

  get #areConnected(): boolean {
    let sum = 0;
    for (const n of this.#connected.values()) sum += n;
    return sum >= this.#actors;
  }
}

/** A loopback server that answers every frame. */
async function echo(answer?: string): Promise<{ readonly url: string; close(): void }> {
  const http = createServer();
  const server = new WebSocketServer({ server: http, perMessageDeflate: false });
  server.on('connection', (socket) => {
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => socket.send(answer ?? data.toString('utf8')));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', 4096, resolve));
  return {
    url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}`,
    close() {
      for (const socket of server.clients) socket.terminate();
      server.close();
      http.close();
    },
  };
}

/** How long the cost of a frame is measured. Real ms */
const FRAMES_MS = 600;

/** Frames (sent or received) that one CPU second of this machine carries through a WebSocket in Node. */
async function framesPerCpuSecond(): Promise<number> {
  const server = await echo();
  const client = new WebSocket(server.url, { perMessageDeflate: false });
  await new Promise((resolve) => client.once('open', resolve));
  const before = process.cpuUsage();
  const frame = '{"f":"msg","id":"v1/1","text":"hello"}';
  let frames = 0;
  client.on('message', () => {
    // Four frames a round trip: sent, received, and the same on the other side.
    frames += 4;
    client.send(frame);
  });
  for (let i = 0; i < 8; i++) client.send(frame);
  await sleep(FRAMES_MS);
  const used = process.cpuUsage(before);
  client.terminate();
  server.close();
  return Math.round(frames / Math.max(0.05, (used.user + used.system) / 1e6));
}
