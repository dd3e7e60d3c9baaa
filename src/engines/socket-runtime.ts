// The runtime over sockets, in Node and in k6: model time, one timer, JSON frames, batched rows.
import type { Micros } from '../model/core/time.ts';
import type { Conn, Runtime, RuntimeEvents } from '../model/ports/runtime.ts';
import { encode } from '../model/protocol/encode.ts';
import { serverFrameFault, type ClientFrame, type ServerFrame } from '../model/protocol/frames.ts';
import { rowLine, type RowWriter } from '../model/rows/recorder.ts';

/** What a socket implementation reports; each connection ends with exactly one `closed` or `failed`. */
export interface SocketEvents {
  opened(conn: Conn): void;
  text(conn: Conn, data: string): void;
  closed(conn: Conn, code?: number): void;
  failed(conn: Conn): void;
}

/** What a platform (Node, k6) provides for a runtime. */
export interface Machine {
  /** Unix time in µs: monotonic, with the finest resolution that there is. */
  wall(): number;
  /**
   * One-shot timer, ms with fractions. May fire early: k6 2.2 does when an earlier timer that was
   * due has just been cleared.
   */
  timer(ms: number, act: () => void): number;
  clear(timer: number): void;
  open(conn: Conn, events: SocketEvents): void;
  send(conn: Conn, text: string): void;
  /** Closes an open connection, or one that is still opening as soon as it is open. */
  close(conn: Conn, code: number): void;
  transport(conn: Conn, answers: boolean): void;
  /** Writes lines to the ledger: joined by line feeds, without one at the end. */
  write(lines: string): void;
}

/** Rows are written at the latest when this many characters are buffered. */
const BATCH = 48_000;
/** Timers of both platforms take no more than this. ms */
const TIMER_MAX = 2_000_000_000;
/**
 * Shortest real time between two callbacks of the timer, µs. Under load several timers share one
 * callback, which is most of what a timer costs in k6.
 */
export const SPACING = 2000;

const OPENED = 0;
const TEXT = 1;
const CLOSED = 2;
const FAILED = 3;
const RANG = 4;
type Happening = typeof OPENED | typeof TEXT | typeof CLOSED | typeof FAILED | typeof RANG;

export class SocketRuntime implements Runtime {
  readonly record: RowWriter;
  readonly #m: Machine;
  readonly #fault: (text: string) => void;
  #events: RuntimeEvents | undefined;
  #epoch = 0;
  #speed = 1;
  #now: Micros = 0;
  /** When the runner wants to be woken, and when the platform's timer will fire. */
  #alarm: Micros = Infinity;
  #ringsAt: Micros = Infinity;
  #timer = -1;
  #rang: Micros = -Infinity;
  #inside = false;
  readonly #ring: () => void;
  /**
   * Buffered lines, joined once: in k6's engine, appending to one string would copy it for every
   * row.
   */
  #batch: string[] = [];
  #size = 0;
  #isOver = false;
  /** Frames that the protocol does not know. */
  badFrames = 0;
  /** Frames sent. */
  sent = 0;
  /**
   * One object for all connections: inside k6, a closure for each would be most of a connection's
   * cost.
   */
  readonly #socketEvents: SocketEvents;

  constructor(machine: Machine, fault: (text: string) => void) {
    this.#m = machine;
    this.#fault = fault;
    // Made here and not as a field's initial value: there, arrow functions make k6's JavaScript
    // engine panic.
    this.#socketEvents = {
      opened: (conn) => this.#happened(OPENED, conn),
      text: (conn, data) => this.#happened(TEXT, conn, data),
      closed: (conn, code) => this.#happened(CLOSED, conn, code),
      failed: (conn) => this.#happened(FAILED, conn),
    };
    this.#ring = () => this.#happened(RANG, -1);
    this.record = (t, by, k, body) => {
      const line = rowLine(t, by, k, body);
      this.#batch.push(line);
      this.#size += line.length;
      if (this.#size > BATCH) this.flush();
    };
  }

  attach(events: RuntimeEvents): void {
    this.#events = events;
  }

  /** Sets model zero (unix µs) and speed. */
  begin(epoch: number, speed: number): void {
    this.#epoch = epoch;
    this.#speed = speed;
  }

  /** From now on, no callback is delivered. */
  end(): void {
    this.#isOver = true;
    this.#m.clear(this.#timer);
    this.flush();
  }

  now(): Micros {
    return this.#now;
  }

  wakeAt(t: Micros): void {
    this.#alarm = t;
    if (!this.#inside) this.#setTimer();
  }

  open(conn: Conn): void {
    this.#m.open(conn, this.#socketEvents);
  }

  send(conn: Conn, frame: ClientFrame): void {
    this.sent += 1;
    this.#m.send(conn, encode(frame));
  }

  close(conn: Conn, code: number): void {
    this.#m.close(conn, code);
  }

  transport(conn: Conn, answers: boolean): void {
    this.#m.transport(conn, answers);
  }

  flush(): void {
    if (this.#size === 0) return;
    const lines = this.#batch.join('\n');
    this.#batch = [];
    this.#size = 0;
    this.#m.write(lines);
  }

  /**
   * Every callback passes through here or {@link #happened}: the clock is read once, and no
   * exception reaches the platform.
   */
  guard(act: () => void): void {
    if (this.#isOver) return;
    this.#now = this.#read();
    this.#inside = true;
    try {
      act();
      this.#wake();
    } catch (error) {
      this.#broke(error);
    }
    this.#inside = false;
    this.#setTimer();
  }

  /**
   * The same for events of sockets and the timer, without a closure for each: this runs for every
   * frame.
   */
  #happened(what: Happening, conn: Conn, more?: string | number): void {
    if (this.#isOver) return;
    this.#now = this.#read();
    this.#inside = true;
    try {
      if (what === TEXT) this.#text(conn, more as string);
      else if (what === OPENED) this.#events?.opened(conn);
      else if (what === CLOSED) this.#events?.closed(conn, more as number | undefined);
      else if (what === FAILED) this.#events?.failed(conn);
      else {
        this.#ringsAt = Infinity;
        // A callback with nothing due does not delay the next one. It happens when k6 is early, or
        // when another callback has served the timer.
        if (this.#alarm <= this.#now) this.#rang = this.#now;
      }
      this.#wake();
    } catch (error) {
      this.#broke(error);
    }
    this.#inside = false;
    this.#setTimer();
  }

  #broke(error: unknown): void {
    this.#fault(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }

  /** Any callback also serves the timers that are due. */
  #wake(): void {
    while (this.#alarm <= this.#now) {
      this.#alarm = Infinity;
      this.#events?.wake();
    }
  }

  /**
   * Sets the platform's timer, unless it already fires early enough. When it fires with nothing
   * due, it is set again.
   */
  #setTimer(): void {
    const ringsAt = Math.max(this.#alarm, this.#rang + SPACING * this.#speed);
    if (this.#isOver || ringsAt >= this.#ringsAt) return;
    this.#m.clear(this.#timer);
    this.#ringsAt = ringsAt;
    const ms = Math.max(0, (ringsAt - this.#read()) / this.#speed / 1000);
    this.#timer = this.#m.timer(Math.min(ms, TIMER_MAX), this.#ring);
  }

  #text(conn: Conn, data: string): void {
    let frame: unknown;
    try {
      frame = JSON.parse(data);
    } catch {
      frame = undefined;
    }
    if (serverFrameFault(frame) === undefined) this.#events?.message(conn, frame as ServerFrame);
    else this.badFrames += 1;
  }

  #read(): Micros {
    return Math.max(this.#now, Math.floor((this.#m.wall() - this.#epoch) * this.#speed));
  }
}
