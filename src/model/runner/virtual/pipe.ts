// One connection of the virtual network, and the kinds of what travels on it.
import type { Micros } from '../../core/time.ts';
import type { Conn } from '../../ports/runtime.ts';
import type { ClientFrame, ServerFrame } from '../../protocol/frames.ts';
import type { Pulse } from './pulse.ts';

/** Kinds of what arrives, and what it carries. */
export const OPENED = 0;
export const FAILED = 1;
export const FRAME_UP = 2;
export const FRAME_DOWN = 3;
/** A client's close; carries the code. */
export const CLOSE_UP = 4;
/** The end of a connection, as the client is told; carries the code, or undefined after a reset. */
export const CLOSE_DOWN = 5;
/** A look at a transport that has stopped answering; carries the turn. */
export const CHECK = 6;
/** The disk is done with a commit; carries the life of the server that it belongs to. */
export const COMMITTED = 7;
export type Cargo = ClientFrame | ServerFrame | number | undefined;

/** A connection is open for its client after the TCP handshake and the upgrade: two round trips. */
export const HANDSHAKE = 4;

export interface Pipe {
  readonly conn: Conn;
  readonly actor: string;
  readonly since: Micros;
  readonly latency: Micros;
  /** Arrival of the last packet each way: none overtakes it. */
  lastUp: Micros;
  lastDown: Micros;
  /** The client knows that it is open. */
  open: boolean;
  /** The client knows that it is over. */
  over: boolean;
  /** The server's end is up. */
  server: boolean;
  /** The client's last word on it is on its way: nothing follows. */
  ended: boolean;
  answers: boolean;
  /** How often the transport has changed between answering and not: a check belongs to one silence. */
  turns: number;
  /** Closed by the client before it was open: with this code, as soon as it is. */
  unwanted?: number;
  /** Works the heartbeats out; absent while they have to be played. */
  pulse?: Pulse;
}

export const newPipe = (conn: Conn, actor: string, since: Micros, latency: Micros): Pipe => ({
  conn,
  actor,
  since,
  latency,
  lastUp: 0,
  lastDown: 0,
  open: false,
  over: false,
  server: true,
  ended: false,
  answers: true,
  turns: 0,
});
