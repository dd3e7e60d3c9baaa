// The heartbeats of one undisturbed connection, computed on demand instead of played one by one.
import type { Micros } from '../../core/time.ts';

/**
 * The client's half: when it last heard the server, when its timer fires, and whether it has asked
 * since.
 */
export interface ClientBeat {
  heard: Micros;
  due: Micros;
  asked: boolean;
}

/**
 * The server's half: when it last heard the client, when it checks again, and how often it has
 * asked since.
 */
export interface ServerBeat {
  heard: Micros;
  wake: Micros;
  asked: number;
}

/** A heartbeat that is in flight. */
export interface Beat {
  readonly to: 'client' | 'server';
  readonly f: 'ask' | 'alive';
  readonly at: Micros;
}

export interface PulseOptions {
  /** One-way delay of every packet. µs */
  readonly latency: Micros;
  readonly client: { readonly every: Micros; readonly limit: Micros };
  /** null: the server never asks. */
  readonly server: { readonly every: Micros; readonly limit: Micros } | null;
}

/**
 * Both halves do here what `ReferenceClient` and `Desk` do with timers and frames. This is all that
 * heartbeats do while every ask is answered in time. Therefore a pulse exists only while device and
 * path work.
 */
export class Pulse {
  readonly #o: PulseOptions;
  readonly client: ClientBeat;
  readonly server: ServerBeat;
  /**
   * When each arrives, Infinity for none: the client's ask and its answer, the server's ask and its
   * answer.
   */
  #clientAsk: Micros = Infinity;
  #serverAlive: Micros = Infinity;
  #serverAsk: Micros = Infinity;
  #clientAlive: Micros = Infinity;

  constructor(options: PulseOptions, client: ClientBeat, server: ServerBeat) {
    this.#o = options;
    this.client = client;
    this.server = server;
  }

  /** Whether every ask can be answered before the limit. If not, heartbeats must be played. */
  static fits({ latency, client, server }: PulseOptions): boolean {
    const fits = (clock: { every: Micros; limit: Micros }): boolean => 2 * latency < clock.limit - clock.every;
    return fits(client) && (server === null || fits(server));
  }

  /**
   * Advances both halves to `t`. Packets that arrive at `t` count; timers that fire at `t` count
   * only with `toItsEnd`.
   */
  advance(t: Micros, toItsEnd = false): void {
    for (;;) {
      const packet = Math.min(this.#clientAsk, this.#serverAlive, this.#serverAsk, this.#clientAlive);
      const timer = Math.min(this.client.due, this.server.wake);
      if (packet <= t && packet <= timer) this.#arrive(packet);
      else if (timer < t || (toItsEnd && timer === t)) this.#ring(timer);
      else return;
    }
  }

  /** A frame has arrived at the client. */
  clientHears(t: Micros): void {
    this.client.heard = t;
    this.client.asked = false;
  }

  /** A frame has arrived at the server, which first carries out what is due. */
  serverHears(t: Micros): void {
    if (this.server.wake === t) this.#serverLooks(t);
    this.server.heard = t;
    this.server.asked = 0;
  }

  /** Heartbeats in flight: they arrive as frames once heartbeats are played again. */
  beats(): Beat[] {
    const all: Beat[] = [
      { to: 'server', f: 'ask', at: this.#clientAsk },
      { to: 'client', f: 'alive', at: this.#serverAlive },
      { to: 'client', f: 'ask', at: this.#serverAsk },
      { to: 'server', f: 'alive', at: this.#clientAlive },
    ];
    return all.filter(({ at }) => at < Infinity).sort((a, b) => a.at - b.at);
  }

  #arrive(t: Micros): void {
    const { latency } = this.#o;
    if (t === this.#clientAsk) {
      this.#clientAsk = Infinity;
      this.serverHears(t);
      this.#serverAlive = t + latency;
    } else if (t === this.#serverAsk) {
      this.#serverAsk = Infinity;
      this.clientHears(t);
      this.#clientAlive = t + latency;
    } else if (t === this.#serverAlive) {
      this.#serverAlive = Infinity;
      this.clientHears(t);
    } else {
      this.#clientAlive = Infinity;
      this.serverHears(t);
    }
  }

  #ring(t: Micros): void {
    if (t === this.server.wake) this.#serverLooks(t);
    else this.#clientLooks(t);
  }

  #clientLooks(t: Micros): void {
    const { client, latency } = this.#o;
    const beat = this.client;
    if (t - beat.heard >= client.every && !beat.asked) {
      beat.asked = true;
      this.#clientAsk = t + latency;
    }
    beat.due = beat.heard + (beat.asked ? client.limit : client.every);
  }

  #serverLooks(t: Micros): void {
    const { server, latency } = this.#o;
    const beat = this.server;
    if (server === null) return;
    const silent = Math.floor((t - beat.heard) / server.every);
    if (silent === 0) beat.asked = 0;
    else if (silent > beat.asked) {
      beat.asked = silent;
      this.#serverAsk = t + latency;
    }
    beat.wake =
      beat.asked > 0
        ? Math.min(beat.heard + server.limit, beat.heard + server.every * (beat.asked + 1))
        : beat.heard + server.every;
  }
}
