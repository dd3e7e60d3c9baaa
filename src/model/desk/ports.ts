// What the desk emits: rows to persist and frames to send, in one order, and notes for metrics.
import type { Micros } from '../core/time.ts';
import type { ServerFrame } from '../protocol/frames.ts';
import type { WitnessSession } from '../rows/rows.ts';
import type { AlertKind, Channel, CloseReason, Rang, Refusal, Sender } from '../rows/words.ts';
import type { Activity } from '../rules/clock.ts';
import type { Setting } from './rule-book.ts';

/** A session as it is stored: everything a restart needs. */
export type StoredSession = WitnessSession & {
  readonly agent?: string;
  readonly seq?: number;
  readonly stateSince: Micros;
  readonly prefers?: string;
  /** Start of the time before a transfer, if that is not a message. */
  readonly unanswered?: Micros;
  readonly restedAt?: Micros;
  /** The due close and the unanswered question for which its agent was alerted. */
  readonly alerted?: { readonly expiring?: Micros; readonly waiting?: Micros };
  readonly waits?: StoredWait;
};

/** How a session waits for an agent, if it waits. */
export interface StoredWait {
  readonly since: Micros;
  readonly ticket: number;
  readonly goesFirst?: boolean;
  readonly handedOver?: boolean;
  readonly missedBy?: readonly string[];
  readonly barred?: readonly string[];
  /** The agent at whom it rings. */
  readonly ringsAt?: string;
  readonly ringShown?: boolean;
}

/**
 * What a restart needs to know of an agent. Fields that the rules do not use are not stored, so
 * that few changes need a write.
 */
export interface StoredAgent {
  readonly id: string;
  readonly online: boolean;
  readonly away?: boolean;
  readonly handedOver?: boolean;
  /** Rings in a row that were not taken: `misses` by the agent's doing, `vain` for any reason. */
  readonly misses?: number;
  readonly vain?: number;
  readonly given?: number;
  readonly freed?: number;
  /** When each wrap-up after a close ends. */
  readonly wrapping?: readonly Micros[];
  /** Notices for the agent's next hello. */
  readonly missed?: readonly (ServerFrame & { readonly f: 'notice' })[];
}

/**
 * What was done with a leave-message: notified in some way (or given up), assigned to an agent,
 * answered.
 */
export interface LeftChange {
  readonly id: string;
  readonly what: 'notified' | 'gave_up' | 'assigned' | 'replied';
  readonly via?: string;
  readonly agent?: string;
  readonly text?: string;
  readonly at: Micros;
}

/** What a durable store keeps. `session` and `agent` replace the earlier row of the same id; the others are appended. */
export type StoreRow =
  | { readonly kind: 'visitor'; readonly visitor: string; readonly secret: string }
  | { readonly kind: 'agent'; readonly agent: StoredAgent }
  | { readonly kind: 'session'; readonly session: StoredSession }
  | {
      readonly kind: 'message';
      readonly session: string;
      readonly seq: number;
      readonly id: string;
      readonly from: Sender;
      readonly text: string;
      readonly at: Micros;
    }
  | ({ readonly kind: 'setting' } & Setting)
  | ({ readonly kind: 'left_change' } & LeftChange)
  | {
      readonly kind: 'left';
      readonly id: string;
      readonly visitor: string;
      readonly text: string;
      readonly at: Micros;
    };

/**
 * The outcome of a prompt: somebody did something, the idle close came first, or the session ended
 * otherwise or was handed over.
 */
export type PromptOutcome = 'activity' | 'expired' | 'closed';

/** What happened, for metrics. Durations are µs of model time. */
export type DeskNote =
  | { readonly note: 'opened'; readonly channel: Channel }
  | {
      readonly note: 'closed';
      readonly reason: CloseReason;
      readonly lateness: Micros;
      readonly duration: Micros;
      /** How long it had waited, if it was closed in the queue. */
      readonly waited?: Micros;
    }
  | { readonly note: 'reopened' }
  /** The session became leave-messages: it is over, but not closed. */
  | { readonly note: 'kept'; readonly lateness: Micros; readonly duration: Micros; readonly waited?: Micros }
  | { readonly note: 'assigned'; readonly waited: Micros }
  /**
   * A session rang at an agent, who took it, declined it or did nothing; or the ring was withdrawn.
   */
  | { readonly note: 'rang'; readonly outcome: Rang }
  /** The same message again: to a reader who reconnected, or an ack to a sender who resent it. */
  | { readonly note: 'redelivered'; readonly cause: 'reconnect' | 'retry' }
  | { readonly note: 'accepted'; readonly from: Sender }
  | { readonly note: 'refused'; readonly why: Refusal }
  | { readonly note: 'prompted' }
  | { readonly note: 'alerted'; readonly kind: AlertKind }
  /** The bot has offered options; a visitor has clicked one. */
  | { readonly note: 'offered' }
  | { readonly note: 'clicked' }
  | { readonly note: 'prompt_resolved'; readonly outcome: PromptOutcome }
  | { readonly note: 'first_response'; readonly took: Micros }
  | { readonly note: 'transfer'; readonly outcome: 'completed' | 'failed'; readonly took: Micros }
  | { readonly note: 'left_message'; readonly id: string; readonly visitor: string; readonly text: string }
  | { readonly note: 'reconnected'; readonly role: 'visitor' | 'agent'; readonly gap: Micros };

/** Everything the desk pushes. Calls arrive in order; a shell must not let a `send` overtake a `persist` before it. */
export interface DeskSink {
  persist(row: StoreRow): void;
  send(conn: number, frame: ServerFrame): void;
  close(conn: number, code: number): void;
  note(note: DeskNote): void;
}

/** Everything that a desk needs after a restart. */
export interface StoredDesk {
  readonly visitors: readonly (readonly [visitor: string, secret: string])[];
  readonly sessions: readonly StoredSession[];
  /** Messages of the newest session of each thread, open or closed, and the newest `RECENT_IDS` of each author, in order of storing. */
  readonly messages: readonly (StoreRow & { readonly kind: 'message' })[];
  readonly leftIds: readonly string[];
  /** In order of joining. */
  readonly agents: readonly StoredAgent[];
  /** Changes of the rules, in order. */
  readonly settings?: readonly Setting[];
  /** Number of the last session, if the store does not return all of them. */
  readonly lastSession?: number;
}

export type { Activity };
