// Every session rule of a desk, declared once: its form, its default and what it means. Schemas, checks, durations and pages are made from it.
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
  visitor: 'How long the visitor may be silent; `null` is for ever.',
  agent: 'How long the agent may be silent; `null` is for ever.',
});

export const IDLE = settings({
  after: or(
    30 * MINUTE,
    idleTime,
    'Idle time after which a session is closed; under the anchor `per_participant` also one for each side, `{visitor, agent}`.',
  ),
  anchor: or('either_last_message', choice(words.ANCHORS), 'What idle time is counted from.'),
  resets: or(
    ['visitor', 'agent', 'bot', 'prompt', 'transfer'],
    list(choice(words.RESETS)),
    "What starts the idle clock anew: messages by sender (the welcome is the bot's), a click on an option, typing, page activity, another agent.",
  ),
  /** `visitor`: only while the agent had the last word; `agent`: only while the visitor had it. */
  onlyIfPending: or(
    'any',
    choice(words.PENDING),
    'Closes only while it is the turn of the visitor (the agent had the last word), or of the agent.',
  ),
  /** Another time on some channels; null = never closed for silence there. */
  byChannel: or(
    {},
    byChannel(nullable(idleTime)),
    'Another idle time on some channels, written as `after`; `null` for a channel without an idle timeout.',
  ),
});

/** Asks both sides before the idle close, at most `max` times in one silence; whether a prompt moves the clock is `idle.resets`. */
export const PROMPT = parts({
  /** So long before the close that is due. */
  before: workedOut(length(0), 'How long before the idle close the visitor is asked.'),
  /**
   * For a desk that counts from the prompt: it comes after so much silence, and the close `closes` after it, whatever the prompt and the bot do
   * to the clock. Both or none; `before` is then `closes`, and the idle time both together.
   */
  after: may(
    length(1),
    'Instead of `before`: after how much silence the visitor is asked. The idle time is then `after` and `closes` together.',
  ),
  closes: may(
    length(1, { isAside: true }),
    'With `after`: how long after the prompt the close comes, also where prompts and the bot start the clock anew.',
  ),
  text: must(text(), 'What the visitor is asked.'),
  max: or(1, count(1), 'How many times at most in one silence.'),
  /** Asks again after so long, while the close is still ahead; null = once before each close that is due. */
  every: or(
    null,
    nullable(length(1, { fault: 'rules.promptEvery' })),
    'Asks again after so long, up to `max` times; `null` = once before each close that is due.',
  ),
});

/** Speaks up when a visitor says nothing to the agent's last word, and offers something to click on. Whether that moves the clock is `idle.resets`. */
const BOT = parts({
  /** Since the agent's last word, or since the bot's last offer. */
  after: must(
    length(1, { fault: 'rules.botAfter' }),
    "How long the visitor has to be silent after the agent's last word.",
  ),
  text: must(text(), 'What the bot says.'),
  options: must(
    list(
      parts({
        id: must(text(/^[\w-]{1,32}$/), 'Name of the option on the wire.'),
        label: must(text(), 'What stands on the button.'),
        /** What the bot answers to a click; null for "talk to a human", which only shows that somebody is there. */
        answer: or(null, nullable(text()), 'What the bot answers to a click; `null` for "talk to a human".'),
      }),
      { least: 1, most: 12 },
    ),
    'What may be clicked on.',
  ),
  max: or(1, count(1), 'How many times at most in one silence.'),
});

const QUEUE = settings({
  timeout: or(null, nullable(length(0)), 'How long a visitor may wait for an agent; `null` is for ever.'),
  then: or('close', choice(words.QUEUE_THEN), 'What becomes of the session then.'),
  nobody: or(
    'wait',
    choice(words.QUEUE_NOBODY),
    'Whether a visitor who comes while no agent is there, or waits when the last one goes, waits on or leaves a message.',
  ),
});

const AFTER_CLOSE = settings({
  policy: or(
    'new_session',
    choice(words.AFTER_CLOSE),
    'What becomes of a message after the close: the same session with its last agent, there or not (`same_agent`), or routed afresh (`reopen`), or that for a while and then a new one (`within_window`); a new session (`new_session`), with the last agent where there is room (`sticky`); refused (`refuse`), kept for later (`leave_message`), or acknowledged and lost (`drop`, a defect).',
  ),
  window: or(
    72 * HOUR,
    length(0, { isAside: true }),
    'How long after its close a session is taken up again under `within_window`.',
  ),
  linked: or(
    false,
    flag,
    'Whether the agent of a new session sees the one before, so that nobody has to explain everything again.',
  ),
  byChannel: or({}, byChannel(choice(words.AFTER_CLOSE)), 'Another policy on some channels.'),
});

/** A moment by a clock; nothing has to be fast for it. */
const moment = length(0, { isAside: true });

/** When the desk is open, by the clock on its wall: that clock shows weeks, and may be put forward or back. */
const HOURS = parts({
  week: must(
    list(
      parts({
        /** The desk is open from this µs on, counted from Monday 0:00 by its clock. */
        from: must(moment, 'Where a stretch begins.'),
        /** And no longer at this one: at most a day after `from`; a stretch on Sunday may go on into the next week. */
        to: must(moment, 'Where it ends.'),
      }),
    ),
    'Stretches in order, none in another.',
  ),
  /** Days on which it does not open, counted from the Monday before model zero, which is day 0. What has opened on the day before goes on. */
  closed: must(list(count(-Infinity)), 'Days on which it does not open.'),
  /** What its clock shows at model zero, µs since Monday 0:00. */
  starts: must(moment, 'What its clock shows at model zero.'),
  /** When its clock is put forward (`by` above 0) or back, in order. µs of model time */
  shifts: must(
    list(parts({ at: must(moment, 'When.'), by: must(count(-Infinity), 'By how much, µs.') })),
    'When its clock is put forward or back.',
  ),
});

/** Takes a session from an agent who does not answer, and gives it to one who has not had it. */
const TRANSFER = parts({
  after: must(
    length(1, { fault: 'rules.transferAfter' }),
    "How long a visitor's message may stand unanswered with one agent.",
  ),
  when: or(
    'every_reply',
    choice(words.TRANSFER_WHEN),
    '`first_reply`: only until the session has been answered for the first time.',
  ),
  hops: or(
    3,
    count(1, 10),
    'How often a session may have changed hands, for whatever reason, before it is left alone.',
  ),
  typingStops: or(true, flag, 'An agent who types is answering: the time starts anew.'),
  orElse: or(
    'stay',
    choice(words.TRANSFER_ELSE),
    'When nobody may take it, supervisors included: it stays and is tried again, goes back to the `queue`, or becomes a `leave_message`.',
  ),
});

const CLOCK = parts({
  every: must(length(1, { leastWritten: 0 }), 'How often a quiet connection is asked.'),
  limit: must(length(1, { leastWritten: 0, isAside: true }), 'How long without an answer is too long.'),
});
const often = { every: 60 * SECOND, limit: 120 * SECOND };

const told = or('popup', choice(ALERT_FORMS), 'How the agent is told.');

/** The rules of a desk. A switch with an "off" is nullable: null means the rule does not exist on this desk. */
export const RULES = settings({
  idle: or(defaultsOf(IDLE), nullable(IDLE), 'The idle timeout; `null` for a desk that never closes for silence.'),
  /** Channels with a platform of their own behind them, and its limits on top of these rules. */
  channels: or(
    {},
    own('channels', byChannel(CHANNEL_LIMITS)),
    'Limits of the platforms behind channels, on top of the idle timeout, whichever comes first: `documented` for what the platform writes itself, or each limit.',
  ),
  prompt: or(null, nullable(own('prompt', PROMPT)), '"Are you still there?" before the idle close; `null` for none.'),
  welcome: or(
    null,
    nullable(parts({ text: must(text(), 'What the bot says.') })),
    'Said by the bot when a session opens; `null` for nothing.',
  ),
  bot: or(
    null,
    nullable(BOT),
    'The bot speaks up when the visitor is silent, with something to click on; `null` for no bot. Whether its words and the clicks start the idle clock anew: `idle.resets`.',
  ),
  /** Most products sweep. */
  sweep: or(0, length(0), 'How often due closes are carried out; 0s is at once.'),
  queue: group(QUEUE, 'Waiting for an agent.'),
  afterClose: group(AFTER_CLOSE, 'Messages written after the session was closed.'),
  hours: or(
    null,
    nullable(own('hours', HOURS)),
    'Office hours: outside of them nothing is opened or taken up again and nobody waits, what is written is kept as a leave-message. One stretch, `{opens, closes, days?, starts}`, or several, `{open: [{opens, closes, days?}], starts}`; `always` or `null` for a desk that never closes.',
  ),
  inactive: or(
    null,
    nullable(
      parts({ after: must(length(1, { fault: 'rules.inactive' }), 'How long neither side has said anything.') }),
    ),
    "A quiet session rests: it stays in its agent's list and does not count against the capacity; `null` for never.",
  ),
  /** The session is closed as `heartbeat_lost`. */
  visitorGone: or(
    null,
    nullable(length(0)),
    'A visitor whose connection is gone this long loses the session; `null` is never.',
  ),
  agents: group(AGENTS, 'What the desk lets agents do.'),
  alert: or(
    null,
    nullable(parts({ before: must(length(1), 'How long before the idle close.'), as: told })),
    'Tells the agent before an idle close; `null` for nothing.',
  ),
  slowReply: or(
    null,
    nullable(
      parts({
        after: must(length(1), 'How long a message of a visitor has stood unanswered.'),
        as: told,
      }),
    ),
    'Tells the agent of a visitor who waits; `null` for nothing.',
  ),
  transfer: or(
    null,
    nullable(TRANSFER),
    'Takes a session from an agent who does not answer, and gives it to one who is there, has room and has not had it; `null` for never.',
  ),
  liveness: group(
    settings({
      transport: or(often, CLOCK, 'WebSocket PING and PONG.'),
      page: or(often, nullable(CLOCK), 'The server asks, the page answers; `null` = not looked at.'),
    }),
    'How the server finds out that a client is gone.',
  ),
});
