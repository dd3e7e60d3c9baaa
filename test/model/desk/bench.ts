// A desk for tests: people connect, write and drop by
// one call each, and all effects are kept in order.
import assert from 'node:assert/strict';
import type { Micros } from '../../../src/model/core/time.ts';
import { Desk } from '../../../src/model/desk/desk.ts';
import type { DeskNote, StoredDesk, StoredSession, StoreRow } from '../../../src/model/desk/ports.ts';
import type { ClientFrame, ServerFrame } from '../../../src/model/protocol/frames.ts';
import type { Channel, SessionState } from '../../../src/model/rows/words.ts';
import { rules } from '../evening.ts';
import type { SessionRules } from '../../../src/model/rules/rules.ts';

export type Effect =
  | { readonly is: 'persist'; readonly t: Micros; readonly row: StoreRow }
  | { readonly is: 'send'; readonly t: Micros; readonly conn: number; readonly frame: ServerFrame }
  | { readonly is: 'close'; readonly t: Micros; readonly conn: number; readonly code: number }
  | { readonly is: 'note'; readonly t: Micros; readonly note: DeskNote };

export const TOKEN = 'agent-token';
const OPEN: readonly SessionState[] = ['queued', 'offered', 'active', 'inactive', 'idle_warned'];
export const isOpenState = (state: string): boolean => (OPEN as readonly string[]).includes(state);

/** Rules without page checks, so that only the rule under test acts. */
export const quiet = (change: Partial<SessionRules> = {}): SessionRules =>
  rules({ liveness: { ...rules().liveness, page: null }, ...change });

export class Bench {
  readonly desk: Desk;
  readonly rules: SessionRules;
  readonly log: Effect[] = [];
  /** The present connection of each actor. */
  readonly conns = new Map<string, number>();
  now: Micros;
  /** What the desks before a restart had persisted. */
  #before: StoreRow[] = [];
  #nextConn: number;

  constructor(deskRules: SessionRules = quiet(), start: { now?: Micros; conn?: number } = {}) {
    this.rules = deskRules;
    this.now = start.now ?? 0;
    this.#nextConn = start.conn ?? 1;
    this.desk = new Desk({
      rules: deskRules,
      sink: {
        persist: (row) => this.log.push({ is: 'persist', t: this.now, row: copy(row) }),
        send: (conn, frame) => this.log.push({ is: 'send', t: this.now, conn, frame: copy(frame) }),
        close: (conn, code) => this.log.push({ is: 'close', t: this.now, conn, code }),
        note: (note) => this.log.push({ is: 'note', t: this.now, note: copy(note) }),
      },
      verifyAgent: (_agent, token) => token === TOKEN,
    });
  }

  /** Lets time pass until `t`, and carries out every deadline when it is due. */
  until(t: Micros): this {
    for (let steps = 0; this.desk.nextDue() <= t; steps++) {
      assert.ok(steps < 100_000, `the desk is busy without end at ${this.now}`);
      this.now = Math.max(this.now, this.desk.nextDue());
      this.desk.advance(this.now);
    }
    this.now = Math.max(this.now, t);
    return this;
  }

  later(by: Micros): this {
    return this.until(this.now + by);
  }

  frame(actor: string, frame: ClientFrame): void {
    const conn = this.conns.get(actor);
    assert.ok(conn !== undefined, `${actor} is not connected`);
    this.desk.frame(conn, frame, this.now);
  }

  visitor(actor: string, more: { channel?: Channel; session?: string; seq?: number; token?: string } = {}): number {
    const { token = `secret of ${actor}`, ...rest } = more;
    return this.#hello(actor, { f: 'hello', v: 1, role: 'visitor', actor, token, ...rest });
  }

  agent(actor: string, token = TOKEN): number {
    return this.#hello(actor, { f: 'hello', v: 1, role: 'agent', actor, token });
  }

  agents(...names: string[]): this {
    for (const name of names) this.agent(name);
    return this;
  }

  #hello(actor: string, hello: ClientFrame & { f: 'hello' }): number {
    const conn = this.#nextConn++;
    this.conns.set(actor, conn);
    this.desk.frame(conn, hello, this.now);
    return conn;
  }

  say(actor: string, id: string, session?: string, text = `text of ${id}`): void {
    this.frame(actor, { f: 'msg', id, text, ...(session !== undefined && { session }) });
  }

  end(actor: string, session: string): void {
    this.frame(actor, { f: 'end', session });
  }

  drop(actor: string): void {
    const conn = this.conns.get(actor);
    assert.ok(conn !== undefined, `${actor} is not connected`);
    this.conns.delete(actor);
    this.desk.disconnected(conn, this.now);
  }

  // ── what came out ─────────────────────────────────────────────────────────────────────────────────────────────────

  rows<K extends StoreRow['kind']>(kind: K): (StoreRow & { kind: K })[] {
    return this.log.flatMap((e) =>
      e.is === 'persist' && e.row.kind === kind ? [e.row as StoreRow & { kind: K }] : [],
    );
  }

  /** The last stored state of each session. */
  sessions(): StoredSession[] {
    return [...new Map(this.rows('session').map(({ session }) => [session.id, session])).values()];
  }

  session(id: string): StoredSession {
    return this.sessions().find((s) => s.id === id) ?? assert.fail(`no session ${id}`);
  }

  /** Frames of one kind, sent to a connection or to an actor's present connection. */
  sent<F extends ServerFrame['f']>(to: string | number, f: F): (ServerFrame & { f: F })[] {
    const conn = typeof to === 'number' ? to : this.conns.get(to);
    return this.log.flatMap((e) =>
      e.is === 'send' && e.conn === conn && e.frame.f === f ? [e.frame as ServerFrame & { f: F }] : [],
    );
  }

  notes<N extends DeskNote['note']>(note: N): (DeskNote & { note: N })[] {
    return this.log.flatMap((e) => (e.is === 'note' && e.note.note === note ? [e.note as DeskNote & { note: N }] : []));
  }

  notices(to: string | number): string[] {
    return this.sent(to, 'notice').map((frame) => `${frame.kind} ${frame.session}`);
  }

  shown(to: string | number): string[] {
    return this.sent(to, 'msg').map((frame) => frame.id);
  }

  inbox(agent: string): string[] {
    return this.desk.inbox().find((list) => list.agent === agent)?.sessions ?? [];
  }

  /** Everything that was persisted, as a durable store would pass it to a desk that starts. */
  stored(): StoredDesk {
    const all = [...this.#before, ...this.log.flatMap((e) => (e.is === 'persist' ? [e.row] : []))];
    const of = <K extends StoreRow['kind']>(kind: K): (StoreRow & { kind: K })[] =>
      all.filter((row): row is StoreRow & { kind: K } => row.kind === kind);
    return {
      visitors: of('visitor').map((row) => [row.visitor, row.secret] as const),
      sessions: [...new Map(of('session').map(({ session }) => [session.id, session])).values()],
      messages: of('message'),
      leftIds: of('left').map((row) => row.id),
      agents: [...new Map(of('agent').map(({ agent }) => [agent.id, agent])).values()],
      settings: of('setting'),
    };
  }

  /** Crashes this desk and starts another one from what was persisted. */
  restarted(): Bench {
    const fresh = new Bench(this.rules, { now: this.now, conn: this.#nextConn });
    fresh.#before = [...this.#before, ...this.log.flatMap((e) => (e.is === 'persist' ? [e.row] : []))];
    fresh.desk.restore(this.stored(), this.now);
    return fresh;
  }
}

function copy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
