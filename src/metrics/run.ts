// What a run says about itself in Prometheus terms: every stillthere_* metric, declared once.
import type { GiveUp } from '../model/rows/rows.ts';
import { BY_PEOPLE, BY_RULE, CAUSES, CHANNELS, CLOSE_REASONS, FATES, FLAGS, VERDICTS } from '../model/rows/words.ts';
import { declaring, FAST, SLOW, type Metric } from './declare.ts';

/** Every metric of a run carries this label beside its own: the run id, so that runs can be told apart for ever. */
export const RUN_LABEL = 'testid';

export const RUN_PHASES = ['preparing', 'playing', 'draining', 'judging', 'done'] as const;

/** Whose messages have fates: those of persons. */
export const PERSONS = ['visitor', 'agent'] as const;

const WHY: Readonly<Record<GiveUp, true>> = { queue: true, no_reply: true, closed: true, refused: true };
export const GIVE_UPS = Object.keys(WHY) as readonly GiveUp[];

/** What became of the hand-overs that were asked for: carried out, failed, or not decided when the run ended. */
export const TRANSFER_ENDS = ['done', 'failed', 'open'] as const;

/** What timeouts and unread messages cost, as in `cost` of `result.json`. */
export const COSTS = ['consultations_lost', 'complaints', 'conversions_lost', 'repeated_descriptions'] as const;

const live = declaring('live');
const judged = declaring('judged');
const channel = CHANNELS;
const sender = PERSONS;

/** The run itself, and how far it is. */
const ABOUT = {
  info: live.info('stillthere_run_info', 'Which run this is; always 1.', ['scenario', 'profile', 'version', 'engine']),
  start: live.gauge('stillthere_run_start_timestamp_seconds', 'unix_seconds', 'When the run began.'),
  end: judged.gauge('stillthere_run_end_timestamp_seconds', 'unix_seconds', 'When the run had been judged; 0 before.'),
  phase: live.gauge('stillthere_run_phase', 'boolean', 'What the run is doing: 1 for its phase, 0 for the others.', {
    phase: RUN_PHASES,
  }),
  modelTime: live.gauge(
    'stillthere_model_time_seconds',
    'model_seconds',
    'How much time has been played, in seconds of model time.',
  ),
  speed: live.gauge(
    'stillthere_speed',
    'number',
    'Model seconds per real second; 0 until it is chosen, 1 for virtual time.',
  ),
  speedLimit: live.gauge(
    'stillthere_speed_limit',
    'number',
    'The highest honest speed; 0 until it is known, +Inf for virtual time.',
  ),
  verdict: judged.gauge(
    'stillthere_verdict',
    'boolean',
    'The verdict: 1 for the one that was given, 0 for all others and until then.',
    { verdict: VERDICTS },
  ),
};

/** What is seen while rows come in. Not corrected afterwards: the judged metrics say what it really was. */
const SEEN = {
  visitorsPlanned: live.gauge('stillthere_visitors_planned', 'visitors', 'Visitors who come in the whole run.'),
  visitorsDue: live.gauge('stillthere_visitors_due', 'visitors', 'Visitors who should have come by now.'),
  visitorsArrived: live.counter(
    'stillthere_visitors_arrived_total',
    'visitors',
    'Visitors who have come, by channel.',
    { channel },
  ),
  visitorsGaveUp: live.counter('stillthere_visitors_gave_up_total', 'visitors', 'Visitors who gave up, by why.', {
    why: GIVE_UPS,
  }),
  connected: live.gauge('stillthere_actors_connected', 'connections', 'Visitors and agents with an open connection.'),
  sessionsSeen: live.counter(
    'stillthere_sessions_seen_total',
    'sessions',
    'Sessions that a visitor or an agent was told of, by channel.',
    { channel },
  ),
  sessionsOpen: live.gauge(
    'stillthere_sessions_open',
    'sessions',
    'Sessions that nobody was told are over, by channel.',
    { channel },
  ),
  sessionsQueued: live.gauge(
    'stillthere_sessions_queued',
    'sessions',
    'Open sessions whose visitor was told to wait and has no agent yet, by channel.',
    { channel },
  ),
  timeoutsSeen: live.counter(
    'stillthere_timeouts_seen_total',
    'timeouts',
    'Sessions that somebody was told ended by an idle timeout, by channel; each once, reopened or not.',
    { channel },
  ),
  messagesAttempted: live.counter(
    'stillthere_messages_attempted_total',
    'messages',
    'Messages that visitors and agents meant to say.',
    { sender },
  ),
  messagesAcked: live.counter(
    'stillthere_messages_acked_total',
    'messages',
    'Acknowledgements that reached the sender.',
    { sender },
  ),
  messagesShown: live.counter(
    'stillthere_messages_shown_total',
    'messages',
    "Times that a person's message came onto a screen.",
    { sender },
  ),
  messagesLeft: live.counter(
    'stillthere_messages_left_total',
    'messages',
    'Times that a visitor was told to have left a message.',
  ),
  missedSoFar: live.gauge(
    'stillthere_messages_missed_so_far',
    'messages',
    'Messages acknowledged, in a session that is over, that nobody of the other side has looked at so far.',
  ),
  ackSeen: live.histogram(
    'stillthere_ack_seen_seconds',
    'seconds',
    'From sending a message to its acknowledgement, in seconds of real time, as they come in.',
    FAST,
    { sender },
  ),
  firstResponseSeen: live.histogram(
    'stillthere_first_response_seen_seconds',
    'model_seconds',
    "From a visitor's first message to an agent's first on the screen, in seconds of model time, as they come in.",
    SLOW,
    { channel },
  ),
};

/** Can the load generator be trusted? */
const GENERATOR = {
  scheduleLag: live.histogram(
    'stillthere_schedule_lag_seconds',
    'seconds',
    'How late visitors and agents acted, in seconds of real time: the lateness of the generator, not of the server.',
    FAST,
  ),
  loopLag: live.gauge(
    'stillthere_event_loop_lag_seconds',
    'seconds',
    'How late the steady tick of the generator was at the last look, in seconds of real time.',
  ),
  loopLagMax: live.gauge(
    'stillthere_event_loop_lag_max_seconds',
    'seconds',
    'How late the steady tick of the generator was at most so far, in seconds of real time.',
  ),
  frames: live.counter('stillthere_frames_total', 'frames', 'Frames that visitors and agents have sent and received.'),
  honest: judged.gauge(
    'stillthere_generator_honest',
    'boolean',
    'Did the generator keep its time budget: 1 when it did, 0 when not and until the run has been judged.',
  ),
};

/** What the judge says; each equals a number of `result.json`. */
const JUDGED = {
  sessionsOpened: judged.counter(
    'stillthere_sessions_opened_total',
    'sessions',
    'Sessions opened before the drain, by channel.',
    { channel },
  ),
  sessionsActive: judged.counter(
    'stillthere_sessions_active_total',
    'sessions',
    'Sessions that came into the hands of an agent, by channel: what the timeout rate is a share of.',
    { channel },
  ),
  sessionsClosed: judged.counter(
    'stillthere_sessions_closed_total',
    'sessions',
    'Sessions closed before the drain, by reason.',
    { reason: CLOSE_REASONS },
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

/** Every metric of a run by the name that code uses. */
export const RUN = { ...ABOUT, ...SEEN, ...GENERATOR, ...JUDGED } as const;

/** Every metric of a run, in the order of the docs page. */
export const RUN_METRICS: readonly Metric[] = Object.values(RUN);
