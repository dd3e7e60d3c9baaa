// The closed sets of words in session rules.
import { TOUCHES } from '../rows/words.ts';

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

export const TRANSFER_WHEN = ['first_reply', 'every_reply'] as const;
export const TRANSFER_ELSE = ['stay', 'queue', 'leave_message'] as const;

export const QUEUE_THEN = ['close', 'leave_message'] as const;
export const QUEUE_NOBODY = ['wait', 'leave_message'] as const;
export const PRESENCE = ['transport', 'manual'] as const;
