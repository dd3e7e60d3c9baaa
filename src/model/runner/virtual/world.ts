// The runtime without sockets: desk, network and actors in one thread, on virtual time that jumps from event to event.
import type { Micros } from '../../core/time.ts';
import { Archive } from '../../desk/archive.ts';
import { Desk } from '../../desk/desk.ts';
import type { DeskNote, DeskSink, StoreRow } from '../../desk/ports.ts';
import type { Conn, Runtime, RuntimeEvents } from '../../ports/runtime.ts';
import { CLOSE, type ClientFrame, type ServerFrame } from '../../protocol/frames.ts';
import type { RowWriter } from '../../rows/recorder.ts';
import type { SessionRules } from '../../rules/rules.ts';
import { OutputCommit } from './commit.ts';
import type { Delay } from './network.ts';
import { Packets } from './packets.ts';
import { Pulse, type PulseOptions } from './pulse.ts';

export interface WorldOptions {
  readonly rules: SessionRules;
  readonly delay: Delay;
  /** How long a commit of the store takes; 0: what is persisted is committed at once. µs */
  readonly commit?: Micros;
  readonly agentTokens: Readonly<Record<string, string>>;
  readonly record: RowWriter;
  readonly note?: (note: DeskNote) => void;
  /** How clients watch over their connections: where it is given, heartbeats are worked out while device and path are well. */
  readonly liveness?: { readonly every: Micros; readonly limit: Micros };
}

interface Pipe {
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
  answers: boolean;
  /** How often the transport has changed between answering and not: a check belongs to one silence. */
  turns: number;
  /** Closed by the client before it was open: with this code, as soon as it is. */
  unwanted?: number;
  /** Works the heartbeats out; absent while they have to be played. */
  pulse?: Pulse;
}

/** Kinds of what arrives, and what it carries. */
const OPENED = 0;
const FAILED = 1;
const FRAME_UP = 2;
const FRAME_DOWN = 3;
/** A client's close; carries the code. */
const CLOSE_UP = 4;
/** The end of a connection, as the client is told; carries the code, or undefined after a reset. */
const CLOSE_DOWN = 5;
/** A look at a transport that has stopped answering; carries the turn. */
const CHECK = 6;
const COMMITTED = 7;
/** A connection is open for its client after the TCP handshake and the upgrade: two round trips. */
const HANDSHAKE = 4;
type Cargo = ClientFrame | ServerFrame | number | undefined;

/**
 * Virtual time. Packets keep their order on a connection, and at equal times packets go before the desk's deadlines, and those
 * before the actors' alarms. PINGs are not played one by one: a connection whose transport stops answering is found
 * `liveness.transport.limit` after its last answered PING, which is what literal PINGs come to.
 */
export class World implements Runtime {
  readonly record: RowWriter;
  readonly archive = new Archive();
  readonly #o: WorldOptions;
  readonly #sink: DeskSink;
  readonly #store: OutputCommit;
  readonly #packets: Packets<Pipe | undefined, Cargo>;
  readonly #pipes = new Map<Conn, Pipe>();
  #desk: Desk;
  #isUp = true;
  /** How often the server has died: what belonged to an earlier life does not come any more. */
  #lives = 0;
  #events: RuntimeEvents | undefined;
  #now: Micros = 0;
  #alarm: Micros = Infinity;
  /** Events played so far. */
  played = 0;

  constructor(options: WorldOptions) {
    this.#o = options;
    this.record = options.record;
    this.#packets = new Packets({ arrive: (kind, pipe, cargo) => this.#arrived(kind, pipe, cargo) });
    this.#store = new OutputCommit(
      {
        now: () => this.#now,
        at: (t) => this.#packets.send(t, COMMITTED, undefined, this.#lives),
        commit: (row) => this.archive.persist(row),
      },
      options.commit ?? 0,
    );
    this.#sink = {
      persist: (row: StoreRow) => this.#store.persist(row),
      send: (conn, frame) => this.#release(conn, FRAME_DOWN, frame),
      close: (conn, code) => this.#release(conn, CLOSE_DOWN, code),
      note: options.note ?? (() => {}),
    };
    this.#desk = this.#newDesk();
  }

  /** Is the server there? */
  get isUp(): boolean {
    return this.#isUp;
  }

  get desk(): Desk {
    return this.#desk;
  }

  attach(events: RuntimeEvents): void {
    this.#events = events;
  }

  /** Plays everything up to and including `until`, or until `enough` says so after an event. */
  run(until: Micros, enough: () => boolean = () => false): void {
    const packets = this.#packets;
    for (;;) {
      const packet = packets.next();
      const desk = this.#isUp ? this.#desk.nextDue() : Infinity;
      const alarm = this.#alarm;
      const next = packet <= desk ? (packet <= alarm ? packet : alarm) : desk <= alarm ? desk : alarm;
      if (next > until) break;
      if (next > this.#now) this.#now = next;
      if (packet === next) this.played += packets.run(this.#now);
      else if (desk === next) {
        this.played += 1;
        this.#desk.advance(this.#now);
      } else {
        this.played += 1;
        this.#alarm = Infinity;
        this.#events?.wake();
      }
      if (enough()) return;
    }
    if (until > this.#now) this.#now = until;
  }

  now(): Micros {
    return this.#now;
  }

  wakeAt(t: Micros): void {
    this.#alarm = t;
  }

  /** The server dies now: desk and connections are gone, and so is what was said and not committed. */
  crash(): void {
    this.#isUp = false;
    this.#lives += 1;
    this.#store.crash();
    for (const pipe of this.#pipes.values()) {
      if (!pipe.server) continue;
      pipe.server = false;
      delete pipe.pulse;
      // One that is still opening fails.
      if (pipe.open) this.#down(pipe, CLOSE_DOWN, undefined);
    }
  }

  /** The server is back, with what its store had committed. */
  restart(): void {
    this.#isUp = true;
    this.#desk = this.#newDesk();
    this.#desk.restore(this.archive.stored(), this.#now);
  }

  #newDesk(): Desk {
    return new Desk({
      rules: this.#o.rules,
      sink: this.#sink,
      verifyAgent: (agent, token) => this.#o.agentTokens[agent] === token,
    });
  }

  // ── what clients do ─────────────────────────────────────────────────────────────────────────────────────────────

  open(conn: Conn, actor = ''): void {
    const pipe: Pipe = {
      conn,
      actor,
      since: this.#now,
      latency: this.#o.delay.base(actor),
      lastUp: 0,
      lastDown: 0,
      open: false,
      over: false,
      server: true,
      answers: true,
      turns: 0,
    };
    this.#pipes.set(conn, pipe);
    this.#packets.send(this.#now + HANDSHAKE * this.#delay(pipe), this.#isUp ? OPENED : FAILED, pipe, undefined);
  }

  send(conn: Conn, frame: ClientFrame): void {
    const pipe = this.#pipes.get(conn);
    if (pipe?.open === true) this.#up(pipe, FRAME_UP, frame);
  }

  close(conn: Conn, code: number): void {
    const pipe = this.#pipes.get(conn);
    if (pipe === undefined) return;
    if (pipe.open) this.#up(pipe, CLOSE_UP, code);
    else pipe.unwanted = code;
  }

  transport(conn: Conn, answers: boolean): void {
    const pipe = this.#pipes.get(conn);
    if (pipe === undefined || pipe.answers === answers) return;
    pipe.answers = answers;
    pipe.turns += 1;
    if (answers) return;
    const { every, limit } = this.#o.rules.liveness.transport;
    const lastAnswer = pipe.since + Math.floor((this.#now - pipe.since) / every) * every;
    this.#packets.send(Math.max(this.#now, lastAnswer + limit), CHECK, pipe, pipe.turns);
  }

  /** From here on heartbeats are played: both ends get the state they would have, and what is on its way arrives. */
  unsteady(conn: Conn): void {
    const pipe = this.#pipes.get(conn);
    const pulse = pipe?.pulse;
    if (pipe === undefined || pulse === undefined) return;
    delete pipe.pulse;
    pulse.advance(this.#now);
    const { client, server } = pulse;
    // While a pulse runs neither end waits for an answer as far as it knows itself.
    this.#events?.liveness?.(conn)?.play(client.heard, client.due, client.asked);
    this.#desk.pulse(conn)?.play(server.heard, server.wake, server.asked);
    for (const { to, f, at } of pulse.beats())
      this.#packets.send(at, to === 'server' ? FRAME_UP : FRAME_DOWN, pipe, { f, n: 0 });
  }

  // ── the network ─────────────────────────────────────────────────────────────────────────────────────────────────

  #delay(pipe: Pipe): Micros {
    const { jitter } = this.#o.delay;
    return jitter === undefined ? pipe.latency : pipe.latency + jitter(pipe.actor, this.#now);
  }

  #up(pipe: Pipe, kind: number, cargo: Cargo): void {
    pipe.lastUp = Math.max(pipe.lastUp, this.#now + this.#delay(pipe));
    this.#packets.send(pipe.lastUp, kind, pipe, cargo);
  }

  #down(pipe: Pipe, kind: number, cargo: Cargo): void {
    if (pipe.over) return;
    pipe.lastDown = Math.max(pipe.lastDown, this.#now + this.#delay(pipe));
    this.#packets.send(pipe.lastDown, kind, pipe, cargo);
  }

  /** What the desk says leaves when everything it persisted before is committed. */
  #release(conn: Conn, kind: number, cargo: Cargo): void {
    const pipe = this.#pipes.get(conn);
    if (pipe === undefined) return;
    if (kind === CLOSE_DOWN) {
      if (!pipe.server) return;
      pipe.server = false;
    }
    if (this.#store.isClear) this.#down(pipe, kind, cargo);
    else this.#store.hold(() => this.#down(pipe, kind, cargo));
  }

  #arrived(kind: number, pipe: Pipe | undefined, cargo: Cargo): void {
    if (pipe === undefined) {
      if (cargo === this.#lives) this.#store.done();
    } else if (kind === FRAME_UP) this.#frameUp(pipe, cargo as ClientFrame);
    else if (kind === FRAME_DOWN) this.#frameDown(pipe, cargo as ServerFrame);
    else if (kind === OPENED) this.#opened(pipe);
    else if (kind === FAILED) this.#failed(pipe);
    else if (kind === CLOSE_UP) this.#cut(pipe, cargo as number);
    else if (kind === CLOSE_DOWN) this.#closed(pipe, cargo as number | undefined);
    else if (pipe.turns === cargo) this.#cut(pipe, CLOSE.transport_lost.code);
  }

  #opened(pipe: Pipe): void {
    if (!pipe.server) return this.#failed(pipe);
    pipe.open = true;
    if (pipe.unwanted === undefined) this.#events?.opened(pipe.conn);
    else this.close(pipe.conn, pipe.unwanted);
  }

  #failed(pipe: Pipe): void {
    pipe.over = true;
    this.#pipes.delete(pipe.conn);
    this.#events?.failed(pipe.conn);
  }

  #frameUp(pipe: Pipe, frame: ClientFrame): void {
    if (!pipe.server) return;
    pipe.pulse?.advance(this.#now);
    this.#desk.frame(pipe.conn, frame, this.#now);
    pipe.pulse?.serverHears(this.#now);
  }

  #frameDown(pipe: Pipe, frame: ServerFrame): void {
    pipe.pulse?.advance(this.#now);
    this.#events?.message(pipe.conn, frame);
    if (pipe.pulse !== undefined) pipe.pulse.clientHears(this.#now);
    else if (this.#o.liveness !== undefined) this.#restHeart(pipe, this.#o.liveness);
  }

  /** From here on heartbeats are worked out, if both ends are well and neither waits for an answer. */
  #restHeart(pipe: Pipe, liveness: PulseOptions['client']): void {
    if (!pipe.server || this.#o.delay.jitter !== undefined) return;
    const client = this.#events?.liveness?.(pipe.conn);
    const server = client && this.#desk.pulse(pipe.conn);
    if (client === undefined || server === undefined) return;
    const options = { latency: pipe.latency, client: liveness, server: this.#o.rules.liveness.page };
    if (!Pulse.fits(options)) return;
    pipe.pulse = new Pulse(
      options,
      { heard: client.heard, due: client.due, asked: false },
      { heard: server.heard, wake: server.wake, asked: 0 },
    );
    client.rest();
    server.rest();
  }

  /** The server's end goes down, and the client is told. */
  #cut(pipe: Pipe, code: number): void {
    if (!pipe.server) return;
    pipe.server = false;
    this.#desk.disconnected(pipe.conn, this.#now);
    this.#down(pipe, CLOSE_DOWN, code);
  }

  #closed(pipe: Pipe, code: number | undefined): void {
    if (pipe.over) return;
    pipe.over = true;
    this.#pipes.delete(pipe.conn);
    this.#events?.closed(pipe.conn, code);
  }
}
