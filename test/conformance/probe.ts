// Gives a case its connections and events, and checks the port in every case. Pure: bundled into k6.
import type { Micros } from '../../src/model/core/time.ts';
import type { Conn, Runtime, RuntimeEvents } from '../../src/model/ports/runtime.ts';
import { PROTOCOL_VERSION, type ClientFrame, type ServerFrame } from '../../src/model/protocol/frames.ts';
import type { Row } from '../../src/model/rows/rows.ts';
import { Expectations, type Failure } from './expectations.ts';
import type { Place, RuntimeName, Stage } from './stage.ts';

/** One named case. The same code plays on every runtime. */
export interface Case {
  readonly name: string;
  /** What a runtime that passes has proved. */
  readonly proves: string;
  /** Where its connections lead; default: the desk that all cases share. */
  readonly place?: Place;
  readonly skip?: Readonly<Partial<Record<RuntimeName, string>>>;
  /** Why its connections may end differently on another runtime; without a reason they may not. */
  readonly differs?: string;
  /** How many exceptions the case throws itself, which the runtime must have caught. */
  readonly faults?: number;
  play(rt: Runtime, probe: Probe): Promise<void>;
  /** Checks the rows that the runtime wrote. */
  ledger?(rows: readonly Row[], expect: Expectations): void;
}

export interface CaseResult {
  readonly case: string;
  readonly failures: readonly Failure[];
  /** How often each connection opened and how it ended, in the order of `open`: the same on every runtime. */
  readonly ends: readonly string[];
  readonly skipped?: string;
}

/** One connection of a case with all events that the runtime reported for it. */
export class Line {
  readonly conn: Conn;
  readonly actor: string;
  /** Whether the page behind it answers `ask`. */
  answers = true;
  opened = 0;
  failed = 0;
  /** One entry for each `closed`: its code, or `none`. */
  readonly closes: (number | 'none')[] = [];
  readonly frames: ServerFrame[] = [];
  endedAt: Micros = -1;
  session: string | undefined;
  readonly #probe: Probe;
  #read = 0;

  constructor(probe: Probe, conn: Conn, actor: string) {
    this.#probe = probe;
    this.conn = conn;
    this.actor = actor;
  }

  get isOver(): boolean {
    return this.failed + this.closes.length > 0;
  }

  /** How it ended, for comparison between runtimes: each `failed`, then each `closed`. */
  get ends(): readonly string[] {
    return [...Array.from({ length: this.failed }, () => 'failed'), ...this.closes.map((code) => `closed ${code}`)];
  }

  send(frame: ClientFrame): void {
    this.#probe.runtime.send(this.conn, frame);
  }

  close(code = 1000): void {
    this.#probe.runtime.close(this.conn, code);
  }

  /** Says hello with the right token. A visitor's is arbitrary and kept from the first hello on. */
  hello(more: Partial<ClientFrame & { f: 'hello' }> = {}): void {
    const role = this.actor.startsWith('v') ? 'visitor' : 'agent';
    const token = this.#probe.token(this.actor);
    this.send({ f: 'hello', v: PROTOCOL_VERSION, role, actor: this.actor, token, ...more });
  }

  say(id: string, text: string): void {
    this.send({ f: 'msg', id, text, ...(this.session !== undefined && { session: this.session }) });
  }

  /** All frames of a kind so far. */
  all<F extends ServerFrame['f']>(f: F): (ServerFrame & { f: F })[] {
    return this.frames.filter((frame): frame is ServerFrame & { f: F } => frame.f === f);
  }

  /** The next frame of that kind that has not been taken yet; frames before it are skipped. */
  next<F extends ServerFrame['f']>(
    f: F,
    is: (frame: ServerFrame & { f: F }) => boolean = () => true,
  ): Promise<ServerFrame & { f: F }> {
    return this.#probe.until(`${f} for ${this.actor}`, () => {
      for (let i = this.#read; i < this.frames.length; i++) {
        const frame = this.frames[i];
        if (frame?.f !== f || !is(frame as ServerFrame & { f: F })) continue;
        this.#read = i + 1;
        return frame as ServerFrame & { f: F };
      }
      return undefined;
    });
  }

  isOpened(): Promise<true> {
    return this.#probe.until(`opened for ${this.actor}`, () => this.opened > 0 || undefined);
  }

  /** Waits for `closed` or `failed`. */
  ended(): Promise<true> {
    return this.#probe.until(`the end of the connection of ${this.actor}`, () => this.isOver || undefined);
  }

  toString(): string {
    const kinds = this.frames.map((frame) => frame.f).join(' ');
    return `${this.actor}: opened ${this.opened}, ends [${this.ends.join(', ')}], frames [${kinds.slice(0, 200)}]`;
  }
}

type EventName = 'opened' | 'message' | 'closed' | 'failed' | 'wake';

interface Waiter {
  readonly what: string;
  /** Looks again. @returns true when nothing is left to wait for */
  readonly look: () => boolean;
  readonly giveUp: (error: Error) => void;
}

/**
 * Receives the events of the runtime, and after each callback checks what the case is waiting for.
 */
export class Probe extends Expectations implements RuntimeEvents {
  /** The runtime, with checks on the calls that the case makes. */
  readonly runtime: Runtime;
  readonly lines: Line[] = [];
  /** Model time of every `wake`. */
  readonly wakes: Micros[] = [];
  /** Runs inside every callback, after the probe has noted the event. */
  hook: ((event: EventName, line?: Line) => void) | undefined;
  readonly #stage: Stage;
  readonly #byConn = new Map<Conn, Line>();
  #waiters: Waiter[] = [];
  #naps: { readonly at: Micros; readonly wake: () => void }[] = [];
  #alarm: Micros | undefined;
  #now: Micros = -Infinity;
  #over: string | undefined;

  constructor(stage: Stage) {
    super();
    this.#stage = stage;
    const { runtime } = stage;
    this.runtime = {
      now: () => runtime.now(),
      wakeAt: (t) => {
        this.#alarm = t;
        runtime.wakeAt(t);
      },
      open: (conn, actor) => runtime.open(conn, actor),
      send: (conn, frame) => runtime.send(conn, frame),
      close: (conn, code) => runtime.close(conn, code),
      transport: (conn, answers) => runtime.transport(conn, answers),
      record: runtime.record,
    };
  }

  // ── for the case ────────────────────────────────────────────────────────────────────────────────────────────────

  /** Opens a connection for the n-th visitor or agent of this case. */
  open(n = 0, role: 'visitor' | 'agent' = 'visitor'): Line {
    const line = new Line(this, this.lines.length, this.#stage.actor(role, n));
    this.lines.push(line);
    this.#byConn.set(line.conn, line);
    this.runtime.open(line.conn, line.actor);
    return line;
  }

  /** A visitor who has been welcomed. */
  async visitor(n = 0, more: Partial<ClientFrame & { f: 'hello' }> = {}): Promise<Line> {
    const line = this.open(n);
    await line.isOpened();
    line.hello(more);
    await line.next('welcome');
    return line;
  }

  /** An agent who has been welcomed. */
  async agent(n = 0): Promise<Line> {
    const line = this.open(n, 'agent');
    await line.isOpened();
    line.hello();
    await line.next('welcome');
    return line;
  }

  /** A visitor whose first message has brought them to an agent; the agent has no other session of this case. */
  async talk(): Promise<{ visitor: Line; agent: Line; session: string }> {
    const agent = await this.agent();
    const visitor = await this.visitor();
    visitor.say(`${visitor.actor}/0`, 'hello');
    const { session } = await visitor.next('ack');
    await visitor.next('notice', ({ kind }) => kind === 'assigned');
    await agent.next('msg', (frame) => frame.session === session);
    visitor.session = session;
    agent.session = session;
    return { visitor, agent, session };
  }

  /** Waits until `look` finds something; it looks at once and after every event. */
  until<T>(what: string, look: () => T | undefined): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#over !== undefined) {
        reject(new Error(this.#over));
        return;
      }
      const once = (): boolean => {
        const found = look();
        if (found !== undefined) resolve(found);
        return found !== undefined;
      };
      if (!once()) this.#waiters.push({ what, look: once, giveUp: reject });
    });
  }

  /** Lets model time pass. It uses the alarm, so it is not for cases about the alarm itself. */
  pass(by: Micros): Promise<true> {
    let isOver = false;
    this.#naps.push({ at: this.runtime.now() + by, wake: () => (isOver = true) });
    this.#arm();
    return this.until(`the end of ${by} µs`, () => isOver || undefined);
  }

  burn(): void {
    this.#stage.burn();
  }

  kill(): void {
    this.#stage.kill();
  }

  token(actor: string): string {
    return this.#stage.token(actor);
  }

  /** The id of the n-th visitor of this case. */
  actor(n = 0): string {
    return this.#stage.actor('visitor', n);
  }

  /** Closes every open connection, and waits until the runtime has reported it. */
  async hangUp(): Promise<void> {
    for (const line of this.lines) {
      if (line.isOver) continue;
      if (line.actor.startsWith('v') && line.session !== undefined) line.send({ f: 'end', session: line.session });
      line.close();
    }
    for (const line of this.lines) await line.ended();
  }

  /** The time is over: every waiter fails with what it waited for and what there was. */
  giveUp(): void {
    const lines = this.lines.slice(0, 5).map((line) => `\n  ${line.toString()}`);
    this.#over = 'the case was given up';
    for (const { what, giveUp } of this.#waiters.splice(0))
      giveUp(new Error(`waited in vain for ${what}; there was:${lines.join('')}`));
  }

  // ── for the runtime ─────────────────────────────────────────────────────────────────────────────────────────────

  opened(conn: Conn): void {
    const line = this.#line(conn, 'opened');
    if (line === undefined) return;
    line.opened += 1;
    this.ok(`${line.actor}: opened`, line.opened === 1, 'once', line.opened);
    this.ok(`${line.actor}: opened`, !line.isOver, 'before the end', line.ends);
    this.#happened('opened', line);
  }

  message(conn: Conn, frame: ServerFrame): void {
    const line = this.#line(conn, 'message');
    if (line === undefined) return;
    this.ok(`${line.actor}: message`, line.opened > 0 && !line.isOver, 'between opened and closed', line.ends);
    line.frames.push(frame);
    if (frame.f === 'ask' && line.answers) line.send({ f: 'alive', n: frame.n });
    this.#happened('message', line);
  }

  closed(conn: Conn, code?: number): void {
    const line = this.#line(conn, 'closed');
    if (line === undefined) return;
    line.closes.push(code ?? 'none');
    this.#ended(line);
    this.#happened('closed', line);
  }

  failed(conn: Conn): void {
    const line = this.#line(conn, 'failed');
    if (line === undefined) return;
    line.failed += 1;
    this.ok(`${line.actor}: failed`, line.opened === 0, 'only what never opened', line.opened);
    this.#ended(line);
    this.#happened('failed', line);
  }

  wake(): void {
    const now = this.runtime.now();
    const asked = this.#alarm;
    this.ok('wake', asked !== undefined, 'only when asked for, once for each time', now);
    if (asked !== undefined) this.ok('wake', now >= asked, `not before ${asked}`, now);
    this.#alarm = undefined;
    this.wakes.push(now);
    const due = this.#naps.filter(({ at }) => at <= now);
    this.#naps = this.#naps.filter(({ at }) => at > now);
    for (const nap of due) nap.wake();
    this.#arm();
    this.#happened('wake');
  }

  // ── inside ──────────────────────────────────────────────────────────────────────────────────────────────────────

  #arm(): void {
    if (this.#naps.length > 0) this.runtime.wakeAt(Math.min(...this.#naps.map(({ at }) => at)));
  }

  #line(conn: Conn, event: EventName): Line | undefined {
    const line = this.#byConn.get(conn);
    this.ok(event, line !== undefined, 'a connection that was opened', conn);
    return line;
  }

  #ended(line: Line): void {
    line.endedAt = this.runtime.now();
    this.ok(`${line.actor}: the end`, line.ends.length === 1, 'exactly one closed or failed', line.ends);
  }

  /** A promise of the port in every callback: time is whole µs and never goes back. */
  #happened(event: EventName, line?: Line): void {
    const now = this.runtime.now();
    this.ok(`now() in ${event}`, Number.isSafeInteger(now), 'whole µs', now);
    this.ok(`now() in ${event}`, now >= this.#now, `not before ${this.#now}`, now);
    this.#now = now;
    try {
      this.hook?.(event, line);
    } finally {
      this.#waiters = this.#waiters.filter(({ look }) => !look());
    }
  }
}
