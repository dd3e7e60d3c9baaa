// What a run says about itself in Prometheus terms: every stillthere_* metric, declared once.
import { CHANNELS, VERDICTS } from '../model/rows/words.ts';
import { declaring, FAST, SLOW, type Metric } from './declare.ts';
import { JUDGED } from './run-judged.ts';
import { GIVE_UPS, LIMITS, PERSONS, RUN_PHASES } from './run-words.ts';

export * from './run-words.ts';

const live = declaring('live');
const judged = declaring('judged');
const channel = CHANNELS;
const sender = PERSONS;

/** The run itself, and how far it is. */
const ABOUT = {
  info: live.info('stillthere_run_info', 'Which run this is; always 1.', [
    'scenario',
    'profile',
    'version',
    'engine',
    'seed',
    'target',
  ]),
  server: live.info(
    'stillthere_run_server_info',
    'Which server the run is played against, by its id in `chat_build_info`; always 1, and absent for a server without one.',
    ['server'],
  ),
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
  limitsTested: judged.counter(
    'stillthere_limits_tested_total',
    'number',
    'Limits that the run was held to and that had something to measure, by limit.',
    { limit: LIMITS },
  ),
  limitsBroken: judged.counter(
    'stillthere_limits_broken_total',
    'number',
    'Limits that the run has broken, facts among them, by limit.',
    { limit: LIMITS },
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
  endedSeen: live.counter(
    'stillthere_sessions_ended_seen_total',
    'sessions',
    'Sessions that an agent had taken, or that timed out, and that somebody was told ended, by channel; each once, reopened or not.',
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

/** Every metric of a run by the name that code uses. */
export const RUN = { ...ABOUT, ...SEEN, ...GENERATOR, ...JUDGED } as const;

/** Every metric of a run, in the order of the docs page. */
export const RUN_METRICS: readonly Metric[] = Object.values(RUN);
