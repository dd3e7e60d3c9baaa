// The virtual network: all connections by number, and what travels on them, in sending order.
import type { Micros } from '../../core/time.ts';
import type { Conn } from '../../ports/runtime.ts';
import type { ClientFrame, ServerFrame } from '../../protocol/frames.ts';
import type { Delay } from './network.ts';
import { Packets, type Receiver } from './packets.ts';
import { movePipe, newPipe, type Pipe } from './pipe.ts';

/** Kinds of arrivals, and what each of them carries. */
export const OPENED = 0;
export const FAILED = 1;
export const FRAME_UP = 2;
export const FRAME_DOWN = 3;
/** A client's close; carries the code. */
export const CLOSE_UP = 4;
/**
 * The end of a connection as its client learns it; carries the code, or undefined after a reset.
 */
export const CLOSE_DOWN = 5;
/** A check of a transport that has stopped answering; carries the turn. */
export const CHECK = 6;
/** The disk is done with a commit; carries the life of the server that it belongs to. */
export const COMMITTED = 7;
export type Cargo = ClientFrame | ServerFrame | number | undefined;

/** A connection is open for its client after the TCP handshake and the upgrade: two round trips. */
const HANDSHAKE = 4;

/** Carries packets. None overtakes another one in the same direction on the same connection. */
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

  /** The longest one-way time of a packet so far: what is in flight now arrives within it. µs */
  get slowest(): Micros {
    return this.#slowest;
  }

  /** When the next packet arrives; Infinity if none is in flight. */
  next(): Micros {
    return this.#packets.next();
  }

  /** Delivers everything due by `now`. @returns how many packets */
  run(now: Micros): number {
    return this.#packets.run(now);
  }

  /** Begins a handshake, with a server that is up or down. */
  open(conn: Conn, actor: string, isServerUp: boolean): void {
    const pipe = newPipe(conn, actor, this.#now(), this.#delay.base(actor));
    this.#pipes.set(conn, pipe);
    this.at(this.#now() + HANDSHAKE * this.#takes(pipe), isServerUp ? OPENED : FAILED, pipe, undefined);
  }

  /** Connections whose end the client does not know of yet. */
  get pipes(): Iterable<Pipe> {
    return this.#pipes.values();
  }

  get(conn: Conn): Pipe | undefined {
    return this.#pipes.get(conn);
  }

  /** The client knows of its end. */
  forget(pipe: Pipe): void {
    this.#pipes.delete(pipe.conn);
  }

  /** Something that needs no network arrives at `t`. */
  at(t: Micros, kind: number, pipe: Pipe | undefined, cargo: Cargo): void {
    this.#packets.send(t, kind, pipe, cargo);
  }

  /** Sends to the server. */
  up(pipe: Pipe, kind: number, cargo: Cargo): void {
    pipe.lastUp = Math.max(pipe.lastUp, this.#now() + this.#takes(pipe));
    this.#packets.send(pipe.lastUp, kind, pipe, cargo);
  }

  /** Sends to the client, who hears nothing after the server's close. */
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
