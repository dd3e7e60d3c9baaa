// Clients in virtual time that do what a test says, and record each event with its time.
import type { Micros } from '../../../src/model/core/time.ts';
import type { RuntimeEvents } from '../../../src/model/ports/runtime.ts';
import type { ServerFrame } from '../../../src/model/protocol/frames.ts';
import type { SessionRules } from '../../../src/model/rules/rules.ts';
import { sameDelay, type Delay } from '../../../src/model/runner/virtual/network.ts';
import { World } from '../../../src/model/runner/virtual/world.ts';
import { rules, STAFF } from '../evening.ts';

export interface Happened {
  readonly t: Micros;
  readonly conn: number;
  readonly what: ServerFrame['f'] | 'opened' | 'closed' | 'failed';
  readonly frame?: ServerFrame;
  readonly code?: number;
}

/** Rules under which nothing happens by itself: no idle clock, no page checks, no hand-over. */
export const still = (): SessionRules => ({
  ...rules({ idle: null }),
  agents: { capacity: 1000, handOver: null, presence: 'transport', supervisors: [], ...STAFF },
  liveness: { transport: rules().liveness.transport, page: null },
});

/**
 * A world with clients under the control of the test. A
 * client says hello as soon as its connection is open.
 */
export class Wire implements RuntimeEvents {
  readonly world: World;
  readonly log: Happened[] = [];
  readonly #actors: string[] = [];

  constructor(o: { delay?: Delay; commit?: Micros; rules?: SessionRules } = {}) {
    this.world = new World({
      rules: o.rules ?? still(),
      delay: o.delay ?? sameDelay(20_000),
      commit: o.commit ?? 0,
      agentTokens: { a0: 'x', a1: 'x' },
      record: () => {},
    });
    this.world.attach(this);
  }

  /** Opens a connection. @returns its number */
  connect(actor: string): number {
    const conn = this.#actors.push(actor) - 1;
    this.world.open(conn, actor);
    return conn;
  }

  /** Sends `ask`. The answer comes at once and needs no store. */
  ask(conn: number, n: number): void {
    this.world.send(conn, { f: 'ask', n });
  }

  /** Sends a message. The answer comes when it is stored. */
  say(conn: number, n: number, session?: string): void {
    const id = `${this.#actors[conn] ?? ''}/${n}`;
    this.world.send(conn, { f: 'msg', id, text: `text ${n}`, ...(session !== undefined && { session }) });
  }

  /** Plays until `t`. */
  until(t: Micros): this {
    this.world.run(t);
    return this;
  }

  /** Plays for `by` more. */
  later(by: Micros): this {
    return this.until(this.world.now() + by);
  }

  of(conn: number): Happened[] {
    return this.log.filter((one) => one.conn === conn);
  }

  /** Frames of one kind with the times at which they came. */
  all<F extends ServerFrame['f']>(
    conn: number,
    f: F,
  ): { readonly t: Micros; readonly frame: ServerFrame & { f: F } }[] {
    return this.of(conn).flatMap(({ t, frame }) =>
      frame?.f === f ? [{ t, frame: frame as ServerFrame & { f: F } }] : [],
    );
  }

  opened(conn: number): void {
    this.#note(conn, 'opened');
    const actor = this.#actors[conn] ?? '';
    const role = actor.startsWith('v') ? 'visitor' : 'agent';
    this.world.send(conn, { f: 'hello', v: 1, role, actor, token: 'x' });
  }

  message(conn: number, frame: ServerFrame): void {
    this.#note(conn, frame.f, { frame });
  }

  closed(conn: number, code?: number): void {
    this.#note(conn, 'closed', code === undefined ? {} : { code });
  }

  failed(conn: number): void {
    this.#note(conn, 'failed');
  }

  wake(): void {
    // These clients set no alarm.
  }

  #note(conn: number, what: Happened['what'], more: Pick<Happened, 'frame' | 'code'> = {}): void {
    this.log.push({ t: this.world.now(), conn, what, ...more });
  }
}
