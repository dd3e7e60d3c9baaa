// One shard of a run over sockets: a runner that the conductor controls. Runs in Node and in k6.
import type { Lines } from '../model/actors/settings.ts';
import { Histogram } from '../model/core/histogram.ts';
import type { Workload } from '../model/population/workload.ts';
import type { RuntimeEvents } from '../model/ports/runtime.ts';
import { Runner, type Health } from '../model/runner/runner.ts';
import type { FromShard, ToShard } from './control.ts';
import { Rehearsal, type RehearsalPlan } from './rehearsal.ts';
import { SocketRuntime, type Machine } from './socket-runtime.ts';

export interface ShardOptions {
  readonly machine: Machine;
  readonly tell: (message: FromShard) => void;
  readonly workload: Workload;
  readonly lines: Lines;
  readonly agentTokens: Readonly<Record<string, string>>;
  readonly shard: number;
  readonly shards: number;
  /** Without visitors and agents: only measure how late the generator is. */
  readonly rehearsal?: RehearsalPlan;
}

/** What a shard plays: a part of the actors, or a rehearsal. */
interface Player extends RuntimeEvents {
  start(latenessStep: number): void;
  rest(): void;
  fence(): void;
  finish(): number;
  health(): Health;
}

/** Lateness is counted in steps of this much real time, µs. */
const LATENESS_STEP = 50;
/** Rows are flushed this often, ms. A killed generator loses no more than this. */
const TICK = 100;
/** Ticks between two reports of health while playing; during a drain the conductor waits for each. */
const REPORT_EVERY = 10;
/** The same for a rehearsal, which is short. */
const REHEARSAL_EVERY = 4;

/*
 * | phase    | start   | rest    | fence   | finish |
 * |----------|---------|---------|---------|--------|
 * | waiting  | playing | –       | –       | done   |
 * | playing  | –       | resting | –       | done   |
 * | resting  | –       | –       | fencing | done   |
 * | fencing  | –       | –       | fencing | done   |
 */
type Phase = 'waiting' | 'playing' | 'resting' | 'fencing' | 'done';

export class Shard {
  readonly #o: ShardOptions;
  readonly #runtime: SocketRuntime;
  readonly #runner: Player;
  #phase: Phase = 'waiting';
  #tickDue = 0;
  #ticks = 0;
  #lag = 0;

  constructor(options: ShardOptions) {
    const { machine, tell, workload, lines, agentTokens, shard, shards, rehearsal } = options;
    const runtime = new SocketRuntime(machine, (text) => tell({ c: 'fault', shard, text }));
    this.#o = options;
    this.#runtime = runtime;
    this.#runner =
      rehearsal === undefined
        ? new Runner({ workload, lines, agentTokens, shard, shards, runtime })
        : new Rehearsal({ ...rehearsal, shard, shards, runtime });
    runtime.attach(this.#runner);
  }

  ready(): void {
    this.#o.tell({ c: 'ready', shard: this.#o.shard });
  }

  command(message: ToShard): void {
    if (message.c === 'start' && this.#phase === 'waiting') this.#start(message.epoch, message.speed);
    else if (message.c === 'rest' && this.#phase === 'playing') this.#enter('resting', () => this.#runner.rest());
    else if (message.c === 'fence') this.#enter('fencing', () => this.#runner.fence());
    else if (message.c === 'finish') this.#finish();
  }

  /** The conductor is gone: closes all connections and sends nothing more. */
  orphaned(): void {
    this.#finish();
  }

  #start(epoch: number, speed: number): void {
    this.#phase = 'playing';
    this.#runtime.begin(epoch, speed);
    this.#tickDue = this.#o.machine.wall();
    this.#tick();
    this.#runtime.guard(() => this.#runner.start(LATENESS_STEP * speed));
  }

  #enter(phase: Phase, act: () => void): void {
    if (this.#phase === 'done' || this.#phase === 'waiting') return;
    this.#phase = phase;
    this.#runtime.guard(act);
  }

  #finish(): void {
    if (this.#phase === 'done') return;
    this.#phase = 'done';
    let rows = 0;
    this.#runtime.guard(() => {
      rows = this.#runner.finish();
    });
    this.#runtime.end();
    this.#o.tell({ c: 'done', shard: this.#o.shard, rows });
  }

  #tick(): void {
    if (this.#phase === 'done') return;
    const wall = this.#o.machine.wall();
    const early = this.#tickDue - wall;
    if (early > 0) {
      this.#o.machine.timer(Math.ceil(early / 1000), () => this.#tick());
      return;
    }
    this.#lag = Math.max(this.#lag, wall - this.#tickDue);
    this.#ticks += 1;
    this.#runtime.flush();
    const every = this.#o.rehearsal === undefined ? REPORT_EVERY : REHEARSAL_EVERY;
    if (this.#phase !== 'playing' || this.#ticks % every === 0) this.#report();
    this.#tickDue = wall + TICK * 1000;
    this.#o.machine.timer(TICK, () => this.#tick());
  }

  #report(): void {
    const phase = this.#phase;
    if (phase === 'waiting' || phase === 'done') return;
    const { lateness, ...rest } = this.#runner.health();
    const { badFrames, sent: framesOut } = this.#runtime;
    const real = new Histogram();
    for (const [low, count] of lateness.lows()) real.add(low * LATENESS_STEP, count);
    real.max = lateness.max * LATENESS_STEP;
    const lag = Math.round(this.#lag);
    this.#lag = 0;
    this.#o.tell({
      c: 'health',
      shard: this.#o.shard,
      lateness: real.toJSON(),
      lag,
      badFrames,
      framesOut,
      phase,
      ...rest,
    });
  }
}
