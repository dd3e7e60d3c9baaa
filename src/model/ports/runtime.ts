// What a runtime must offer to actors: a clock, one timer, connections and a place for rows.
// Virtual time, Node and k6 each provide one.
import type { Micros } from '../core/time.ts';
import type { Liveness } from './liveness.ts';
import type { RowWriter } from '../rows/recorder.ts';
import type { ClientFrame, ServerFrame } from '../protocol/frames.ts';

/** A connection's number, assigned by the runner and never used twice. */
export type Conn = number;

export interface Runtime {
  /** Model time of the current callback; read once per callback, it does not move inside one. */
  now(): Micros;
  /** Requests `wake` at or after t. There is one timer: a later call replaces the earlier one. */
  wakeAt(t: Micros): void;
  /** Opens a connection for an actor; answers with `opened` or `failed`. */
  open(conn: Conn, actor: string): void;
  /** Hands a frame to an open connection. Frames on a connection keep their order. */
  send(conn: Conn, frame: ClientFrame): void;
  /**
   * Closes a connection with a code (1000, 1001 or 4000–4999); `closed` follows unless the run is
   * over. A connection that is still opening is closed as soon as it is open, without `opened`. If
   * it does not open, `failed` follows.
   */
  close(conn: Conn, code: number): void;
  /** Whether the transport below the client still answers PINGs. k6 cannot stop answering: there it does nothing. */
  transport(conn: Conn, answers: boolean): void;
  readonly record: RowWriter;
  /**
   * Device or path of this connection's client is about to change, so that heartbeats must be
   * played.
   */
  unsteady?(conn: Conn): void;
}

/** What a runtime tells the runner. */
export interface RuntimeEvents {
  opened(conn: Conn): void;
  message(conn: Conn, frame: ServerFrame): void;
  /** `code` is absent after a reset or when the runtime cannot tell. */
  closed(conn: Conn, code?: number): void;
  failed(conn: Conn): void;
  wake(): void;
  /**
   * The liveness of the client on this connection, while its device is in front, its path is up,
   * and no answer is outstanding.
   */
  liveness?(conn: Conn): Liveness | undefined;
}
