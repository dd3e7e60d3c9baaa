// The parties of the desk: visitors with their threads, agents with their lists, and connections.
import type { Conn } from '../../ports/runtime.ts';
import type { ServerFrame } from '../../protocol/frames.ts';
import type { Micros } from '../../core/time.ts';
import type { Channel } from '../../rows/words.ts';
import type { Session } from '../session.ts';

/**
 * How many ids per author a store returns after a restart, besides those of the sessions that it
 * returns. The desk itself remembers as many per agent.
 */
export const RECENT_IDS = 64;
/**
 * How many the desk remembers per visitor. A client that was cut off resends everything that was
 * not acknowledged, and a slow server may have stored all of it.
 */
const VISITOR_IDS = 1_000;

/**
 * Remembers where recent messages of one author went, so that a resend is acked and not stored
 * twice.
 */
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
  /** How many of the sessions rest and use no capacity. */
  resting: number;
  /** When each wrap-up after a close ends, earliest first. */
  readonly wrapping: Micros[];
  /** How many rings in a row this agent declined or let time out. */
  misses: number;
  /**
   * Rings in a row that came to nothing for any reason. Among equals, the agent with fewer is next.
   */
  vain: number;
  /**
   * Numbers of this agent's last turn, and of the last one that ended, among all turns of the desk.
   * `round_robin` and `longest_idle` go by them. A ring is a turn, taken or not.
   */
  given: number;
  freed: number;
  readonly ids: RecentIds;
  /** Notices about the agent's sessions during an absence, sent at the next hello. */
  readonly missed: (ServerFrame & { readonly f: 'notice' })[];
  conn?: Conn;
  online: boolean;
  /** The agent set the status to away; a reconnect does not change that. */
  away: boolean;
  goneAt?: Micros;
  /** The sessions have been handed over during this absence. */
  handedOver: boolean;
  wake: Micros;
  /** The agent's row as last stored. */
  stored: string;
}

/** How much of an agent's capacity is in use. */
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

/** Registers a connection at its first frame. */
export function newLink(links: Map<Conn, Link>, conn: Conn, now: Micros): Link {
  const link: Link = { conn, heard: now, asked: 0, wake: Infinity };
  links.set(conn, link);
  return link;
}

/** When a quiet connection is checked again: to be asked once more, or to be closed. */
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
