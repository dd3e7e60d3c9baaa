// The runtime without sockets: desk, network and actors in one thread, on virtual time that jumps from event to event.
import { Timers } from '../../actors/timers.ts';
import type { Micros } from '../../core/time.ts';
import { Archive } from '../../desk/archive.ts';
import { Desk } from '../../desk/desk.ts';
import type { DeskNote, DeskSink } from '../../desk/ports.ts';
import type { Conn, Runtime, RuntimeEvents } from '../../ports/runtime.ts';
import type { ClientFrame } from '../../protocol/frames.ts';
import type { RowSink } from '../../rows/recorder.ts';
import type { SessionRules } from '../../rules/rules.ts';

export interface WorldOptions {
  readonly rules: SessionRules;
  /** One way, every packet. µs */
  readonly latency: Micros;
  readonly agentTokens: Readonly<Record<string, string>>;
  readonly record: RowSink;
  readonly note?: (note: DeskNote) => void;
}

interface Pipe {
  /** The client end may still hear. */
  client: boolean;
  server: boolean;
  answers: boolean;
  checking: boolean;
}

/**
 * Virtual time. Packets keep their order on a connection (one latency for all), and at equal times packets go before
 * the desk's deadlines, and those before the actors' alarms. PINGs are not played one by one: a connection whose
 * transport stops answering is found `liveness.transport.limit` later, which is what literal PINGs come to.
 */
export class World implements Runtime {
  readonly record: RowSink;
  readonly archive = new Archive();
  readonly desk: Desk;
  readonly #o: WorldOptions;
  readonly #packets = new Timers();
  readonly #pipes = new Map<Conn, Pipe>();
  #events: RuntimeEvents | undefined;
  #now: Micros = 0;
  #alarm: Micros = Infinity;
  /** Events played so far. */
  played = 0;

  constructor(options: WorldOptions) {
    this.#o = options;
    this.record = options.record;
    const sink: DeskSink = {
      persist: (row) => this.archive.persist(row),
      send: (conn, frame) => this.#toClient(conn, () => this.#events?.message(conn, frame)),
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
    this.#pipes.set(conn, { client: true, server: true, answers: true, checking: false });
    this.#packets.at(this.#now + 2 * this.#o.latency, () => this.#events?.opened(conn));
  }

  send(conn: Conn, frame: ClientFrame): void {
    this.#packets.at(this.#now + this.#o.latency, () => {
      if (this.#pipes.get(conn)?.server === true) this.desk.frame(conn, frame, this.#now);
    });
  }

  close(conn: Conn, code: number): void {
    this.#packets.at(this.#now + this.#o.latency, () => {
      const pipe = this.#pipes.get(conn);
      if (pipe?.server !== true) return;
      pipe.server = false;
      this.desk.disconnected(conn, this.#now);
      this.#toClient(conn, () => this.#clientClosed(conn, code));
    });
  }

  transport(conn: Conn, answers: boolean): void {
    const pipe = this.#pipes.get(conn);
    if (pipe === undefined) return;
    pipe.answers = answers;
    if (answers || pipe.checking) return;
    pipe.checking = true;
    this.#packets.at(this.#now + this.#o.rules.liveness.transport.limit, () => {
      pipe.checking = false;
      if (pipe.answers || !pipe.server) return;
      pipe.server = false;
      this.desk.disconnected(conn, this.#now);
      this.#toClient(conn, () => this.#clientClosed(conn));
    });
  }

  #serverCloses(conn: Conn, code: number): void {
    const pipe = this.#pipes.get(conn);
    if (pipe?.server !== true) return;
    pipe.server = false;
    this.#toClient(conn, () => this.#clientClosed(conn, code));
  }

  #toClient(conn: Conn, act: () => void): void {
    if (this.#pipes.get(conn)?.client === true) this.#packets.at(this.#now + this.#o.latency, act);
  }

  #clientClosed(conn: Conn, code?: number): void {
    if (!this.#pipes.delete(conn)) return;
    this.#events?.closed(conn, code);
  }
}
