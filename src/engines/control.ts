// What conductor and shards say to each other, over a worker port or a control socket.
import type { Histogram } from '../model/core/histogram.ts';

export type ToShard =
  /** Model zero (unix µs) and speed; the shard starts to play at once, its first alarms lie in the future. */
  | { readonly c: 'start'; readonly epoch: number; readonly speed: number }
  | { readonly c: 'rest' }
  | { readonly c: 'fence' }
  | { readonly c: 'finish' };

export type FromShard =
  | { readonly c: 'ready'; readonly shard: number }
  | ({ readonly c: 'health'; readonly shard: number } & ShardHealth)
  | { readonly c: 'done'; readonly shard: number; readonly rows: number }
  | { readonly c: 'fault'; readonly shard: number; readonly text: string };

/** The generator about itself, several times a second. Times in real µs. */
export interface ShardHealth {
  /** Lateness of alarms since the last message. */
  readonly lateness: ReturnType<Histogram['toJSON']>;
  /** How late the shard's own steady tick was: a stopped or starved process shows here even without alarms. */
  readonly lag: number;
  readonly actors: number;
  readonly connected: number;
  readonly unsettled: number;
  readonly framesOut: number;
  readonly framesIn: number;
  readonly badFrames: number;
  /** Nobody of this shard will do anything by themselves any more. */
  readonly atRest: boolean;
  readonly phase: 'playing' | 'resting' | 'fencing';
}
