// The closed sets of words in session rules.
import { TOUCHES } from '../rows/words.ts';

/** What idle time is counted from: the six definitions that real products use. */
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
 * What may restart the idle clock: messages by sender, a click on an option, typing, mouse or
 * keyboard on the page, and a transfer to another agent. The welcome counts as the bot's message, a
 * prompt as the system's.
 */
export const RESETS = ['visitor', 'agent', 'bot', 'prompt', ...TOUCHES, 'transfer'] as const;
export type Reset = (typeof RESETS)[number];

/** Whose turn it must be for an idle close. */
export const PENDING = ['any', 'visitor', 'agent'] as const;
export type Pending = (typeof PENDING)[number];

/**
 * What becomes of a message that is written after the close:
 * - P1 `same_agent`: the session reopens with its last agent, online or not
 * - P2 `reopen`: the session reopens and is routed afresh
 * - P3 `within_window`: the session reopens for a while; later a new one opens
 * - P4 `new_session`: a new session opens
 * - P5 `sticky`: a new session opens, with the last agent where possible
 * - P6 `refuse`: the message is refused
 * - P7 `leave_message`: it is kept as a leave-message
 * - P8 `drop`: it is acknowledged and lost
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

/**
 * Which of the eligible agents gets the next session:
 * - `least_loaded`: the one with the fewest sessions
 * - `round_robin`: the one who was assigned one the longest ago
 * - `longest_idle`: the one whose last session ended the longest ago
 * - `free_share`: the one with the largest share of free capacity
 */
export const ROUTING = ['least_loaded', 'round_robin', 'longest_idle', 'free_share'] as const;
export type Routing = (typeof ROUTING)[number];

/**
 * What may exceed an agent's capacity: a session reopened with its last agent (P1), a returning
 * visitor (P5), a transfer to a supervisor, a resting session that becomes active.
 */
export const EXCEEDS = ['same_agent', 'sticky', 'supervisor', 'reactivation'] as const;
export type Exceeds = (typeof EXCEEDS)[number];

export const TRANSFER_WHEN = ['first_reply', 'every_reply'] as const;
export const TRANSFER_ELSE = ['stay', 'queue', 'leave_message'] as const;

export const QUEUE_THEN = ['close', 'leave_message'] as const;
export const QUEUE_NOBODY = ['wait', 'leave_message'] as const;
export const PRESENCE = ['transport', 'manual'] as const;
