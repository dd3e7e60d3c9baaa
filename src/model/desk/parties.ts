// The two sides of the desk: visitors with their thread, agents with their list, and the connections they come on.
import type { Conn } from '../ports/runtime.ts';
import type { ServerFrame } from '../protocol/frames.ts';
import type { Micros } from '../core/time.ts';
import type { Channel } from '../rows/words.ts';
import type { Session } from './session.ts';

/** How many ids of an author are remembered, here and by a store that brings a desk back. */
export const RECENT_IDS = 64;

/** Remembers where recent messages of one author went, so that a resend is answered and not stored twice. */
export class RecentIds {
  readonly #known = new Map<string, { session: string; seq: number }>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get(id: string): { session: string; seq: number } | undefined {
    return this.#known.get(id);
  }

  add(id: string, session: string, seq: number): void {
    this.#known.set(id, { session, seq });
    if (this.#known.size <= this.#most) return;
    const oldest = this.#known.keys().next().value;
    if (oldest !== undefined) this.#known.delete(oldest);
  }
}

export interface Visitor {
  readonly id: string;
  readonly secret: string;
  /** The newest session of each thread, open or closed. */
  readonly newest: Map<Channel, Session>;
  readonly ids: RecentIds;
  conn?: Conn;
}

export interface Agent {
  readonly id: string;
  readonly number: number;
  /** Open sessions in this agent's list, in order of assignment. */
  readonly sessions: Set<Session>;
  readonly ids: RecentIds;
  /** What became of the agent's sessions while the agent was away, who is told at the next hello. */
  readonly missed: (ServerFrame & { readonly f: 'notice' })[];
  conn?: Conn;
  online: boolean;
  /** Said to be away by a status of the agent's own; a reconnect does not change that. */
  away: boolean;
  goneAt?: Micros;
  wake: Micros;
}

/** A connection: who is on it (after hello), and when something was last heard. */
export interface Link {
  readonly conn: Conn;
  visitor?: Visitor;
  channel?: Channel;
  agent?: Agent;
  heard: Micros;
  asked: number;
  wake: Micros;
}

export const newVisitor = (id: string, secret: string): Visitor => ({
  id,
  secret,
  newest: new Map(),
  ids: new RecentIds(RECENT_IDS),
});

export const newAgent = (id: string, number: number): Agent => ({
  id,
  number,
  sessions: new Set(),
  ids: new RecentIds(RECENT_IDS),
  missed: [],
  online: false,
  away: false,
  wake: Infinity,
});
