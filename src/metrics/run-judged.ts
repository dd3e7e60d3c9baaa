// The metrics of a judged run: each is set once, and equals a number of `result.json`.
import { BY_PEOPLE, BY_RULE, CAUSES, CHANNELS, CLOSE_REASONS, FATES, FLAGS } from '../model/rows/words.ts';
import { declaring, FAST, SLOW } from './declare.ts';
import { COSTS, IN_HISTORY, PERSONS, TRANSFER_ENDS, WAIT_ENDS, WAITS } from './run-words.ts';

const judged = declaring('judged');
const channel = CHANNELS;
const sender = PERSONS;

/** What the judge says; each equals a number of `result.json`. */
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
    'Sessions that came into the hands of an agent, by channel.',
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
    'Conversations with an agent that ended, by channel: what the timeout rate is a share of.',
    { channel },
  ),
  sessionsKnown: judged.counter(
    'stillthere_sessions_known_total',
    'sessions',
    'Sessions that people were told of, by whether the history of the server has them; 0 where that was not looked at.',
    { history: IN_HISTORY },
  ),
  sessionsLeftOpen: judged.counter(
    'stillthere_sessions_left_open_total',
    'sessions',
    'Sessions that were still open when play ended: how they would have ended is not known.',
  ),
  timeouts: judged.counter('stillthere_timeouts_total', 'timeouts', 'Sessions closed by an idle timeout, by channel.', {
    channel,
  }),
  timeoutsByRule: judged.counter(
    'stillthere_timeouts_judged_total',
    'timeouts',
    'Idle timeouts by whether the rule asked for them; `missed` ones should have come and did not.',
    { rule: BY_RULE },
  ),
  windowsByRule: judged.counter(
    'stillthere_channel_windows_judged_total',
    'timeouts',
    'Closes at the end of what a platform behind a channel allows, by whether the rule asked for them.',
    { rule: BY_RULE },
  ),
  timeoutsByPeople: judged.counter(
    'stillthere_timeouts_people_total',
    'timeouts',
    'Idle timeouts by what the people meant: `premature` ones cut off a visitor who would have gone on.',
    { people: BY_PEOPLE },
  ),
  timeoutsByCause: judged.counter(
    'stillthere_timeouts_cause_total',
    'timeouts',
    'Idle timeouts by what brought them about.',
    { cause: CAUSES },
  ),
  cameBack: judged.counter('stillthere_timeouts_came_back_total', 'timeouts', 'Idle timeouts whose visitor came back.'),
  messages: judged.counter(
    'stillthere_messages_total',
    'messages',
    'Messages of persons by where they ended; missed are `lost`, `stored_unseen` and `unnoticed`.',
    { sender, fate: FATES },
  ),
  messagesMissed: judged.counter(
    'stillthere_messages_missed_total',
    'messages',
    'Messages that nobody has read, as `messages.missed` of `result.json` counts them.',
  ),
  messageFlags: judged.counter(
    'stillthere_messages_flagged_total',
    'messages',
    'Messages with something odd about them, whatever their fate.',
    { flag: FLAGS },
  ),
  phantoms: judged.counter('stillthere_messages_phantom_total', 'messages', 'Messages on a screen that nobody sent.'),
  vanished: judged.counter(
    'stillthere_messages_vanished_total',
    'messages',
    'Messages that were on a screen and are in no history.',
  ),
  transfers: judged.counter(
    'stillthere_transfers_total',
    'transfers',
    'Hand-overs between agents that were asked for, by what came of them.',
    { outcome: TRANSFER_ENDS },
  ),
  cost: judged.counter(
    'stillthere_cost_total',
    'number',
    'What it costs: visitors left unheard, complaints, leads gone, stories told twice.',
    { kind: COSTS },
  ),
  waits: judged.counter(
    'stillthere_waits_total',
    'number',
    'Waits of people and messages by what became of them. Those that did not end are in the last bucket of their histogram: longer than any bound.',
    { wait: WAITS, outcome: WAIT_ENDS },
  ),
  transferTime: judged.histogram(
    'stillthere_transfer_seconds',
    'model_seconds',
    'From the wish to hand over to the new agent, in seconds of model time.',
    SLOW,
  ),
  firstResponse: judged.histogram(
    'stillthere_first_response_seconds',
    'model_seconds',
    "From a visitor's first message to an agent's first on the screen, in seconds of model time.",
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
    'From sending a message to its acknowledgement, in seconds of real time; only messages that went out once.',
    FAST,
  ),
  delivery: judged.histogram(
    'stillthere_message_delivery_seconds',
    'seconds',
    "From sending a message to the other side's screen, in seconds of real time; only where nobody was away.",
    FAST,
  ),
  closeLateness: judged.histogram(
    'stillthere_close_lateness_seconds',
    'seconds',
    'How long after it was due a timeout came, in seconds of real time.',
    FAST,
  ),
};
