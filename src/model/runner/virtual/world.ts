// The runtime without sockets: desk, network and actors in one thread, on virtual time that jumps from event to event.
import { Timers } from '../../actors/timers.ts';
import type { Micros } from '../../core/time.ts';
import { Archive } from '../../desk/archive.ts';
import { Desk } from '../../desk/desk.ts';
import type { DeskNote, DeskSink } from '../../desk/ports.ts';
import type { Conn, Runtime, RuntimeEvents } from '../../ports/runtime.ts';
import { CLOSE, type ClientFrame, type ServerFrame } from '../../protocol/frames.ts';
import type { RowWriter } from '../../rows/recorder.ts';
import type { SessionRules } from '../../rules/rules.ts';
import { Pulse, type PulseOptions } from './pulse.ts';

export interface WorldOptions {
  readonly rules: SessionRules;
  /** One way, every packet. µs */
  readonly latency: Micros;
  readonly agentTokens: Readonly<Record<string, string>>;
  readonly record: RowWriter;
  readonly note?: (note: DeskNote) => void;
  /** How clients watch over their connections: where it is given, heartbeats are worked out while device and path are well. */
  readonly liveness?: { readonly every: Micros; readonly limit: Micros };
}

interface Pipe {
  readonly since: Micros;
  /** The client knows that it is open. */
  open: boolean;
  /** The server's end is up. */
  server: boolean;
  answers: boolean;
  /** How often the transport has changed between answering and not: a check belongs to one silence. */
  turns: number;
  /** Closed by the client before it was open: with this code, as soon as it is. */
  unwanted?: number;
  /** Works the heartbeats out; absent while they have to be played. */
  pulse?: Pulse;
}

/**
 * Virtual time. Packets keep their order on a connection (one latency for all), and at equal times packets go before
 * the desk's deadlines, and those before the actors' alarms. PINGs are not played one by one: a connection whose transport
 * stops answering is found `liveness.transport.limit` after its last answered PING, which is what literal PINGs come to.
 */
export class World implements Runtime {
  readonly record: RowWriter;
  readonly archive = new Archive();
  readonly desk: Desk;
  readonly #o: WorldOptions;
  readonly #packets = new Timers();
  readonly #pipes = new Map<Conn, Pipe>();
  #events: RuntimeEvents | undefined;
  #now: Micros = 0;
  #alarm: Micros = Infinity;
  readonly #beats: PulseOptions | undefined;
  /** Events played so far. */
  played = 0;

  constructor(options: WorldOptions) {
    this.#o = options;
    this.record = options.record;
    const { latency, liveness, rules } = options;
    const beats = liveness && { latency, client: liveness, server: rules.liveness.page };
    this.#beats = beats !== undefined && Pulse.fits(beats) ? beats : undefined;
    const sink: DeskSink = {
      persist: (row) => this.archive.persist(row),
      send: (conn, frame) => this.#toClient(conn, () => this.#message(conn, frame)),
      close: (conn, code) => this.#serverCloses(conn, code),
      note: options.note ?? (() => {}),
    };
    this.desk = new Desk({
      rules: options.rules,
      sink,
      verifyAgent: (agent, token) => options.agentTokens[agent] === token,
    });
  }

  attach(events: RuntimeEvents): void {
    this.#events = events;
  }

  /** Plays everything up to and including `until`, or until `enough` says so after an event. */
  run(until: Micros, enough: () => boolean = () => false): void {
    for (;;) {
      const packet = this.#packets.next();
      const desk = this.desk.nextDue();
      const next = Math.min(packet, desk, this.#alarm);
      if (next > until) break;
      this.#now = Math.max(this.#now, next);
      this.played += 1;
      if (packet === next) this.#packets.run(this.#now, () => {});
      else if (desk === next) this.desk.advance(this.#now);
      else {
        this.#alarm = Infinity;
        this.#events?.wake();
      }
      if (enough()) return;
    }
    this.#now = Math.max(this.#now, until);
  }

  now(): Micros {
    return this.#now;
  }

  wakeAt(t: Micros): void {
    this.#alarm = t;
  }

  open(conn: Conn): void {
    const pipe: Pipe = { since: this.#now, open: false, server: true, answers: true, turns: 0 };
    this.#pipes.set(conn, pipe);
    this.#packets.at(this.#now + 2 * this.#o.latency, () => {
      if (!this.#pipes.has(conn)) return;
      pipe.open = true;
      if (pipe.unwanted === undefined) this.#events?.opened(conn);
      else this.close(conn, pipe.unwanted);
    });
  }

  send(conn: Conn, frame: ClientFrame): void {
    if (this.#pipes.get(conn)?.open !== true) return;
    this.#packets.at(this.#now + this.#o.latency, () => this.#arrive(conn, frame));
  }

  #arrive(conn: Conn, frame: ClientFrame): void {
    const pipe = this.#pipes.get(conn);
    if (pipe?.server !== true) return;
    pipe.pulse?.advance(this.#now);
    this.desk.frame(conn, frame, this.#now);
    pipe.pulse?.serverHears(this.#now);
  }

  #message(conn: Conn, frame: ServerFrame): void {
    const pipe = this.#pipes.get(conn);
    pipe?.pulse?.advance(this.#now);
    this.#events?.message(conn, frame);
    if (pipe === undefined) return;
    if (pipe.pulse !== undefined) pipe.pulse.clientHears(this.#now);
    else if (this.#beats !== undefined) this.#restHeart(conn, pipe, this.#beats);
  }

  /** From here on heartbeats are worked out, if both ends are well and neither waits for an answer. */
  #restHeart(conn: Conn, pipe: Pipe, beats: PulseOptions): void {
    if (!pipe.server) return;
    const client = this.#events?.liveness?.(conn);
    const server = client && this.desk.pulse(conn);
    if (client === undefined || server === undefined) return;
    pipe.pulse = new Pulse(
      beats,
      { heard: client.heard, due: client.due, asked: false },
      { heard: server.heard, wake: server.wake, asked: 0 },
    );
    client.rest();
    server.rest();
  }

  /** From here on heartbeats are played: both ends get the state they would have, and what is on its way arrives. */
  unsteady(conn: Conn): void {
    const pulse = this.#pipes.get(conn)?.pulse;
    if (pulse === undefined) return;
    delete (this.#pipes.get(conn) as Pipe).pulse;
    pulse.advance(this.#now);
    const { client, server } = pulse;
    // While a pulse runs neither end waits for an answer as far as it knows itself.
    this.#events?.liveness?.(conn)?.play(client.heard, client.due, client.asked);
    this.desk.pulse(conn)?.play(server.heard, server.wake, server.asked);
    for (const { to, f, at } of pulse.beats()) {
      if (to === 'server') this.#packets.at(at, () => this.#arrive(conn, { f, n: 0 }));
      else this.#packets.at(at, () => this.#message(conn, { f, n: 0 }));
    }
  }

  close(conn: Conn, code: number): void {
    const pipe = this.#pipes.get(conn);
    if (pipe === undefined) return;
    if (!pipe.open) {
      pipe.unwanted = code;
      return;
    }
    this.#packets.at(this.#now + this.#o.latency, () => this.#cut(conn, pipe, code));
  }

  transport(conn: Conn, answers: boolean): void {
    const pipe = this.#pipes.get(conn);
    if (pipe === undefined || pipe.answers === answers) return;
    pipe.answers = answers;
    const turn = ++pipe.turns;
    if (answers) return;
    const { every, limit } = this.#o.rules.liveness.transport;
    const lastAnswer = pipe.since + Math.floor((this.#now - pipe.since) / every) * every;
    this.#packets.at(Math.max(this.#now, lastAnswer + limit), () => {
      if (pipe.turns === turn) this.#cut(conn, pipe, CLOSE.transport_lost.code);
    });
  }

  /** The server's end goes down, and the client is told. */
  #cut(conn: Conn, pipe: Pipe, code: number): void {
    if (!pipe.server) return;
    pipe.server = false;
    this.desk.disconnected(conn, this.#now);
    this.#toClient(conn, () => this.#clientClosed(conn, code));
  }

  #serverCloses(conn: Conn, code: number): void {
    const pipe = this.#pipes.get(conn);
    if (pipe?.server !== true) return;
    pipe.server = false;
    this.#toClient(conn, () => this.#clientClosed(conn, code));
  }

  #toClient(conn: Conn, act: () => void): void {
    if (this.#pipes.has(conn)) this.#packets.at(this.#now + this.#o.latency, act);
  }

  #clientClosed(conn: Conn, code: number): void {
    if (!this.#pipes.delete(conn)) return;
    this.#events?.closed(conn, code);
  }
}
