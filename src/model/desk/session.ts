// A session and its transition table: which input moves it from which state to which.
import { invariant } from '../core/check.ts';
import type { ServerFrame } from '../protocol/frames.ts';
import type { Micros } from '../core/time.ts';
import type { EarlierLife, Touched } from '../rows/rows.ts';
import type { Channel, CloseReason, SessionState } from '../rows/words.ts';
import type { BotRule } from '../rules/rules.ts';
import { noActivity, NOT_YET, type Activity } from '../rules/clock.ts';
import type { StoreRow } from './ports.ts';

export const INPUTS = [
  'arrive',
  'assign',
  'ring',
  'unanswered',
  'prompt',
  'activity',
  'rest',
  'hand_over',
  'transfer',
  'close',
  'leave_message',
  'reopen',
] as const;
export type Input = (typeof INPUTS)[number];

/*
 * The complete transition table. A dot means: that input cannot happen in that state, and is an internal error.
 * test/model/desk/transitions.test.ts compares this table with TRANSITIONS below, and with what random runs do.
 *
 * | state        | arrive | assign | ring    | unanswered | prompt      | activity | rest     | hand_over | transfer | close  | leave_message | reopen |
 * |--------------|--------|--------|---------|------------|-------------|----------|----------|-----------|----------|--------|---------------|--------|
 * | new          | queued | .      | .       | .          | .           | .        | .        | .         | .        | .      | .             | .      |
 * | queued       | .      | active | offered | .          | .           | queued   | .        | .         | .        | closed | left_message  | .      |
 * | offered      | .      | active | .       | queued     | .           | offered  | .        | .         | .        | closed | left_message  | .      |
 * | active       | .      | .      | .       | .          | idle_warned | active   | inactive | queued    | active   | closed | left_message  | .      |
 * | inactive     | .      | .      | .       | .          | inactive    | active   | .        | queued    | active   | closed | left_message  | .      |
 * | idle_warned  | .      | .      | .       | .          | idle_warned | active   | inactive | queued    | active   | closed | left_message  | .      |
 * | closed       | .      | .      | .       | .          | .           | .        | .        | .         | .        | .      | .             | queued |
 * | left_message | .      | .      | .       | .          | .           | .        | .        | .         | .        | .      | .             | queued |
 */
export const TRANSITIONS: Readonly<Record<SessionState, Readonly<Partial<Record<Input, SessionState>>>>> = {
  new: { arrive: 'queued' },
  queued: { assign: 'active', ring: 'offered', activity: 'queued', close: 'closed', leave_message: 'left_message' },
  offered: {
    assign: 'active',
    unanswered: 'queued',
    activity: 'offered',
    close: 'closed',
    leave_message: 'left_message',
  },
  active: {
    prompt: 'idle_warned',
    activity: 'active',
    rest: 'inactive',
    hand_over: 'queued',
    transfer: 'active',
    close: 'closed',
    leave_message: 'left_message',
  },
  inactive: {
    prompt: 'inactive',
    activity: 'active',
    hand_over: 'queued',
    transfer: 'active',
    close: 'closed',
    leave_message: 'left_message',
  },
  idle_warned: {
    prompt: 'idle_warned',
    activity: 'active',
    rest: 'inactive',
    hand_over: 'queued',
    transfer: 'active',
    close: 'closed',
    leave_message: 'left_message',
  },
  closed: { reopen: 'queued' },
  left_message: { reopen: 'queued' },
};

type StoredMessage = StoreRow & { readonly kind: 'message' };

/** The state of one chat, owned and changed by the desk alone. Times are µs of model time. */
export interface Session {
  readonly id: string;
  readonly number: number;
  readonly visitor: string;
  readonly channel: Channel;
  readonly openedAt: Micros;
  /** The previous session, if the desk shows it to the new agent. */
  follows?: string;
  /** The agent who gets it if there is room: on a sticky desk the last one. */
  prefers?: string;
  state: SessionState;
  stateSince: Micros;
  activeAt?: Micros;
  closedAt?: Micros;
  reason?: CloseReason;
  closedFrom?: SessionState;
  agent?: string;
  readonly agents: string[];
  /** Earlier lives, each followed by a reopening. */
  readonly closes: EarlierLife[];
  readonly transfers: { at: Micros; doneAt?: Micros; from: string; to?: string }[];
  readonly activity: Activity;
  /** What moved the clock without being a message; most sessions have none. */
  touches?: Touched[];
  /** Prompts since the visitor's last message. */
  prompts: number;
  /** A prompt was sent, and its outcome is still open. */
  asked: boolean;
  /** Offers of the bot since the visitor's last message or click. */
  offers: number;
  /** Kept while the session is the newest of its thread, for resume and hand-over. */
  readonly messages: StoredMessage[];
  seq: number;
  /** `NOT_YET` before the visitor's first message. */
  firstVisitorAt: Micros;
  answered: boolean;
  /** Since when it rests: in its agent's list, but not counted there. Only in state `inactive`. */
  restedAt?: Micros;
  /** The agent at whom it rings, since `stateSince`. */
  ringsAt?: string;
  /** Whether that agent's client was notified of the ring, and must be notified when it is over. */
  ringShown: boolean;
  /** Since when the visitor waits for an agent. A ring in vain does not restart it. */
  waitingSince: Micros;
  /** Agents at whom it ever rang. */
  rangAt?: string[];
  /** Agents at whom it rang in vain since it began to wait, each once, the latest last. */
  readonly missedBy: string[];
  /** Agents who did not answer it. They are excluded while it waits because of that. */
  readonly barred: string[];
  /** Other groups that may get it too, because it has waited so long. */
  readonly spills: string[];
  /** Handed over and waiting for another agent. */
  handedOver: boolean;
  /** Its place in the line, and whether that is the line before new sessions. */
  ticket: number;
  goesFirst: boolean;
  /** The due close and the unanswered question for which the agent was alerted. */
  alerted: { expiring: Micros; waiting: Micros };
  /** Restart of the time before a transfer: nobody was found, or the agent was typing. */
  unanswered: Micros;
  visitorGoneAt?: Micros;
  /** Time of this session's entry in the heap of deadlines. */
  wake: Micros;
}

/** Whether a session, live or stored, is open. */
export const isOpen = (s: { readonly state: string }): boolean => s.state !== 'closed' && s.state !== 'left_message';

/**
 * Agents who have had the session since the unanswered question was asked, including the current
 * one.
 */
export const whoDidNotAnswer = ({ agent, activity, transfers }: Session): string[] => {
  const before = transfers.filter(({ at }) => at >= activity.firstAsk).map(({ from }) => from);
  return [...new Set(agent === undefined ? before : [...before, agent])];
};

/** Whether its visitor waits for an agent to take it. */
export const isWaiting = ({ state }: { readonly state: string }): boolean => state === 'queued' || state === 'offered';

export function newSession(number: number, visitor: string, channel: Channel, now: Micros): Session {
  return {
    id: `s${number}`,
    number,
    visitor,
    channel,
    openedAt: now,
    state: 'new',
    stateSince: now,
    agents: [],
    closes: [],
    transfers: [],
    activity: noActivity(now),
    prompts: 0,
    asked: false,
    offers: 0,
    messages: [],
    seq: 0,
    firstVisitorAt: NOT_YET,
    answered: false,
    ringShown: false,
    waitingSince: now,
    missedBy: [],
    barred: [],
    spills: [],
    handedOver: false,
    ticket: 0,
    goesFirst: false,
    alerted: { expiring: NOT_YET, waiting: NOT_YET },
    unanswered: NOT_YET,
    wake: Infinity,
  };
}

/**
 * Moves a session by the table.
 * @throws if the table has no such move: a bug of the desk, never of a client
 */
export function move(session: Session, input: Input, now: Micros): SessionState {
  const next = TRANSITIONS[session.state][input];
  invariant(next !== undefined, `session ${session.id}: input ${input} in state ${session.state}`);
  if (next !== session.state) session.stateSince = now;
  session.state = next;
  return next;
}

/** When a session became leave-messages, since nothing moves it afterwards; else undefined. */
export const leftAt = ({
  state,
  stateSince,
}: {
  readonly state: string;
  readonly stateSince: Micros;
}): Micros | undefined => (state === 'left_message' ? stateSince : undefined);

/** The life that ended, as it is kept when another one follows. */
function lifeOf(session: Session): EarlierLife {
  const { closedAt, reason, closedFrom, activeAt } = session;
  const begun = { openedAt: session.activity.opened, ...(activeAt !== undefined && { activeAt }) };
  const left = leftAt(session);
  if (left !== undefined) return { ...begun, leftAt: left };
  invariant(closedAt !== undefined && reason !== undefined, `session ${session.id} is reopened and was never over`);
  return { ...begun, closedAt, reason, ...(closedFrom !== undefined && { closedFrom }) };
}

/** Before a reopening: keeps the life that ended, and clears its fields. */
export function beginAgain(session: Session, now: Micros): void {
  session.closes.push(lifeOf(session));
  delete session.closedAt;
  delete session.reason;
  delete session.closedFrom;
  delete session.activeAt;
  delete session.visitorGoneAt;
  delete session.restedAt;
  session.activity.opened = now;
  session.wake = Infinity;
  session.unanswered = NOT_YET;
}

/** The notice that a session is over. */
export const overNotice = (session: Session): ServerFrame & { f: 'notice' } => ({
  f: 'notice',
  kind: session.state === 'left_message' ? 'left_message' : 'closed',
  session: session.id,
  ...(session.reason !== undefined && { reason: session.reason }),
});

/**
 * Whether this message is an offer of the bot. The text decides, so that a restarted desk
 * recognises it.
 */
export const isOffer = ({ from, text }: Session['messages'][number], bot: BotRule | null): boolean =>
  from === 'bot' && bot !== null && text === bot.text;

/** A stored message as its readers get it. */
export const messageFrame = ({
  session,
  seq,
  id,
  from,
  text,
  at,
}: Session['messages'][number]): ServerFrame & { f: 'msg' } => ({
  f: 'msg',
  session,
  seq,
  id,
  from,
  text,
  at,
});
