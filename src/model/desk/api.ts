// How a shell (server or simulator) drives the desk.
import type { Micros } from '../core/time.ts';
import type { ClientFrame } from '../protocol/frames.ts';
import type { SessionState } from '../rows/words.ts';
import type { SessionRules } from '../rules/rules.ts';
import type { StoredDesk } from './ports.ts';
import type { Setting } from './rule-book.ts';

/** Checks the token of an agent. Visitors bring a secret of their own, which the desk keeps from the first hello on. */
export type VerifyAgent = (agent: string, token: string) => boolean;

export interface DeskStats {
  /** Open sessions by state. */
  readonly sessions: Readonly<Partial<Record<SessionState, number>>>;
  readonly queued: number;
  readonly agents: { readonly available: number; readonly busy: number; readonly away: number };
}

/** What an ack has said of a message. */
export interface Place {
  readonly session: string;
  readonly seq: number;
}

/** When the desk last heard a connection, when it looks again, and how it stops and goes on looking by itself. */
export interface DeskPulse {
  readonly heard: Micros;
  readonly wake: Micros;
  rest(): void;
  play(heard: Micros, wake: Micros, asked: number): void;
}

/**
 * The desk as a state machine. It owns no clock and no randomness: every call brings `now` (µs of model time, never going back),
 * and everything it decides leaves through its `DeskSink`, in order.
 */
export interface DeskApi {
  /** What holds for everything that begins now. */
  readonly rules: SessionRules;
  /** A valid frame from a connection; the first one must be `hello`. None may come from a connection that the desk has closed. */
  frame(conn: number, frame: ClientFrame, now: Micros): void;
  /** A connection is gone, for whatever reason. */
  disconnected(conn: number, now: Micros): void;
  /** When the next deadline is due (µs; Infinity when there is none). */
  nextDue(): Micros;
  /** When a rule acts on a session or an agent the next time, as far as nobody says anything before (µs; Infinity: none will). */
  nextRule(): Micros;
  /** Carries out everything due by `now`. */
  advance(now: Micros): void;
  /** Takes over what a store held before a restart. Call once, before any frame. */
  restore(stored: StoredDesk, now: Micros): void;
  /** The desk's half of the heartbeats of a connection, when it waits for no answer; for a simulator that works them out. */
  pulse(conn: number): DeskPulse | undefined;
  /** Is nobody of this name connected, and no session of theirs open? */
  isOver(visitor: string): boolean;
  /** Takes a visitor who is over out of memory. Who comes again under this name is a stranger. */
  forget(visitor: string): void;
  /** Other rules from now on. */
  change(setting: Setting): void;
  /** Where a visitor's message was acknowledged; undefined for one that the desk does not remember. */
  settled(message: string): Place | undefined;
  stats(): DeskStats;
  /** Sessions that the list of each agent shows now. */
  inbox(): { agent: string; sessions: string[] }[];
}
