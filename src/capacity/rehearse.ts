// How late the generator is on this machine, with as many actors as the run will have: measured for some seconds, or why it could not be.
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

/** Windows of a rehearsal; the median of them counts, so that one hiccup of a shared machine does not decide. */
const WINDOWS = 5;
/** Fewest exchanges a real second: a window needs some hundreds of them for its tail. */
const FEWEST_EXCHANGES = 500;
/** Longest until an engine plays, and until all of its connections are open. Real ms */
const READY_MS = 60_000;
const CONNECT_MS = 20_000;
/** More of that for each connection, on a machine that is slow at it. */
const CONNECTION_MS = 5;
/** Longest until it has hung up. Real ms */
const GOODBYE_MS = 3_000;

/** What is rehearsed: with whom and how busily. */
export interface Rehearsed {
  readonly engine: Engine;
  /** Sent along, since an engine asks for one; nobody of it comes. */
  readonly workload: Workload;
  readonly shards: number;
  /** Most clients connected at once. */
  readonly actors: number;
  /** Frames a real second, sent and received. */
  readonly frames: number;
  /** Longest until all connections are open, besides some more for each of them. Real ms; by default 20 s */
  readonly connectMs?: number;
  /** Aborting it ends the look early. */
  readonly stop?: AbortSignal;
}

/** What a rehearsal came to. */
export interface Lateness {
  /** The middle of the p99.9 of its windows, real µs; undefined when there is none. */
  readonly late: number | undefined;
  /** Why that cannot be trusted: the rehearsal did not go as it should. */
  readonly why?: Said;
}

/**
 * p99.9 of how late an alarm of the generator is together with one way to the server, with as many connections as the run has
 * at its busiest and at its pace. Never throws: what went wrong is said.
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

/** Reports of shards, put together by their order from when all connections are open. */
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
    // What is told after the last window is of hanging up.
    if (this.areFull) return;
    const wereAll = this.#sum >= this.#actors;
    this.#connected.set(shard, connected);
    this.#answers.set(shard, framesIn);
    // The report in which the last one connects still tells of how they did.
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

  /** Why these windows say nothing of the run; undefined when they do. @param patience how long they had, real ms */
  wrong(patience: number): Said | undefined {
    if (this.fault !== undefined) return this.fault;
    const [n, of, seconds] = [this.#sum, this.#actors, Math.ceil(patience / 1000)];
    if (n < of) return message('look.unconnected', { n, of, seconds });
    const answers = [...this.#answers.values()].reduce((sum, one) => sum + one, 0);
    return answers === 0 || this.late === undefined ? message('look.silent', { seconds }) : undefined;
  }

  /** The middle of the p99.9 of all windows; of those while connecting, where there are no others. µs */
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
