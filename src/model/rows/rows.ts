// The kinds of ledger rows: what a party did or saw, one closed set, written as NDJSON in the order below.
import type { Micros } from '../core/time.ts';
import type {
  AlertKind,
  Channel,
  CloseReason,
  DeviceState,
  Ending,
  EpisodeKind,
  PathState,
  PlayEnd,
  Refusal,
  Sender,
  Touch,
} from './words.ts';

/** A stretch of a device or path state in a plan: starts `at` after arrival and lasts `for` (µs). */
export interface Episode {
  readonly habit: string;
  readonly kind: EpisodeKind;
  readonly at: Micros;
  readonly for: Micros;
}

/**
 * Everything a visitor means to do, drawn at arrival. Byte-equal under every engine, profile and
 * speed.
 */
export interface VisitorPlan {
  readonly at: Micros;
  readonly persona: string;
  readonly channel: Channel;
  /** Think time before each turn, µs; the first is 0. Its length is the number of turns. */
  readonly think: readonly Micros[];
  readonly lines: readonly number[];
  readonly patience: Micros;
  readonly replyPatience: Micros;
  readonly lingers: Micros;
  readonly ending: Ending;
  readonly episodes: readonly Episode[];
  /** Per close: whether this visitor would write again. */
  readonly comesBack: readonly boolean[];
  /** Per prompt: the delay until "still here", or -1 for no reaction. */
  readonly prompts: readonly Micros[];
  readonly lead: boolean;
  readonly annoyed: boolean;
}

/** An agent's shift. `pace` is in thousandths of the reading and typing time. */
export interface AgentPlan {
  readonly at: Micros;
  readonly persona: string;
  readonly pace: number;
  readonly leaves: Micros;
  readonly episodes: readonly Episode[];
}

/** A row before the recorder has stamped it with time, party and count. */
export type RowBody =
  // conductor
  | {
      readonly what: 'run';
      readonly seed: string;
      readonly speed: number;
      readonly profile: string;
      readonly engine: string;
      readonly pathAt: 'runner' | 'proxy';
      readonly visitors: number;
      readonly agents: number;
    }
  /** `complete`: whether the drain was complete (only in `drain_end`). `why`: what ended play. */
  | { readonly what: 'phase'; readonly phase: Phase; readonly complete?: boolean; readonly why?: PlayEnd }
  /** The server was crashed on purpose, or is up again. */
  | { readonly what: 'fault'; readonly is: 'down' | 'up' }
  // any actor
  | { readonly what: 'plan'; readonly plan: VisitorPlan | AgentPlan }
  | { readonly what: 'say'; readonly id: string; readonly turn: number; readonly h: string; readonly session?: string }
  | { readonly what: 'send'; readonly id: string; readonly try: number }
  | { readonly what: 'ack'; readonly id: string; readonly session: string; readonly seq: number }
  | { readonly what: 'refuse'; readonly id: string; readonly why: Refusal; readonly code?: string }
  | {
      readonly what: 'show';
      readonly id: string;
      readonly session: string;
      readonly seq: number;
      readonly from: Sender;
      readonly h: string;
    }
  | { readonly what: 'look'; readonly id: string; readonly session: string }
  /** The agent's client is alerted that a session needs them. */
  | { readonly what: 'alert'; readonly session: string; readonly kind: AlertKind }
  /** What a client sends to the server besides messages. */
  | {
      readonly what: 'act';
      readonly is: 'typing' | 'activity' | 'click' | 'take' | 'decline';
      readonly session: string;
    }
  | {
      readonly what: 'notice';
      readonly kind: NoticeKind;
      readonly session: string;
      readonly reason?: CloseReason;
      readonly agent?: string;
      readonly visitor?: string;
    }
  | {
      readonly what: 'conn';
      readonly n: number;
      readonly is: 'open' | 'closed' | 'failed' | 'abandoned';
      readonly code?: number;
    }
  | { readonly what: 'device'; readonly is: DeviceState }
  | { readonly what: 'path'; readonly is: PathState }
  | { readonly what: 'fence'; readonly id: string; readonly session: string; readonly is: 'sent' | 'acked' | 'seen' }
  | { readonly what: 'end'; readonly rows: number; readonly said: number }
  // visitor
  | { readonly what: 'intend'; readonly turn: number; readonly think: Micros; readonly due: Micros }
  | { readonly what: 'gave_up'; readonly why: GiveUp; readonly left: number }
  | { readonly what: 'finish'; readonly how: Ending }
  | { readonly what: 'leave' }
  // what the server reports, read at the end by a fresh client through the target port
  | { readonly what: 'w_session'; readonly session: WitnessSession }
  | { readonly what: 'w_message'; readonly message: WitnessMessage }
  | { readonly what: 'w_left'; readonly left: WitnessLeft }
  | { readonly what: 'w_inbox'; readonly agent: string; readonly sessions: readonly string[] };

export type Phase = 'start' | 'arrivals_end' | 'play_end' | 'drain_start' | 'drain_end';
export const NOTICE_KINDS = [
  'queued',
  'assigned',
  'warned',
  'closed',
  'transferred',
  'left_message',
  'reopened',
  'offered',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];
export type GiveUp = 'queue' | 'no_reply' | 'closed' | 'refused';

/**
 * An earlier life of a session that continued under the same id: closed for a reason, or turned
 * into leave-messages.
 */
export interface EarlierLife {
  readonly openedAt: Micros;
  readonly activeAt?: Micros;
  readonly closedAt?: Micros;
  readonly reason?: CloseReason;
  readonly closedFrom?: string;
  readonly leftAt?: Micros;
}

/** A session as the server reports it. */
export interface WitnessSession {
  readonly id: string;
  readonly visitor: string;
  readonly channel: Channel;
  readonly openedAt: Micros;
  readonly activeAt?: Micros;
  readonly closedAt?: Micros;
  readonly reason?: CloseReason;
  /** When it became leave-messages; a server need not report it. */
  readonly leftAt?: Micros;
  readonly state: string;
  /** State before the close. */
  readonly closedFrom?: string;
  readonly agents: readonly string[];
  /** The earlier lives of a session that was reopened. */
  readonly closes?: readonly EarlierLife[];
  readonly transfers: readonly {
    readonly at: Micros;
    readonly doneAt?: Micros;
    readonly from: string;
    readonly to?: string;
  }[];
  /** Agents at whom it rang, in order, each once. */
  readonly rangAt?: readonly string[];
  /** The previous session, if the agent could see it. */
  readonly follows?: string;
  /** What moved the idle clock without being a message, in order of time. */
  readonly touches?: readonly Touched[];
}

export interface Touched {
  readonly kind: Touch;
  readonly at: Micros;
}

export interface WitnessMessage {
  readonly session: string;
  readonly seq: number;
  readonly id: string;
  readonly from: Sender;
  readonly at: Micros;
  /** Hash of the text, see `textHash`. */
  readonly h: string;
}

export interface WitnessLeft {
  readonly id: string;
  readonly visitor: string;
  readonly at: Micros;
  readonly h: string;
}

/**
 * One row of the ledger. `by` is a party: an actor (`v12`, `a3`), `server` (what it reports) or
 * `conductor`; `k` counts its rows from 0.
 */
export type Row = { readonly t: Micros; readonly by: string; readonly k: number } & RowBody;

export const ROW_KINDS: readonly RowBody['what'][] = [
  'run',
  'phase',
  'fault',
  'plan',
  'say',
  'send',
  'ack',
  'refuse',
  'show',
  'look',
  'alert',
  'act',
  'notice',
  'conn',
  'device',
  'path',
  'fence',
  'end',
  'intend',
  'gave_up',
  'finish',
  'leave',
  'w_session',
  'w_message',
  'w_left',
  'w_inbox',
];
