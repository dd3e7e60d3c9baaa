// Every session rule of a desk, declared once: its form, its default and its meaning.
// Schemas, checks, durations and pages are made from these declarations.
import { HOUR, MINUTE, SECOND } from '../core/time.ts';
import { ALERT_FORMS } from '../rows/words.ts';
import * as words from './choices.ts';
import { AGENTS } from './declared-agents.ts';
import { CHANNEL_LIMITS } from './declared-channels.ts';
import {
  byChannel,
  choice,
  count,
  defaultsOf,
  flag,
  group,
  length,
  list,
  may,
  must,
  nullable,
  or,
  own,
  parts,
  settings,
  sides,
  text,
  workedOut,
} from './forms.ts';

const idleTime = sides(length(0), {
  visitor: 'How long the visitor may be silent; `null` means for ever.',
  agent: 'How long the agent may be silent; `null` means for ever.',
});

export const IDLE = settings({
  after: or(
    30 * MINUTE,
    idleTime,
    'Idle time after which a session is closed. With the anchor `per_participant` it may differ by side: `{visitor, agent}`.',
  ),
  anchor: or('either_last_message', choice(words.ANCHORS), 'What idle time is counted from.'),
  resets: or(
    ['visitor', 'agent', 'bot', 'prompt', 'transfer'],
    list(choice(words.RESETS)),
    "What restarts the idle clock: messages by sender (the welcome counts as the bot's), a click on an option, typing, page activity, a transfer.",
  ),
  /** `visitor`: only while the agent had the last word; `agent`: only while the visitor had it. */
  onlyIfPending: or(
    'any',
    choice(words.PENDING),
    'Whose turn it must be for an idle close: `visitor` when the agent wrote last, `agent` when the visitor did.',
  ),
  /** Another idle time on some channels; null = no idle timeout there. */
  byChannel: or(
    {},
    byChannel(nullable(idleTime)),
    'Another idle time for some channels, written as `after`; `null` means no idle timeout on the channel.',
  ),
});

/**
 * Asks both sides before the idle close, at most `max` times in one silence. `idle.resets` says
 * whether a prompt restarts the clock.
 */
export const PROMPT = parts({
  /** Time between the prompt and the due close. */
  before: workedOut(length(0), 'How long before the idle close the visitor is asked.'),
  /**
   * For a desk that counts from the prompt. The prompt comes after this silence. The close comes
   * `closes` later, even if the prompt or the bot restarts the clock. Both are set or neither;
   * `before` then equals `closes`, and the idle time is their sum.
   */
  after: may(
    length(1),
    'Instead of `before`: after how much silence the visitor is asked. The idle time is then `after` and `closes` together.',
  ),
  closes: may(
    length(1, { isAside: true }),
    'With `after`: how long after the prompt the close comes, even if prompts and the bot restart the clock.',
  ),
  text: must(text(), 'What the visitor is asked.'),
  max: or(1, count(1), 'How many times at most in one silence.'),
  /**
   * Asks again after this time, while the close is still ahead; null = once before each due close.
   */
  every: or(
    null,
    nullable(length(1, { fault: 'rules.promptEvery' })),
    'Asks again after this time, up to `max` times; `null` means once before each due close.',
  ),
});

/**
 * The bot writes when a visitor does not answer the agent's last message, and offers options to
 * click. `idle.resets` says whether that restarts the clock.
 */
const BOT = parts({
  /** Counted from the agent's last message, or from the bot's last offer. */
  after: must(
    length(1, { fault: 'rules.botAfter' }),
    "How long the visitor must be silent after the agent's last message.",
  ),
  text: must(text(), 'What the bot says.'),
  options: must(
    list(
      parts({
        id: must(text(/^[\w-]{1,32}$/), 'Name of the option on the wire.'),
        label: must(text(), 'Text of the button.'),
        /** What the bot answers to a click; null for "talk to a human", which only shows that somebody is there. */
        answer: or(null, nullable(text()), 'What the bot answers to a click; `null` for "talk to a human".'),
      }),
      { least: 1, most: 12 },
    ),
    'Options that the visitor may click.',
  ),
  max: or(1, count(1), 'How many times at most in one silence.'),
});

const QUEUE = settings({
  timeout: or(null, nullable(length(0)), 'How long a visitor may wait for an agent; `null` means for ever.'),
  then: or('close', choice(words.QUEUE_THEN), 'What becomes of the session then.'),
  nobody: or(
    'wait',
    choice(words.QUEUE_NOBODY),
    'What happens while no agent is there, also when the last one leaves: visitors wait, or their messages become leave-messages.',
  ),
});

const AFTER_CLOSE = settings({
  policy: or(
    'new_session',
    choice(words.AFTER_CLOSE),
    'What becomes of a message after the close. `same_agent`: the session reopens with its last agent, online or not. `reopen`: it reopens and is routed afresh. `within_window`: it reopens for a while, later a new one opens. `new_session`: a new session. `sticky`: a new session with the last agent, if there is room. `refuse`: refused. `leave_message`: kept as a leave-message. `drop`: acknowledged and lost (a defect).',
  ),
  window: or(
    72 * HOUR,
    length(0, { isAside: true }),
    'How long after its close a session can be reopened under `within_window`.',
  ),
  linked: or(
    false,
    flag,
    'Whether the agent of a new session sees the previous one, so that visitors need not repeat themselves.',
  ),
  byChannel: or({}, byChannel(choice(words.AFTER_CLOSE)), 'Another policy for some channels.'),
});

/** A time on a clock. It sets no limit on speed. */
const moment = length(0, { isAside: true });

/**
 * When the desk is open, by its own clock. That clock counts weeks, and may be put forward or back.
 */
const HOURS = parts({
  week: must(
    list(
      parts({
        /** The desk opens at this µs, counted from Monday 0:00 by its clock. */
        from: must(moment, 'Where a stretch begins.'),
        /**
         * It closes at this µs, at most a day after `from`; a stretch on Sunday may end in the next
         * week.
         */
        to: must(moment, 'Where it ends.'),
      }),
    ),
    'Stretches in order, without overlap.',
  ),
  /**
   * Days on which it does not open; day 0 is the Monday before model zero. A stretch that began the
   * day before continues.
   */
  closed: must(list(count(-Infinity)), 'Days on which it does not open.'),
  /** What its clock shows at model zero, µs since Monday 0:00. */
  starts: must(moment, 'What the clock of the desk shows at the start of the run.'),
  /** When its clock is put forward (`by` above 0) or back, in order. µs of model time */
  shifts: must(
    list(parts({ at: must(moment, 'When.'), by: must(count(-Infinity), 'By how much, µs.') })),
    'When the clock of the desk goes forward or back.',
  ),
});

/** Transfers a session from an agent who does not answer to one who has not had it. */
const TRANSFER = parts({
  after: must(
    length(1, { fault: 'rules.transferAfter' }),
    "How long a visitor's message may stay unanswered with one agent.",
  ),
  when: or('every_reply', choice(words.TRANSFER_WHEN), '`first_reply`: only until the first response of the session.'),
  hops: or(3, count(1, 10), 'After this many transfers of any kind, a session stays where it is.'),
  typingStops: or(true, flag, 'Whether typing of the agent counts as answering and restarts the time.'),
  orElse: or(
    'stay',
    choice(words.TRANSFER_ELSE),
    'When nobody can take it, supervisors included: `stay` and try again, go back to the `queue`, or become a `leave_message`.',
  ),
});

const CLOCK = parts({
  every: must(length(1, { leastWritten: 0 }), 'How often a quiet connection is checked.'),
  limit: must(
    length(1, { leastWritten: 0, isAside: true }),
    'How long without an answer until the client counts as gone.',
  ),
});
const often = { every: 60 * SECOND, limit: 120 * SECOND };

const told = or('popup', choice(ALERT_FORMS), 'Form of the alert.');

/**
 * The rules of a desk. A rule that can be off is nullable: null means that it does not exist on
 * this desk.
 */
export const RULES = settings({
  idle: or(defaultsOf(IDLE), nullable(IDLE), 'The idle timeout; `null` means sessions never close as idle.'),
  /** Limits of the platforms behind channels, on top of these rules. */
  channels: or(
    {},
    own('channels', byChannel(CHANNEL_LIMITS)),
    'Limits of the platforms behind channels, in addition to the idle timeout. Write `documented` for the limits that the platform publishes, or each limit.',
  ),
  prompt: or(
    null,
    nullable(own('prompt', PROMPT)),
    '"Are you still there?" before the idle close; `null` means no prompt.',
  ),
  welcome: or(
    null,
    nullable(parts({ text: must(text(), 'What the bot says.') })),
    'Message of the bot when a session opens; `null` means none.',
  ),
  bot: or(
    null,
    nullable(BOT),
    'Messages of the bot to a silent visitor, with options to click; `null` means no bot. `idle.resets` says whether its messages and the clicks restart the idle clock.',
  ),
  /** Most products check for due sessions at intervals. */
  sweep: or(0, length(0), 'How often due sessions are closed; 0s means at once.'),
  queue: group(QUEUE, 'Waiting for an agent.'),
  afterClose: group(AFTER_CLOSE, 'Messages written after the session was closed.'),
  hours: or(
    null,
    nullable(own('hours', HOURS)),
    'Office hours. Outside of them no session opens or reopens, nobody waits, and messages become leave-messages. One stretch: `{opens, closes, days?, starts}`; several: `{open: [{opens, closes, days?}], starts}`. `always` or `null` means always open.',
  ),
  inactive: or(
    null,
    nullable(parts({ after: must(length(1, { fault: 'rules.inactive' }), 'How long both sides have been silent.') })),
    "A quiet session rests: it stays in its agent's list without using capacity; `null` means never.",
  ),
  /** The session is closed as `heartbeat_lost`. */
  visitorGone: or(
    null,
    nullable(length(0)),
    'Closes the session of a visitor who has been disconnected this long; `null` means never.',
  ),
  agents: group(AGENTS, 'What the desk lets agents do.'),
  alert: or(
    null,
    nullable(parts({ before: must(length(1), 'How long before the idle close.'), as: told })),
    'Alerts the agent before an idle close; `null` means no alert.',
  ),
  slowReply: or(
    null,
    nullable(
      parts({
        after: must(length(1), 'How long a message of a visitor has been unanswered.'),
        as: told,
      }),
    ),
    'Alerts the agent of a visitor who is waiting; `null` means no alert.',
  ),
  transfer: or(
    null,
    nullable(TRANSFER),
    'Transfers a session from an agent who does not answer to one who is there, has room and has not had it; `null` means never.',
  ),
  liveness: group(
    settings({
      transport: or(often, CLOCK, 'WebSocket PING and PONG.'),
      page: or(
        often,
        nullable(CLOCK),
        'Whether the page still runs: the server asks, the page answers; `null` means not checked.',
      ),
    }),
    'How the server detects that a client is gone.',
  ),
});
