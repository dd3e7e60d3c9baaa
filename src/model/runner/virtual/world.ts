// The runtime without sockets: desk, network and actors in one thread, on virtual time that jumps from event to event.
import { Timers } from '../../actors/timers.ts';
import type { Micros } from '../../core/time.ts';
import { Archive } from '../../desk/archive.ts';
import { Desk } from '../../desk/desk.ts';
import type { DeskNote, DeskSink } from '../../desk/ports.ts';
import type { Conn, Runtime, RuntimeEvents } from '../../ports/runtime.ts';
import { CLOSE, type ClientFrame } from '../../protocol/frames.ts';
import type { RowWriter } from '../../rows/recorder.ts';
import type { SessionRules } from '../../rules/rules.ts';

export interface WorldOptions {
  readonly rules: SessionRules;
  /** One way, every packet. µs */
  readonly latency: Micros;
  readonly agentTokens: Readonly<Record<string, string>>;
  readonly record: RowWriter;
  readonly note?: (note: DeskNote) => void;
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
    this.#packets.at(this.#now + this.#o.latency, () => {
      if (this.#pipes.get(conn)?.server === true) this.desk.frame(conn, frame, this.#now);
    });
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
