// The runtime without sockets: desk, network and actors in one thread, in virtual time.
import type { Micros } from '../../core/time.ts';
import { Archive } from '../../desk/state/archive.ts';
import { Desk } from '../../desk/desk.ts';
import type { DeskNote, DeskSink, StoreRow } from '../../desk/ports.ts';
import type { Conn, Runtime, RuntimeEvents } from '../../ports/runtime.ts';
import { CLOSE, type ClientFrame, type ServerFrame } from '../../protocol/frames.ts';
import type { RowWriter } from '../../rows/recorder.ts';
import type { SessionRules } from '../../rules/rules.ts';
import { OutputCommit } from './commit.ts';
import type { Delay } from './network.ts';
import { movePipe, type Pipe } from './pipe.ts';
import { Pulse, type PulseOptions } from './pulse.ts';
import {
  CHECK,
  CLOSE_DOWN,
  CLOSE_UP,
  COMMITTED,
  FAILED,
  FRAME_DOWN,
  FRAME_UP,
  OPENED,
  Connections,
  type Cargo,
} from './connections.ts';

export interface WorldOptions {
  readonly rules: SessionRules;
  readonly delay: Delay;
  /** How long a commit of the store takes; 0: rows are committed at once. µs */
  readonly commit?: Micros;
  readonly agentTokens: Readonly<Record<string, string>>;
  readonly record: RowWriter;
  readonly note?: (note: DeskNote) => void;
  /** How clients check connections. If given, undisturbed heartbeats are computed. */
  readonly liveness?: { readonly every: Micros; readonly limit: Micros };
}

/**
 * Virtual time. Packets keep their order on a connection. At equal times packets come first, then
 * the desk, then the actors. The desk carries out what is due before it takes a packet: a deadline
 * wins against a message at the same moment. PINGs are not played one by one. A transport that
 * stops answering is detected `liveness.transport.limit` after its last answered PING, as with
 * literal PINGs.
 */
export class World implements Runtime {
  readonly record: RowWriter;
  readonly archive = new Archive();
  readonly #o: WorldOptions;
  readonly #sink: DeskSink;
  readonly #store: OutputCommit;
  readonly #connections: Connections;
  #desk: Desk;
  #isUp = true;
  /** How often the server has died; events of an earlier life are ignored. */
  #lives = 0;
  #events: RuntimeEvents | undefined;
  #now: Micros = 0;
  #alarm: Micros = Infinity;
  /** Events played so far. */
  played = 0;

  constructor(options: WorldOptions) {
    this.#o = options;
    this.record = options.record;
    this.#connections = new Connections(options.delay, () => this.#now, {
      arrive: (kind, pipe, cargo) => this.#arrived(kind, pipe, cargo),
    });
    this.#store = new OutputCommit(
      {
        now: () => this.#now,
        at: (t) => this.#connections.at(t, COMMITTED, undefined, this.#lives),
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

  /** Whether the server is up. */
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
    const connections = this.#connections;
    for (;;) {
      const packet = connections.next();
      const desk = this.#isUp ? this.#desk.nextDue() : Infinity;
      const alarm = this.#alarm;
      const next = packet <= desk ? (packet <= alarm ? packet : alarm) : desk <= alarm ? desk : alarm;
      if (next > until) break;
      if (next > this.#now) this.#now = next;
      if (packet === next) this.played += connections.run(this.#now);
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

  /** Longest one-way time of a packet so far: what is in flight arrives within it. µs */
  get slowest(): Micros {
    return this.#connections.slowest;
  }

  /** The server dies: desk and connections are gone, and so is what was not committed. */
  crash(): void {
    this.#isUp = false;
    this.#lives += 1;
    this.#store.crash();
    for (const pipe of this.#connections.pipes) {
      if (pipe.pulse !== undefined) this.#wake(pipe, pipe.pulse, true);
      movePipe(pipe, 'server_down');
      // One that is still opening fails. A close that waited for a commit was never sent.
      if (pipe.state === 'closing') this.#connections.down(pipe, CLOSE_DOWN, undefined);
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
    this.#connections.open(conn, actor, this.#isUp);
  }

  send(conn: Conn, frame: ClientFrame): void {
    const pipe = this.#connections.get(conn);
    if (pipe !== undefined && isOpened(pipe)) this.#connections.up(pipe, FRAME_UP, frame);
  }

  close(conn: Conn, code: number): void {
    const pipe = this.#connections.get(conn);
    if (pipe === undefined) return;
    if (isOpened(pipe)) this.#connections.up(pipe, CLOSE_UP, code);
    else pipe.unwanted = code;
  }

  transport(conn: Conn, answers: boolean): void {
    const pipe = this.#connections.get(conn);
    if (pipe === undefined || pipe.answers === answers) return;
    pipe.answers = answers;
    pipe.turns += 1;
    if (answers) return;
    const { every, limit } = this.#o.rules.liveness.transport;
    const lastAnswer = pipe.since + Math.floor((this.#now - pipe.since) / every) * every;
    this.#connections.at(Math.max(this.#now, lastAnswer + limit), CHECK, pipe, pipe.turns);
  }

  /** From here on heartbeats are played: both ends get their state; what is in flight arrives. */
  unsteady(conn: Conn): void {
    const pipe = this.#connections.get(conn);
    if (pipe?.pulse !== undefined) this.#wake(pipe, pipe.pulse, false);
  }

  /** @param after whether what is due at this moment has been played already */
  #wake(pipe: Pipe, pulse: Pulse, after: boolean): void {
    delete pipe.pulse;
    pulse.advance(this.#now, after);
    const { client, server } = pulse;
    // While a pulse runs, neither end itself knows of an outstanding answer.
    this.#events?.liveness?.(pipe.conn)?.play(client.heard, client.due, client.asked);
    this.#desk.pulse(pipe.conn)?.play(server.heard, server.wake, server.asked);
    for (const { to, f, at } of pulse.beats())
      this.#connections.at(at, to === 'server' ? FRAME_UP : FRAME_DOWN, pipe, { f, n: 0 });
  }

  // ── the network ─────────────────────────────────────────────────────────────────────────────────────────────────

  /** What the desk sends leaves once everything it persisted before is committed. */
  #release(conn: Conn, kind: number, cargo: Cargo): void {
    const pipe = this.#connections.get(conn);
    if (pipe === undefined) return;
    if (kind === CLOSE_DOWN) {
      if (pipe.state !== 'open') return;
      movePipe(pipe, 'server_down');
    }
    if (this.#store.isClear) this.#connections.down(pipe, kind, cargo);
    else this.#store.hold(() => this.#connections.down(pipe, kind, cargo));
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
    if (pipe.state === 'failing') return this.#failed(pipe);
    movePipe(pipe, 'opened');
    if (pipe.unwanted === undefined) this.#events?.opened(pipe.conn);
    else this.close(pipe.conn, pipe.unwanted);
  }

  #failed(pipe: Pipe): void {
    movePipe(pipe, 'failed');
    this.#connections.forget(pipe);
    this.#events?.failed(pipe.conn);
  }

  #frameUp(pipe: Pipe, frame: ClientFrame): void {
    if (pipe.state !== 'open') return;
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

  /** From here on heartbeats are computed, if both ends work and neither waits for an answer. */
  #restHeart(pipe: Pipe, liveness: PulseOptions['client']): void {
    // With jitter no two heartbeats take the same time, and an answer waits for a commit.
    if (pipe.state !== 'open' || this.#o.delay.jitter !== undefined || (this.#o.commit ?? 0) > 0) return;
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

  /** The server's end goes down, and the client is notified. */
  #cut(pipe: Pipe, code: number): void {
    if (pipe.state !== 'open') return;
    movePipe(pipe, 'server_down');
    this.#desk.disconnected(pipe.conn, this.#now);
    this.#connections.down(pipe, CLOSE_DOWN, code);
  }

  #closed(pipe: Pipe, code: number | undefined): void {
    movePipe(pipe, 'close_heard');
    this.#connections.forget(pipe);
    this.#events?.closed(pipe.conn, code);
  }
}

/** Whether its client knows that it is open, and does not know yet that it is over. */
const isOpened = ({ state }: Pipe): boolean => state !== 'opening' && state !== 'failing' && state !== 'over';
