// How a client checks its connection, for a runtime that computes heartbeats.
import type { Micros } from '../core/time.ts';

/** The client's half of the heartbeats, as a runtime without sockets needs it to compute them. */
export interface Liveness {
  readonly heard: Micros;
  /** When the client checks next. */
  readonly due: Micros;
  /** Stops checking by itself until {@link play}. */
  rest(): void;
  play(heard: Micros, due: Micros, asked: boolean): void;
}
