// The two sides of the desk: visitors with their thread, agents with their list, and the connections they come on.
import type { Conn } from '../../ports/runtime.ts';
import type { ServerFrame } from '../../protocol/frames.ts';
import type { Micros } from '../../core/time.ts';
import type { Channel } from '../../rows/words.ts';
import type { Session } from '../session.ts';

/** How many ids of an author are remembered by a store that brings a desk back, beside those of the sessions that it brings back. Of an agent, here, too. */
export const RECENT_IDS = 64;
/** And of a visitor, here: whoever was cut off sends all again that was not acknowledged, and a slow server may have stored it all. */
const VISITOR_IDS = 1_000;

/** Remembers where recent messages of one author went, so that a resend is answered and not stored twice. */
class RecentIds {
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
  /** Sessions that ring here and have not been taken. */
  readonly ringing: Set<Session>;
  /** How many of the sessions rest, and do not count. */
  resting: number;
  /** Until when places are kept after a close, earliest first. */
  readonly wrapping: Micros[];
  /** How many sessions in a row the agent did not take when they rang. */
  misses: number;
  /** Rings in a row that came to nothing, whosever doing it was: of equals, who has fewer is next. */
  vain: number;
  /**
   * Numbers of the last turn this agent had, and of the last that was over, among all that ever were: what round robin and longest
   * idle go by. A ring is a turn, taken or not.
   */
  given: number;
  freed: number;
  readonly ids: RecentIds;
  /** What became of the agent's sessions while the agent was away, who is told at the next hello. */
  readonly missed: (ServerFrame & { readonly f: 'notice' })[];
  conn?: Conn;
  online: boolean;
  /** Said to be away by a status of the agent's own; a reconnect does not change that. */
  away: boolean;
  goneAt?: Micros;
  /** The sessions have been handed over since then. */
  handedOver: boolean;
  wake: Micros;
  /** The agent as the store has them. */
  stored: string;
}

/** How many places of an agent's capacity are taken. */
export const loadOf = ({ sessions, ringing, resting, wrapping }: Agent): number =>
  sessions.size - resting + ringing.size + wrapping.length;

interface Clock {
  readonly every: Micros;
  readonly limit: Micros;
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

export const isSignedIn = ({ visitor, agent }: Link): boolean => visitor !== undefined || agent !== undefined;

/** A connection that has just been heard of, among all of them. */
export function newLink(links: Map<Conn, Link>, conn: Conn, now: Micros): Link {
  const link: Link = { conn, heard: now, asked: 0, wake: Infinity };
  links.set(conn, link);
  return link;
}

/** When a quiet connection is looked at again: to be asked once more, or to be given up. */
export const nextLook = ({ asked, heard }: Link, { every, limit }: Clock): Micros =>
  asked > 0 ? Math.min(heard + limit, heard + every * (asked + 1)) : heard + every;

export const newVisitor = (id: string, secret: string): Visitor => ({
  id,
  secret,
  newest: new Map(),
  ids: new RecentIds(VISITOR_IDS),
});

export const newAgent = (id: string, number: number): Agent => ({
  id,
  number,
  sessions: new Set(),
  ringing: new Set(),
  resting: 0,
  wrapping: [],
  misses: 0,
  vain: 0,
  given: 0,
  freed: 0,
  ids: new RecentIds(RECENT_IDS),
  missed: [],
  online: false,
  handedOver: false,
  away: false,
  wake: Infinity,
  stored: '',
});
