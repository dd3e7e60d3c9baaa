// One shard over real sockets: maps wall time to model time, feeds the runner, batches rows and answers the conductor. Runs in Node and in k6.
import type { Lines } from '../model/actors/settings.ts';
import { Histogram } from '../model/core/histogram.ts';
import type { Micros } from '../model/core/time.ts';
import type { Conn, Runtime } from '../model/ports/runtime.ts';
import { serverFrameFault, type ClientFrame, type ServerFrame } from '../model/protocol/frames.ts';
import type { RowSink } from '../model/rows/recorder.ts';
import type { Workload } from '../model/population/workload.ts';
import { Runner } from '../model/runner/runner.ts';
import type { FromShard, ToShard } from './control.ts';

/** What a socket implementation reports; each connection ends with exactly one `closed` or `failed`. */
export interface SocketEvents {
  opened(): void;
  text(data: string): void;
  closed(code?: number): void;
  failed(): void;
}

/** What a platform (Node, k6) lends to a shard. */
export interface Machine {
  /** Unix time in µs, monotonic, as fine as there is. */
  wall(): number;
  /** One-shot timer, ms. */
  timer(ms: number, act: () => void): number;
  clear(timer: number): void;
  open(conn: Conn, events: SocketEvents): void;
  send(conn: Conn, text: string): void;
  close(conn: Conn, code: number): void;
  transport(conn: Conn, answers: boolean): void;
  /** Writes whole lines to the ledger. */
  write(lines: string): void;
  tell(message: FromShard): void;
}

export interface ShardOptions {
  readonly machine: Machine;
  readonly workload: Workload;
  readonly lines: Lines;
  readonly agentTokens: Readonly<Record<string, string>>;
  readonly shard: number;
  readonly shards: number;
}

/** Rows are flushed at least this often, ms. A killed generator loses no more than this. */
const TICK = 100;
/** Flush earlier when this many characters wait. */
const BATCH = 48_000;

/**
 * The real-time runtime of one shard.
 *
 * | phase    | start   | rest    | fence   | finish |
 * |----------|---------|---------|---------|--------|
 * | waiting  | playing | –       | –       | done   |
 * | playing  | –       | resting | –       | done   |
 * | resting  | –       | –       | fencing | done   |
 * | fencing  | –       | –       | fencing | done   |
 */
export class Shard implements Runtime {
  readonly record: RowSink;
  readonly #o: ShardOptions;
  readonly #m: Machine;
  readonly #runner: Runner;
  #phase: 'waiting' | 'playing' | 'resting' | 'fencing' | 'done' = 'waiting';
  #epoch = 0;
  #speed = 1;
  #now: Micros = 0;
  #alarm: Micros = Infinity;
  #timer = -1;
  #batch = '';
  #badFrames = 0;
  #tickDue = 0;
  #ticks = 0;
  #lag = 0;

  constructor(options: ShardOptions) {
    this.#o = options;
    this.#m = options.machine;
    this.record = (row) => {
      this.#batch += `${JSON.stringify(row)}\n`;
      if (this.#batch.length > BATCH) this.#flush();
    };
    const { workload, lines, agentTokens, shard, shards } = options;
    this.#runner = new Runner({ workload, lines, agentTokens, shard, shards, runtime: this });
  }

  ready(): void {
    this.#m.tell({ c: 'ready', shard: this.#o.shard });
  }

  command(message: ToShard): void {
    if (this.#phase === 'done') return;
    if (message.c === 'start') {
      this.#epoch = message.epoch;
      this.#speed = message.speed;
      this.#phase = 'playing';
      this.#tickDue = this.#m.wall();
      this.#tick();
    }
    this.#guard(() => {
      if (message.c === 'start') this.#runner.start();
      else if (message.c === 'rest') this.#enter('resting', () => this.#runner.rest());
      else if (message.c === 'fence') this.#enter('fencing', () => this.#runner.fence());
      else this.#finish();
    });
  }

  /** The conductor is gone: hang up and say no more. */
  orphaned(): void {
    if (this.#phase !== 'done') this.#guard(() => this.#finish());
  }

  now(): Micros {
    return this.#now;
  }

  wakeAt(t: Micros): void {
    this.#alarm = t;
    this.#m.clear(this.#timer);
    // Rounded up: a timer that fires early would only have to be set again.
    const ms = Math.max(0, Math.ceil((t - this.#read()) / this.#speed / 1000));
    this.#timer = this.#m.timer(Math.min(ms, 2_000_000_000), () => this.#guard(() => this.#ring()));
  }

  open(conn: Conn): void {
    this.#m.open(conn, {
      opened: () => this.#guard(() => this.#runner.opened(conn)),
      text: (data) => this.#guard(() => this.#text(conn, data)),
      closed: (code) => this.#guard(() => this.#runner.closed(conn, code)),
      failed: () => this.#guard(() => this.#runner.failed(conn)),
    });
  }

  send(conn: Conn, frame: ClientFrame): void {
    this.#m.send(conn, JSON.stringify(frame));
  }

  close(conn: Conn, code: number): void {
    this.#m.close(conn, code);
  }

  transport(conn: Conn, answers: boolean): void {
    this.#m.transport(conn, answers);
  }

  #enter(phase: 'resting' | 'fencing', act: () => void): void {
    this.#phase = phase;
    act();
  }

  #finish(): void {
    const rows = this.#runner.finish();
    this.#phase = 'done';
    this.#m.clear(this.#timer);
    this.#flush();
    this.#m.tell({ c: 'done', shard: this.#o.shard, rows });
  }

  #ring(): void {
    if (this.#now < this.#alarm) this.wakeAt(this.#alarm);
    else {
      this.#alarm = Infinity;
      this.#runner.wake();
    }
  }

  #text(conn: Conn, data: string): void {
    let frame: unknown;
    try {
      frame = JSON.parse(data);
    } catch {
      frame = undefined;
    }
    if (serverFrameFault(frame) === undefined) this.#runner.message(conn, frame as ServerFrame);
    else this.#badFrames += 1;
  }

  /** Every callback comes through here: one reading of the clock, and no exception reaches the platform. */
  #guard(act: () => void): void {
    if (this.#phase === 'done') return;
    this.#now = this.#read();
    try {
      act();
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.#m.tell({ c: 'fault', shard: this.#o.shard, text });
    }
  }

  #read(): Micros {
    return Math.max(this.#now, Math.floor((this.#m.wall() - this.#epoch) * this.#speed));
  }

  #flush(): void {
    if (this.#batch === '') return;
    const lines = this.#batch;
    this.#batch = '';
    this.#m.write(lines);
  }

  #tick(): void {
    if (this.#phase === 'done') return;
    const wall = this.#m.wall();
    this.#lag = Math.max(this.#lag, wall - this.#tickDue);
    this.#ticks += 1;
    this.#flush();
    if (this.#ticks % 3 === 0) this.#report();
    this.#tickDue = wall + TICK * 1000;
    this.#m.timer(TICK, () => this.#tick());
  }

  #report(): void {
    if (this.#phase === 'waiting' || this.#phase === 'done') return;
    const { lateness, ...rest } = this.#runner.health();
    const real = new Histogram();
    for (const [low, count] of lateness.lows()) real.add(Math.round(low / this.#speed), count);
    real.max = Math.round(lateness.max / this.#speed);
    this.#m.tell({
      c: 'health',
      shard: this.#o.shard,
      lateness: real.toJSON(),
      lag: Math.round(this.#lag),
      badFrames: this.#badFrames,
      phase: this.#phase,
      ...rest,
    });
    this.#lag = 0;
  }
}
