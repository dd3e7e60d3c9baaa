// Messages between conductor and shards, over a worker port or a control socket.
import type { Histogram } from '../model/core/histogram.ts';

export type ToShard =
  /**
   * Model zero (unix µs) and speed. The shard starts at once; its first timers lie in the future.
   */
  | { readonly c: 'start'; readonly epoch: number; readonly speed: number }
  | { readonly c: 'rest' }
  | { readonly c: 'fence' }
  | { readonly c: 'finish' };

export type FromShard =
  | { readonly c: 'ready'; readonly shard: number }
  | ({ readonly c: 'health'; readonly shard: number } & ShardHealth)
  | { readonly c: 'done'; readonly shard: number; readonly rows: number }
  | { readonly c: 'fault'; readonly shard: number; readonly text: string };

/** What a shard reports about itself, several times a second. Times in real µs. */
export interface ShardHealth {
  /** Lateness of timers since the last message. */
  readonly lateness: ReturnType<Histogram['toJSON']>;
  /**
   * How late the shard's periodic tick was. It shows a stopped or starved process even without
   * timers.
   */
  readonly lag: number;
  readonly actors: number;
  readonly connected: number;
  readonly unsettled: number;
  readonly framesOut: number;
  readonly framesIn: number;
  readonly badFrames: number;
  /** No actor of this shard will act on its own any more. */
  readonly atRest: boolean;
  readonly phase: 'playing' | 'resting' | 'fencing';
}
