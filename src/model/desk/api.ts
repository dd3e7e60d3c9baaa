// How a shell (server or simulator) drives the desk.
import type { Micros } from '../core/time.ts';
import type { ClientFrame } from '../protocol/frames.ts';
import type { SessionState } from '../rows/words.ts';
import type { SessionRules } from '../rules/rules.ts';
import type { StoredDesk } from './ports.ts';
import type { Setting } from './rule-book.ts';

/**
 * Checks the token of an agent. Visitors bring a secret of their own, which the desk keeps from
 * their first hello.
 */
export type VerifyAgent = (agent: string, token: string) => boolean;

export interface DeskStats {
  /** Open sessions by state. */
  readonly sessions: Readonly<Partial<Record<SessionState, number>>>;
  readonly queued: number;
  readonly agents: { readonly available: number; readonly busy: number; readonly away: number };
}

/** Where a message is, as its ack said. */
export interface Place {
  readonly session: string;
  readonly seq: number;
}

/**
 * The desk's checks of one connection: when it last heard it and when it checks again. A simulator
 * can stop and resume them.
 */
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
  /** Rules for everything that begins now. */
  readonly rules: SessionRules;
  /** A valid frame from a connection; the first one must be `hello`. None may come from a connection that the desk has closed. */
  frame(conn: number, frame: ClientFrame, now: Micros): void;
  /** A connection is gone, for whatever reason. */
  disconnected(conn: number, now: Micros): void;
  /** When the next deadline is due (µs; Infinity when there is none). */
  nextDue(): Micros;
  /**
   * When a rule next acts on a session or an agent if nobody says anything before (µs; Infinity:
   * never).
   */
  nextRule(): Micros;
  /** Carries out everything due by `now`. */
  advance(now: Micros): void;
  /** Takes over what a store held before a restart. Call once, before any frame. */
  restore(stored: StoredDesk, now: Micros): void;
  /**
   * The desk's half of the heartbeats of a connection, if it waits for no answer; for a simulator
   * that computes them.
   */
  pulse(conn: number): DeskPulse | undefined;
  /** Whether this visitor is not connected and has no open session. */
  isOver(visitor: string): boolean;
  /** Frees the memory of a visitor who is over. A later visitor of this name counts as new. */
  forget(visitor: string): void;
  /** Changes the rules from now on. */
  change(setting: Setting): void;
  /** Where a visitor's message was acknowledged; undefined if the desk does not remember it. */
  settled(message: string): Place | undefined;
  stats(): DeskStats;
  /** The sessions in the list of each agent. */
  inbox(): { agent: string; sessions: string[] }[];
}
