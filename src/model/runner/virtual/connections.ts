// The virtual network: all connections by their number, and what travels on them, in the order in which it was sent.
import type { Micros } from '../../core/time.ts';
import type { Conn } from '../../ports/runtime.ts';
import type { ClientFrame, ServerFrame } from '../../protocol/frames.ts';
import type { Delay } from './network.ts';
import { Packets, type Receiver } from './packets.ts';
import { movePipe, newPipe, type Pipe } from './pipe.ts';

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
const HANDSHAKE = 4;

/** Carries packets. None overtakes another one that goes the same way on the same connection. */
export class Connections {
  readonly #delay: Delay;
  readonly #now: () => Micros;
  readonly #packets: Packets<Pipe | undefined, Cargo>;
  readonly #pipes = new Map<Conn, Pipe>();
  #slowest: Micros = 0;

  /** @param now model time, which stands still while something is sent or arrives */
  constructor(delay: Delay, now: () => Micros, receiver: Receiver<Pipe | undefined, Cargo>) {
    this.#delay = delay;
    this.#now = now;
    this.#packets = new Packets(receiver);
  }

  /** The longest that a packet has taken so far, one way: what is on its way now has arrived by then. µs */
  get slowest(): Micros {
    return this.#slowest;
  }

  /** When the next packet arrives; Infinity when nothing is on its way. */
  next(): Micros {
    return this.#packets.next();
  }

  /** Lets everything arrive that is due by `now`. @returns how many packets */
  run(now: Micros): number {
    return this.#packets.run(now);
  }

  /** Begins a handshake, with a server that is up or is not. */
  open(conn: Conn, actor: string, isServerUp: boolean): void {
    const pipe = newPipe(conn, actor, this.#now(), this.#delay.base(actor));
    this.#pipes.set(conn, pipe);
    this.at(this.#now() + HANDSHAKE * this.#takes(pipe), isServerUp ? OPENED : FAILED, pipe, undefined);
  }

  /** Those that are not over for their client. */
  get pipes(): Iterable<Pipe> {
    return this.#pipes.values();
  }

  get(conn: Conn): Pipe | undefined {
    return this.#pipes.get(conn);
  }

  /** The client has been told of its end. */
  forget(pipe: Pipe): void {
    this.#pipes.delete(pipe.conn);
  }

  /** Something that needs no network arrives at the moment `t`. */
  at(t: Micros, kind: number, pipe: Pipe | undefined, cargo: Cargo): void {
    this.#packets.send(t, kind, pipe, cargo);
  }

  /** To the server. */
  up(pipe: Pipe, kind: number, cargo: Cargo): void {
    pipe.lastUp = Math.max(pipe.lastUp, this.#now() + this.#takes(pipe));
    this.#packets.send(pipe.lastUp, kind, pipe, cargo);
  }

  /** To the client, who hears nothing after the server's last word. */
  down(pipe: Pipe, kind: number, cargo: Cargo): void {
    if (pipe.state === 'ending' || pipe.state === 'over') return;
    if (kind === CLOSE_DOWN) movePipe(pipe, 'close_sent');
    pipe.lastDown = Math.max(pipe.lastDown, this.#now() + this.#takes(pipe));
    this.#packets.send(pipe.lastDown, kind, pipe, cargo);
  }

  #takes(pipe: Pipe): Micros {
    const { jitter } = this.#delay;
    const takes = jitter === undefined ? pipe.latency : pipe.latency + jitter(pipe.actor, this.#now());
    if (takes > this.#slowest) this.#slowest = takes;
    return takes;
  }
}
