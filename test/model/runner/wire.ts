// Clients on virtual time that greet, ask and say what they are told to, and write down what happens to them, with its time.
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

/** Nothing happens by itself: no idle clock, no page liveness, nobody is handed over. */
export const still = (): SessionRules => ({
  ...rules({ idle: null }),
  agents: { capacity: 1000, handOver: null, presence: 'transport', supervisors: [], ...STAFF },
  liveness: { transport: rules().liveness.transport, page: null },
});

/** A world with clients that nobody programs: connection n is that of an actor, and says hello as soon as it is open. */
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

  /** Asks: the answer comes at once, and touches no store. */
  ask(conn: number, n: number): void {
    this.world.send(conn, { f: 'ask', n });
  }

  /** Says something: the answer comes when it is stored. */
  say(conn: number, n: number, session?: string): void {
    const id = `${this.#actors[conn] ?? ''}/${n}`;
    this.world.send(conn, { f: 'msg', id, text: `text ${n}`, ...(session !== undefined && { session }) });
  }

  /** Plays until the moment `t`. */
  until(t: Micros): this {
    this.world.run(t);
    return this;
  }

  /** Plays on for some time. */
  later(by: Micros): this {
    return this.until(this.world.now() + by);
  }

  of(conn: number): Happened[] {
    return this.log.filter((one) => one.conn === conn);
  }

  /** When frames of that kind came, and what was in them. */
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
    // These clients have no alarm.
  }

  #note(conn: number, what: Happened['what'], more: Pick<Happened, 'frame' | 'code'> = {}): void {
    this.log.push({ t: this.world.now(), conn, what, ...more });
  }
}
