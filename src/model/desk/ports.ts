// What the desk gives out: rows to persist and frames to send, in one order, and notes for metrics.
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
  /** Since when the rule on transfers counts, where that is not a message. */
  readonly unanswered?: Micros;
  readonly restedAt?: Micros;
  /** The close, and the question, that its agent has been told of. */
  readonly alerted?: { readonly expiring?: Micros; readonly waiting?: Micros };
  readonly waits?: StoredWait;
};

/** How a session waits for an agent, as far as it does. */
export interface StoredWait {
  readonly since: Micros;
  readonly ticket: number;
  readonly goesFirst?: boolean;
  readonly handedOver?: boolean;
  readonly missedBy?: readonly string[];
  readonly barred?: readonly string[];
  /** It rings there. */
  readonly ringsAt?: string;
  readonly ringShown?: boolean;
}

/** An agent as a restart has to know them. What the rules of the desk do not look at is not stored, so that few changes need a write. */
export interface StoredAgent {
  readonly id: string;
  readonly online: boolean;
  readonly away?: boolean;
  readonly handedOver?: boolean;
  /** Rings in a row that were not taken: by the agent's doing, and for any reason. */
  readonly misses?: number;
  readonly vain?: number;
  readonly given?: number;
  readonly freed?: number;
  /** Until when places are kept after a close. */
  readonly wrapping?: readonly Micros[];
  /** What the agent is to be told at the next hello. */
  readonly missed?: readonly (ServerFrame & { readonly f: 'notice' })[];
}

/** What was done with a leave-message after it came: told by some way (or given up), given to somebody, answered. */
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

/** What became of a prompt: somebody did something, the idle close came first, or the session ended otherwise or changed assignment. */
export type PromptOutcome = 'activity' | 'expired' | 'closed';

/** What happened, for metrics. `value` is µs of model time where there is one. */
export type DeskNote =
  | { readonly note: 'opened'; readonly channel: Channel }
  | {
      readonly note: 'closed';
      readonly reason: CloseReason;
      readonly lateness: Micros;
      readonly duration: Micros;
      /** For how long it had been in the queue, when it was closed there. */
      readonly waited?: Micros;
    }
  | { readonly note: 'reopened' }
  /** A queue timeout turned the session into leave-messages: it is over, and not closed. */
  | { readonly note: 'kept'; readonly lateness: Micros; readonly duration: Micros; readonly waited?: Micros }
  | { readonly note: 'assigned'; readonly waited: Micros }
  /** A session rang at an agent's, who took it, said no, or did nothing; or it was over while it rang. */
  | { readonly note: 'rang'; readonly outcome: Rang }
  /** The same message once more: to a reader that came back, or an ack to a sender that sent it again. */
  | { readonly note: 'redelivered'; readonly cause: 'reconnect' | 'retry' }
  | { readonly note: 'accepted'; readonly from: Sender }
  | { readonly note: 'refused'; readonly why: Refusal }
  | { readonly note: 'prompted' }
  | { readonly note: 'alerted'; readonly kind: AlertKind }
  /** The bot has offered something to click on; somebody has clicked. */
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

/** Everything needed to bring a desk back after a restart. */
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
  /** Number of the last session, where the store does not hand out all of them. */
  readonly lastSession?: number;
}

export type { Activity };
