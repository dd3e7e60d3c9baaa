// The port of an engine: what plays the actors of a job, and how the conductor steers it.
import type { Said } from '../language/language.ts';
import type { Workload } from '../model/population/workload.ts';
import type { ShardHealth } from './control.ts';
import type { RehearsalPlan } from './rehearsal.ts';

/** Everything a shard needs to know besides epoch and speed. Written to a file for k6, handed over as it is to workers. */
export interface Job {
  readonly workload: Workload;
  readonly corpus: {
    readonly lines: readonly string[];
    readonly sets: Readonly<Record<string, readonly [number, number]>>;
  };
  readonly agentTokens: Readonly<Record<string, string>>;
  readonly shards: number;
  /** WebSocket address of the target. */
  readonly url: string;
  /** Instead of people: only look at how late the generator is. */
  readonly rehearsal?: RehearsalPlan;
}

export interface EngineHooks {
  health(shard: number, health: ShardHealth): void;
  /** Something went wrong inside the engine; the run goes on and will be judged invalid. */
  fault(what: Said): void;
}

export interface EngineOptions {
  readonly job: Job;
  /** Ledger file that rows are appended to. */
  readonly ledger: string;
  /** File for what the engine itself has to say. */
  readonly log: string;
  /** Longest the whole run may take, seconds of real time; a last resort for k6's own limits. */
  readonly longest: number;
  readonly hooks: EngineHooks;
}

/** An engine under way. */
export interface EngineRun {
  /** Settles when all shards are ready to start. Rejects when the engine cannot. */
  readonly ready: Promise<void>;
  /** Settles when all shards have said done and that many rows are on disk, or when the engine is gone; never rejects. */
  readonly done: Promise<{ readonly rows: number; readonly whole: boolean }>;
  /** Process id of the generator, when it has one of its own. */
  readonly pid?: number;
  start(epoch: number, speed: number): void;
  rest(): void;
  fence(): void;
  finish(): void;
  /** Ends whatever is left, by process id. */
  dispose(): Promise<void>;
}

export interface Engine {
  readonly name: 'node' | 'k6';
  /** How many shards this engine plays best with on this machine. */
  shards(visitors: number): number;
  launch(options: EngineOptions): EngineRun;
}
