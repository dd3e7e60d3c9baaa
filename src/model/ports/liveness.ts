// How a client watches over its connection, for a runtime that works heartbeats out instead of playing them.
import type { Micros } from '../core/time.ts';

/** The client's half of a heartbeat: what a runtime without sockets needs to work heartbeats out instead of playing them. */
export interface Liveness {
  readonly heard: Micros;
  /** When the client looks next. */
  readonly due: Micros;
  /** Looks no more by itself until {@link play}. */
  rest(): void;
  play(heard: Micros, due: Micros, asked: boolean): void;
}
