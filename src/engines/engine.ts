// The interface of an engine: it plays the actors of a job, and the conductor controls it.
import type { Said } from '../language/language.ts';
import type { Workload } from '../model/population/workload.ts';
import type { ShardHealth } from './control.ts';
import type { RehearsalPlan } from './rehearsal.ts';

/**
 * Everything a shard needs to know besides epoch and speed. k6 gets it as a file, workers directly.
 */
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
  /** Without visitors and agents: only measure how late the generator is. */
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
  /** Log file of the engine. */
  readonly log: string;
  /** Upper limit for the whole run, seconds of real time. k6 stops a run that takes longer. */
  readonly longest: number;
  readonly hooks: EngineHooks;
}

/** A running engine. */
export interface EngineRun {
  /** Settles when all shards are ready to start. Rejects when the engine cannot. */
  readonly ready: Promise<void>;
  /**
   * Settles when all shards have reported `done` and their rows are on disk, or when the engine is
   * gone; never rejects.
   */
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
  /** The best number of shards for this engine on this machine. */
  shards(visitors: number): number;
  launch(options: EngineOptions): EngineRun;
}
