// The closed sets of words that code, flags, metrics, boards and docs share. Metric label values are these words.

export const CHANNELS = [
  'web',
  'app',
  'wechat',
  'wecom',
  'mini_program',
  'douyin',
  'whatsapp',
  'messenger',
  'custom',
] as const;
export type Channel = (typeof CHANNELS)[number];

/** Ways to notify about a leave-message, in the order of the settings. */
export const VIA = ['in_app', 'email', 'dingtalk', 'wecom'] as const;
export type Via = (typeof VIA)[number];

export const SENDERS = ['visitor', 'agent', 'bot', 'system'] as const;
export type Sender = (typeof SENDERS)[number];

export const SESSION_STATES = [
  'new',
  'queued',
  'offered',
  'active',
  'idle_warned',
  'inactive',
  'closed',
  'left_message',
] as const;
export type SessionState = (typeof SESSION_STATES)[number];

export const CLOSE_REASONS = [
  'idle_timeout',
  'agent',
  'visitor',
  'heartbeat_lost',
  'queue_timeout',
  'visitor_abandoned',
  'channel_window',
  'channel_closed',
  'transfer_exhausted',
  'admin',
] as const;
export type CloseReason = (typeof CLOSE_REASONS)[number];

/** The outcome of a ring at an agent. */
export const RANG = ['taken', 'declined', 'timed_out', 'withdrawn'] as const;
export type Rang = (typeof RANG)[number];

export const REFUSALS = [
  'closed',
  'too_long',
  'rate',
  'unknown_session',
  'not_yours',
  'window',
  'quota',
  'queue_full',
  'bad_id',
] as const;
export type Refusal = (typeof REFUSALS)[number];

export const FATES = [
  'misrouted',
  'delivered',
  'by_bot',
  'left_message',
  'unnoticed',
  'stored_unseen',
  'refused',
  'pending',
  'lost',
  'indeterminate',
  'unknown_drain',
] as const;
export type Fate = (typeof FATES)[number];
/** The headline: messages that a person wrote and no person ever read. */
export const MISSED_FATES: readonly Fate[] = ['lost', 'stored_unseen', 'unnoticed'];

export const FLAGS = ['late', 'duplicate', 'reordered'] as const;
export type Flag = (typeof FLAGS)[number];

/** Where a delivered message went, relative to the sender's previous session. */
export const ROUTES = ['same_session', 'new_session_same_agent', 'new_session_other_agent'] as const;
export type Route = (typeof ROUTES)[number];

export const BY_RULE = ['justified', 'early', 'late', 'missed', 'wrong_state'] as const;
export type ByRule = (typeof BY_RULE)[number];
export const BY_PEOPLE = ['idle', 'waiting', 'unreached', 'premature'] as const;
export type ByPeople = (typeof BY_PEOPLE)[number];
export const CAUSES = ['silence', 'device', 'path', 'agent', 'channel', 'server', 'generator'] as const;
export type Cause = (typeof CAUSES)[number];

export const VERDICTS = ['pass', 'failed', 'violated', 'inconclusive', 'invalid'] as const;
export type Verdict = (typeof VERDICTS)[number];

/**
 * What may restart the idle clock without being a message. No transcript shows it, so a desk that
 * counts it must record it.
 */
export const TOUCHES = ['click', 'visitor_typing', 'agent_typing', 'activity'] as const;
export type Touch = (typeof TOUCHES)[number];

/** Why a session needs its agent: its idle close is near, or its visitor has been waiting for long. */
export const ALERT_KINDS = ['expiring', 'waiting'] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];
/** How an agent is alerted: a window in front of everything, a red dot, a mark in the list. */
export const ALERT_FORMS = ['popup', 'dot', 'mark'] as const;
export type AlertForm = (typeof ALERT_FORMS)[number];

/**
 * Why play ended:
 * - `ended`: everybody had left and every session was over
 * - `endless`: nothing would end the sessions that were still open
 * - `cut`: the scenario or the command cut it
 * - `limit`: it had gone on for the longest time allowed
 * - `stopped`: somebody stopped it
 */
export const PLAY_ENDS = ['ended', 'endless', 'cut', 'limit', 'stopped'] as const;
export type PlayEnd = (typeof PLAY_ENDS)[number];

export const DEVICE_STATES = ['visible', 'hidden', 'frozen', 'closed', 'killed'] as const;
/** What may happen to a device or its path for a while, or for good. */
export const EPISODE_KINDS = ['hidden', 'frozen', 'closed', 'killed', 'offline'] as const;
export type EpisodeKind = (typeof EPISODE_KINDS)[number];
export type DeviceState = (typeof DEVICE_STATES)[number];
export const PATH_STATES = ['up', 'offline'] as const;
export type PathState = (typeof PATH_STATES)[number];

export const ENDINGS = ['closes', 'goodbye', 'silent'] as const;
/** How a visitor's conversation ends: closes the chat, says goodbye (the agent closes), or falls silent. */
export type Ending = (typeof ENDINGS)[number];

/** Rule profiles of the scenarios in this project; a scenario may name its own differently. */
export const PROFILES = ['bare', '+prompt', '+alert', '+bot', '+transfer', '+leave-message', 'all'] as const;
/** The name of a rule profile of a scenario. */
export type Profile = string;
