// The metrics of a judged run: each is set once, and equals a number of `result.json`.
import { BY_PEOPLE, BY_RULE, CAUSES, CHANNELS, CLOSE_REASONS, FATES, FLAGS } from '../model/rows/words.ts';
import { declaring, FAST, SLOW } from './declare.ts';
import { COSTS, IN_HISTORY, PERSONS, TRANSFER_ENDS, WAIT_ENDS, WAITS } from './run-words.ts';

const judged = declaring('judged');
const channel = CHANNELS;
const sender = PERSONS;

/** The judged metrics; each equals a number of `result.json`. */
export const JUDGED = {
  sessionsOpened: judged.counter(
    'stillthere_sessions_opened_total',
    'sessions',
    'Sessions opened before the drain, by channel.',
    { channel },
  ),
  sessionsActive: judged.counter(
    'stillthere_sessions_active_total',
    'sessions',
    'Times that an agent got a session, by channel.',
    { channel },
  ),
  sessionsClosed: judged.counter(
    'stillthere_sessions_closed_total',
    'sessions',
    'Sessions closed before the drain, by reason.',
    { reason: CLOSE_REASONS },
  ),
  sessionsRated: judged.counter(
    'stillthere_sessions_rated_total',
    'sessions',
    'Conversations with an agent that ended, by channel: the denominator of the timeout rate.',
    { channel },
  ),
  sessionsKnown: judged.counter(
    'stillthere_sessions_known_total',
    'sessions',
    'Sessions that people were told of, by whether the history of the server has them; 0 if this was not checked.',
    { history: IN_HISTORY },
  ),
  sessionsLeftOpen: judged.counter(
    'stillthere_sessions_left_open_total',
    'sessions',
    'Sessions that were still open when the run ended, so their end is unknown.',
  ),
  timeouts: judged.counter('stillthere_timeouts_total', 'timeouts', 'Sessions closed by an idle timeout, by channel.', {
    channel,
  }),
  timeoutsByRule: judged.counter(
    'stillthere_timeouts_judged_total',
    'timeouts',
    'Idle timeouts by whether they follow the rules; `missed` means due but not carried out.',
    { rule: BY_RULE },
  ),
  windowsByRule: judged.counter(
    'stillthere_channel_windows_judged_total',
    'timeouts',
    'Closes by the platform of a channel, by whether they follow the rules.',
    { rule: BY_RULE },
  ),
  timeoutsByPeople: judged.counter(
    'stillthere_timeouts_people_total',
    'timeouts',
    'Idle timeouts by what the visitor was doing; `premature` means the visitor was about to reply.',
    { people: BY_PEOPLE },
  ),
  timeoutsByCause: judged.counter('stillthere_timeouts_cause_total', 'timeouts', 'Idle timeouts by cause.', {
    cause: CAUSES,
  }),
  cameBack: judged.counter('stillthere_timeouts_came_back_total', 'timeouts', 'Idle timeouts whose visitor came back.'),
  messages: judged.counter(
    'stillthere_messages_total',
    'messages',
    'Messages of visitors and agents by fate; missed are `lost`, `stored_unseen` and `unnoticed`.',
    { sender, fate: FATES },
  ),
  messagesMissed: judged.counter(
    'stillthere_messages_missed_total',
    'messages',
    'Missed messages, equal to `messages.missed` of `result.json`.',
  ),
  messageFlags: judged.counter(
    'stillthere_messages_flagged_total',
    'messages',
    'Messages with a flag (late, duplicate, reordered), whatever their fate.',
    { flag: FLAGS },
  ),
  phantoms: judged.counter('stillthere_messages_phantom_total', 'messages', 'Messages on a screen that nobody sent.'),
  vanished: judged.counter(
    'stillthere_messages_vanished_total',
    'messages',
    'Messages that were on a screen and are missing from every history.',
  ),
  transfers: judged.counter(
    'stillthere_transfers_total',
    'transfers',
    'Requested transfers between agents, by outcome.',
    { outcome: TRANSFER_ENDS },
  ),
  cost: judged.counter(
    'stillthere_cost_total',
    'number',
    'Cost of timeouts and missed messages: visitors whose questions went unanswered, complaints, lost leads, repeated messages.',
    { kind: COSTS },
  ),
  waits: judged.counter(
    'stillthere_waits_total',
    'number',
    'Waits of people and messages by outcome. Waits that did not end are in the last bucket of their histogram.',
    { wait: WAITS, outcome: WAIT_ENDS },
  ),
  transferTime: judged.histogram(
    'stillthere_transfer_seconds',
    'model_seconds',
    'From the request of a transfer to the new agent, in seconds of model time.',
    SLOW,
  ),
  firstResponse: judged.histogram(
    'stillthere_first_response_seconds',
    'model_seconds',
    "First response: from a visitor's first message to an agent's first on the screen, in seconds of model time.",
    SLOW,
  ),
  notice: judged.histogram(
    'stillthere_notice_seconds',
    'model_seconds',
    "From a visitor's message on the agent's screen to the agent looking at it, in seconds of model time.",
    SLOW,
  ),
  ack: judged.histogram(
    'stillthere_message_ack_seconds',
    'seconds',
    'From sending a message to its acknowledgement, in seconds of real time; only messages that were sent once.',
    FAST,
  ),
  delivery: judged.histogram(
    'stillthere_message_delivery_seconds',
    'seconds',
    "From sending a message to the other side's screen, in seconds of real time; only if both sides were connected.",
    FAST,
  ),
  closeLateness: judged.histogram(
    'stillthere_close_lateness_seconds',
    'seconds',
    'Delay of a timeout after it was due, in seconds of real time.',
    FAST,
  ),
};
