// Measures how late the generator is on this machine, with as many actors as the run will have.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ShardHealth } from '../engines/control.ts';
import type { Engine } from '../engines/engine.ts';
import type { RehearsalPlan } from '../engines/rehearsal.ts';
import { message, saidBy, type Said } from '../language/language.ts';
import { Histogram } from '../model/core/histogram.ts';
import type { Workload } from '../model/population/workload.ts';
import { wallMicros } from '../system/clock.ts';
import { temporaryFolder } from '../system/temporary.ts';
import { echo } from './echo.ts';
import { killOnExit } from '../system/kill-on-exit.ts';

/**
 * Windows of a rehearsal. Their median counts, so that one hiccup of a shared machine does not
 * decide.
 */
const WINDOWS = 5;
/** Fewest exchanges per real second: a window needs some hundreds of them for its tail. */
const FEWEST_EXCHANGES = 500;
/** Timeouts for the start of an engine, and for opening all of its connections. Real ms */
const READY_MS = 60_000;
const CONNECT_MS = 20_000;
/** Extra time for each connection, for machines that are slow at it. Real ms */
const CONNECTION_MS = 5;
/** Timeout for closing all connections. Real ms */
const GOODBYE_MS = 3_000;

/** What is rehearsed: the engine, its connections, and their load. */
export interface Rehearsed {
  readonly engine: Engine;
  /** Required by the engine's interface; nobody of it is played. */
  readonly workload: Workload;
  readonly shards: number;
  /** Most clients connected at once. */
  readonly actors: number;
  /** Frames a real second, sent and received. */
  readonly frames: number;
  /**
   * Timeout for opening all connections, besides some extra time for each of them. Real ms; by
   * default 20 s
   */
  readonly connectMs?: number;
  /** Aborting it ends the measurement early. */
  readonly stop?: AbortSignal;
}

/** Result of a rehearsal. */
export interface Lateness {
  /** Median of the p99.9 of its windows, real µs; undefined when there is none. */
  readonly late: number | undefined;
  /** Why `late` cannot be trusted: something went wrong in the rehearsal. */
  readonly why?: Said;
}

/**
 * p99.9 of the delay of a timer plus one way to the server, with as many connections as the run has
 * at its peak, and at its pace. Never throws: `why` says what went wrong.
 */
export async function generatorLateness(options: Rehearsed): Promise<Lateness> {
  const folder = await temporaryFolder('look');
  try {
    const server = await echo('{"f":"ack","id":"v0/0","session":"s0","seq":1}');
    try {
      return await rehearse(options, server.url, folder.path);
    } finally {
      server.close();
    }
  } catch (error) {
    return { late: undefined, why: saidBy(error) };
  } finally {
    await folder.remove();
  }
}

async function rehearse(options: Rehearsed, url: string, folder: string): Promise<Lateness> {
  const { engine, workload, shards, actors, frames, connectMs = CONNECT_MS, stop } = options;
  const patience = connectMs + actors * CONNECTION_MS;
  const rehearsal: RehearsalPlan = { actors, exchanges: Math.max(FEWEST_EXCHANGES, frames / 2) };
  const windows = new Windows(shards, actors);
  const isStopped = (): boolean => stop?.aborted === true;
  const run = engine.launch({
    job: { workload, corpus: { lines: [], sets: {} }, agentTokens: {}, shards, url, rehearsal },
    ledger: join(folder, 'ledger.ndjson'),
    log: join(folder, 'engine.log'),
    longest: (READY_MS + patience) / 1000,
    hooks: { health: (shard, health) => windows.heard(shard, health), fault: (what) => windows.broke(what) },
  });
  const unguard = killOnExit(() => [run.pid]);
  try {
    const tooLate = sleep(READY_MS, false, { ref: false, ...(stop !== undefined && { signal: stop }) }).catch(
      () => false,
    );
    const isReady = await Promise.race([run.ready.then(() => true), tooLate]);
    if (isStopped()) return { late: undefined, why: message('spoilt.stopped') };
    if (!isReady) return { late: undefined, why: message('spoilt.notReady') };
    run.start(wallMicros(), 1);
    const end = performance.now() + patience;
    const isOver = (): boolean =>
      windows.areFull || windows.fault !== undefined || isStopped() || performance.now() > end;
    while (!isOver()) await sleep(20);
    run.finish();
    await Promise.race([run.done, sleep(GOODBYE_MS, undefined, { ref: false })]);
    const why = isStopped() ? message('spoilt.stopped') : windows.wrong(patience);
    return { late: windows.late, ...(why !== undefined && { why }) };
  } finally {
    await run.dispose();
    unguard();
  }
}

/** Reports of all shards, merged by their order, from the time when all connections are open. */
class Windows {
  /** What went wrong with the engine, or with connections that were there. */
  fault: Said | undefined;
  readonly #shards: number;
  readonly #actors: number;
  readonly #connected = new Map<number, number>();
  readonly #answers = new Map<number, number>();
  readonly #opening: Histogram[] = [];
  readonly #reports = new Map<number, Histogram[]>();

  constructor(shards: number, actors: number) {
    this.#shards = shards;
    this.#actors = actors;
  }

  heard(shard: number, { connected, framesIn, lateness }: ShardHealth): void {
    // Reports after the last window are about closing connections.
    if (this.areFull) return;
    const wereAll = this.#sum >= this.#actors;
    this.#connected.set(shard, connected);
    this.#answers.set(shard, framesIn);
    // The report with the last connection still covers the time of connecting.
    if (!wereAll) {
      this.#opening.push(Histogram.from(lateness));
      return;
    }
    const lost = this.#actors - this.#sum;
    if (lost > 0) return this.broke(message('look.lost', { n: lost, of: this.#actors }));
    const reports = this.#reports.get(shard) ?? [];
    this.#reports.set(shard, reports);
    if (reports.length < WINDOWS) reports.push(Histogram.from(lateness));
  }

  broke(what: Said): void {
    this.fault ??= what;
  }

  get areFull(): boolean {
    return this.#reports.size === this.#shards && [...this.#reports.values()].every((r) => r.length === WINDOWS);
  }

  /**
   * Why these windows say nothing about the run; undefined when they do.
   * @param patience their timeout, real ms
   */
  wrong(patience: number): Said | undefined {
    if (this.fault !== undefined) return this.fault;
    const [n, of, seconds] = [this.#sum, this.#actors, Math.ceil(patience / 1000)];
    if (n < of) return message('look.unconnected', { n, of, seconds });
    const answers = [...this.#answers.values()].reduce((sum, one) => sum + one, 0);
    return answers === 0 || this.late === undefined ? message('look.silent', { seconds }) : undefined;
  }

  /** Median of the p99.9 of all windows, or of those while connecting if there are no others. µs */
  get late(): number | undefined {
    const windows = Array.from({ length: WINDOWS }, (_, i) => {
      const window = new Histogram();
      for (const reports of this.#reports.values()) window.merge(reports[i] ?? new Histogram());
      return window;
    });
    const measured = windows.some(({ n }) => n > 0) ? windows : this.#opening;
    const late = measured.filter(({ n }) => n > 0).map((window) => window.quantile(0.999));
    return late.sort((a, b) => a - b)[Math.floor(late.length / 2)];
  }

  get #sum(): number {
    let sum = 0;
    for (const n of this.#connected.values()) sum += n;
    return sum;
  }
}
