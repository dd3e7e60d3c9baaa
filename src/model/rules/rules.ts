// The session rules of a desk as data: what the idle clock is anchored on, what resets it, and what happens before and after a close.
import { HOUR, MINUTE, SECOND, type Micros } from '../core/time.ts';
import type { ChannelRule } from './channels.ts';
import { TOUCHES, type AlertForm, type Channel } from '../rows/words.ts';

/** Idle since when: the six meanings that real products give it. */
export const ANCHORS = [
  'either_last_message',
  'last_visitor_message',
  'last_agent_message',
  'first_agent_reply_after_visitor',
  'per_participant',
  'visitor_page_activity',
] as const;
export type Anchor = (typeof ANCHORS)[number];

/**
 * What may move the clock: messages by sender (the welcome is the bot's, a prompt the system's), a click on an option, typing, mouse
 * or keyboard on the page, and another agent taking the session over.
 */
export const RESETS = ['visitor', 'agent', 'bot', 'prompt', ...TOUCHES, 'transfer'] as const;
export type Reset = (typeof RESETS)[number];

/** Whose turn it has to be for a session to be closed idle. */
export const PENDING = ['any', 'visitor', 'agent'] as const;
export type Pending = (typeof PENDING)[number];

/**
 * What becomes of a message written after the session was closed: the same session with the same agent whether there or not (P1), routed
 * afresh (P2), the same within a while and then a new one (P3), a new one (P4), a new one with the last agent where possible (P5), refused (P6),
 * kept as a leave-message (P7), acknowledged and lost (P8).
 */
export const AFTER_CLOSE = [
  'same_agent',
  'reopen',
  'within_window',
  'new_session',
  'sticky',
  'refuse',
  'leave_message',
  'drop',
] as const;
export type AfterClose = (typeof AFTER_CLOSE)[number];

/** The two sides of a session. */
export const SIDES = ['visitor', 'agent'] as const;
export type Side = (typeof SIDES)[number];

/** How long a silence may last, µs: one time for whoever the anchor looks at, or under `per_participant` one for each side; null = for ever. */
export type IdleTime = Micros | Readonly<Record<Side, Micros | null>>;

/** The idle clock. */
export interface IdleRule {
  readonly after: IdleTime;
  /** Another time on some channels; null = never closed for silence there. */
  readonly byChannel: Readonly<Partial<Record<Channel, IdleTime | null>>>;
  readonly anchor: Anchor;
  readonly resets: readonly Reset[];
  /** `visitor`: only while the agent had the last word; `agent`: only while the visitor had it. */
  readonly onlyIfPending: Pending;
}

/** Asks both sides before the idle close, at most `max` times in one silence; whether a prompt moves the clock is `idle.resets`. */
export interface PromptRule {
  /** So long before the close that is due. */
  readonly before: Micros;
  /**
   * For a desk that counts from the prompt: it comes after so much silence, and the close `closes` after it, whatever the prompt and the bot do
   * to the clock. Both or none; `before` is then `closes`, and the idle time both together.
   */
  readonly after?: Micros | undefined;
  readonly closes?: Micros | undefined;
  readonly text: string;
  readonly max: number;
  /** Asks again after so long, while the close is still ahead; null = once before each close that is due. */
  readonly every: Micros | null;
}

/** Speaks up when a visitor says nothing to the agent's last word, and offers something to click on. Whether that moves the clock is `idle.resets`. */
export interface BotRule {
  /** Since the agent's last word, or since the bot's last offer. */
  readonly after: Micros;
  readonly text: string;
  readonly options: readonly BotOption[];
  /** How many times in one silence. */
  readonly max: number;
}

export interface BotOption {
  readonly id: string;
  readonly label: string;
  /** What the bot answers to a click; null for "talk to a human", which only shows that somebody is there. */
  readonly answer: string | null;
}

/**
 * Who is given the next session, of those who may have it: the agent with the fewest, the one who was given one the longest ago, the one
 * who got rid of one the longest ago, the one with the largest share of the capacity free.
 */
export const ROUTING = ['least_loaded', 'round_robin', 'longest_idle', 'free_share'] as const;
export type Routing = (typeof ROUTING)[number];

/**
 * What may bring an agent beyond the capacity: the last agent's session that is taken up again (P1), a returning visitor (P5), a transfer
 * to a supervisor, a resting session that wakes up.
 */
export const EXCEEDS = ['same_agent', 'sticky', 'supervisor', 'reactivation'] as const;
export type Exceeds = (typeof EXCEEDS)[number];

/** Agents who serve some channels. Groups stand in order: the first that has somebody free takes the session. */
export interface Group {
  readonly name: string;
  readonly agents: readonly string[];
  readonly channels: readonly Channel[];
  /** Who has waited for this group for so long may be given to the agents of another one, too; null = never. */
  readonly overflow?: { readonly after: Micros; readonly to: string } | null | undefined;
}

/** To which groups, and after how long, sessions of a channel overflow. */
export const overflowsOf = (groups: readonly Group[], channel: Channel): NonNullable<Group['overflow']>[] =>
  groups.flatMap(({ channels, overflow }) => (overflow && channels.includes(channel) ? [overflow] : []));

/** A session rings at an agent's, who has to take it. */
export interface RingRule {
  readonly timeout: Micros;
  /** After so many in a row that were not taken the agent counts as away, until they say otherwise; null = never. */
  readonly misses: number | null;
}

/** A stretch of a week in which a desk is open, µs since Monday 0:00 by its clock. One that opens on Sunday may go on into the next week. */
export interface OpenStretch {
  /** The desk is open from this µs on. */
  readonly from: Micros;
  /** And no longer at this one: at most a day after `from`. */
  readonly to: Micros;
}

/** When the desk is open, by the clock on its wall: that clock shows weeks, and may be put forward or back. */
export interface HoursRule {
  /** In order, none in another. */
  readonly week: readonly OpenStretch[];
  /** Days on which it does not open, counted from the Monday before model zero, which is day 0. What has opened on the day before goes on. */
  readonly closed: readonly number[];
  /** What its clock shows at model zero, µs since Monday 0:00. */
  readonly starts: Micros;
  /** When its clock is put forward (`by` above 0) or back, in order. µs of model time */
  readonly shifts: readonly { readonly at: Micros; readonly by: Micros }[];
}

export const TRANSFER_WHEN = ['first_reply', 'every_reply'] as const;
export const TRANSFER_ELSE = ['stay', 'queue', 'leave_message'] as const;

/** Takes a session from an agent who does not answer, and gives it to one who has not had it. */
export interface TransferRule {
  /** How long a visitor's message may stand unanswered with one agent. */
  readonly after: Micros;
  /** `first_reply`: only until the session has been answered for the first time. */
  readonly when: (typeof TRANSFER_WHEN)[number];
  /** How often a session may have changed hands in its life, for whatever reason, before this rule leaves it alone. */
  readonly hops: number;
  /** An agent who types is answering: the time starts anew. */
  readonly typingStops: boolean;
  /** What happens when nobody may take it, supervisors included: it stays and is tried again, goes back to the queue, or becomes a leave-message. */
  readonly orElse: (typeof TRANSFER_ELSE)[number];
}

/** A switch with an "off": null means the rule does not exist on this desk. */
export interface SessionRules {
  readonly idle: IdleRule | null;
  /** Channels with a platform of their own behind them, and its limits on top of these rules. */
  readonly channels: Readonly<Partial<Record<Channel, ChannelRule>>>;
  /** Said by the bot when a session opens. */
  readonly welcome: { readonly text: string } | null;
  readonly prompt: PromptRule | null;
  readonly bot: BotRule | null;
  /** How often due closes are carried out; 0 = at once. Most products sweep. */
  readonly sweep: Micros;
  readonly queue: {
    readonly timeout: Micros | null;
    readonly then: 'close' | 'leave_message';
    /** Whether a visitor who comes while no agent is there, or waits when the last one goes, waits on or leaves a message. */
    readonly nobody: 'wait' | 'leave_message';
  };
  /** Outside these hours nothing is opened or taken up again, and nobody waits: what is written is a leave-message. Null = always open. */
  readonly hours: HoursRule | null;
  /** A session in which nobody has said anything for so long rests: it stays in its agent's list and does not count there. */
  readonly inactive: { readonly after: Micros } | null;
  readonly afterClose: {
    readonly policy: AfterClose;
    /** How long after its close a session is taken up again under `within_window`. */
    readonly window: Micros;
    /** Whether a new session knows the one before it, so that nobody has to explain everything again. */
    readonly linked: boolean;
    readonly byChannel: Readonly<Partial<Record<Channel, AfterClose>>>;
  };
  /** A visitor whose connection is gone this long loses the session (`heartbeat_lost`). */
  readonly visitorGone: Micros | null;
  readonly agents: {
    readonly capacity: number;
    /** Another capacity for some agents. */
    readonly capacityOf: Readonly<Record<string, number>>;
    readonly mayExceed: readonly Exceeds[];
    readonly routing: Routing;
    readonly groups: readonly Group[];
    readonly ring: RingRule | null;
    /** How long after a close its place is not free yet; 0 = at once. */
    readonly wrapUp: Micros;
    /** An agent who is gone this long hands the sessions over; null = they stay. */
    readonly handOver: Micros | null;
    /** Whether routing looks at the connection (`transport`) or trusts the agent's last status (`manual`). */
    readonly presence: 'transport' | 'manual';
    /** Agents who are given nothing by routing, and are the last resort of a transfer. */
    readonly supervisors: readonly string[];
  };
  /** Tells the agent so long before the idle close. */
  readonly alert: { readonly before: Micros; readonly as: AlertForm } | null;
  /** Tells the agent when a visitor's message has stood unanswered for so long. */
  readonly slowReply: { readonly after: Micros; readonly as: AlertForm } | null;
  readonly transfer: TransferRule | null;
  readonly liveness: {
    /** WebSocket PING period and how long without a PONG is too long. */
    readonly transport: { readonly every: Micros; readonly limit: Micros };
    /** The server asks, the page answers: null = the desk does not look whether the page runs. */
    readonly page: { readonly every: Micros; readonly limit: Micros } | null;
  };
}

/** The mission's default desk: 30 minutes idle, no prompt, a message after close opens a new session elsewhere. */
export const DEFAULT_RULES: SessionRules = {
  idle: {
    after: 30 * MINUTE,
    byChannel: {},
    anchor: 'either_last_message',
    resets: ['visitor', 'agent', 'bot', 'prompt', 'transfer'],
    onlyIfPending: 'any',
  },
  channels: {},
  welcome: null,
  prompt: null,
  bot: null,
  sweep: 0,
  queue: { timeout: null, then: 'close', nobody: 'wait' },
  hours: null,
  inactive: null,
  afterClose: { policy: 'new_session', window: 72 * HOUR, linked: false, byChannel: {} },
  visitorGone: null,
  agents: {
    capacity: 5,
    capacityOf: {},
    mayExceed: ['same_agent', 'supervisor', 'reactivation'],
    routing: 'least_loaded',
    groups: [],
    ring: null,
    wrapUp: 0,
    handOver: null,
    presence: 'transport',
    supervisors: [],
  },
  alert: null,
  slowReply: null,
  transfer: null,
  liveness: {
    transport: { every: 60 * SECOND, limit: 120 * SECOND },
    page: { every: 60 * SECOND, limit: 120 * SECOND },
  },
};

/** How many sessions an agent may have at once. */
export const capacityOf = ({ agents }: SessionRules, agent: string): number =>
  agents.capacityOf[agent] ?? agents.capacity;

export function afterCloseOn(rules: SessionRules, channel: Channel): AfterClose {
  return rules.afterClose.byChannel[channel] ?? rules.afterClose.policy;
}

/** How long a side may be silent on a channel, µs; without a channel where the desk has no other time. Infinity = for ever. */
export function idleTime({ byChannel, after }: IdleRule, side: Side, channel?: Channel): Micros {
  const own = channel === undefined ? undefined : byChannel[channel];
  const time = own === undefined ? after : own;
  return (typeof time === 'number' ? time : time?.[side]) ?? Infinity;
}

/** The shortest silence after which a session of a channel may be closed, µs; Infinity = none is. */
export const idleAfter = (idle: IdleRule, channel?: Channel): Micros =>
  Math.min(idleTime(idle, 'visitor', channel), idleTime(idle, 'agent', channel));

/** Every idle time of a desk by its path, µs: those that never end are left out. */
export function idleDurations({ after, byChannel }: IdleRule): Record<string, Micros> {
  const found: Record<string, Micros> = {};
  const add = (path: string, time: IdleTime | null): void => {
    if (typeof time === 'number') found[path] = time;
    else for (const side of SIDES) if (typeof time?.[side] === 'number') found[`${path}.${side}`] = time[side];
  };
  add('idle.after', after);
  for (const [channel, time] of Object.entries(byChannel)) add(`idle.byChannel.${channel}`, time);
  return found;
}

/** All durations of the rules, for the honest-speed limit. µs, by name. */
export function ruleDurations(rules: SessionRules): Record<string, Micros> {
  const all: Record<string, Micros | null | undefined> = {
    ...(rules.idle === null ? {} : idleDurations(rules.idle)),
    ...channelDurations(rules),
    'prompt.before': rules.prompt?.before,
    'prompt.after': rules.prompt?.after,
    'prompt.every': rules.prompt?.every,
    'bot.after': rules.bot?.after,
    sweep: rules.sweep,
    'queue.timeout': rules.queue.timeout,
    visitorGone: rules.visitorGone,
    'inactive.after': rules.inactive?.after,
    'agents.handOver': rules.agents.handOver,
    'agents.wrapUp': rules.agents.wrapUp,
    'agents.ring.timeout': rules.agents.ring?.timeout,
    ...Object.fromEntries(rules.agents.groups.map((g) => [`agents.groups.${g.name}.overflow`, g.overflow?.after])),
    'alert.before': rules.alert?.before,
    'slowReply.after': rules.slowReply?.after,
    'transfer.after': rules.transfer?.after,
    'liveness.transport.every': rules.liveness.transport.every,
    'liveness.page.every': rules.liveness.page?.every,
  };
  const found: Record<string, Micros> = {};
  for (const [name, value] of Object.entries(all))
    if (value !== null && value !== undefined && value > 0) found[name] = value;
  return found;
}

function channelDurations({ channels }: SessionRules): Record<string, Micros | null | undefined> {
  const all = Object.entries(channels).map(([channel, { message, click, gone }]) => ({
    [`channels.${channel}.message.window`]: message.window,
    [`channels.${channel}.click.window`]: click?.window,
    [`channels.${channel}.gone`]: gone,
  }));
  return Object.assign({}, ...all) as Record<string, Micros | null | undefined>;
}

/** By then a desk knows of every connection that has died. µs */
export const deadAfter = ({ liveness }: SessionRules): Micros => liveness.transport.limit + (liveness.page?.limit ?? 0);
