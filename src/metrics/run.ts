// The Prometheus metrics of a run: every stillthere_* metric, declared once.
import { CHANNELS, VERDICTS } from '../model/rows/words.ts';
import { declaring, FAST, SLOW, type Metric } from './declare.ts';
import { JUDGED } from './run-judged.ts';
import { GIVE_UPS, LIMITS, PERSONS, RUN_PHASES } from './run-words.ts';

export * from './run-words.ts';

const live = declaring('live');
const judged = declaring('judged');
const channel = CHANNELS;
const sender = PERSONS;

/** The run itself, and its progress. */
const ABOUT = {
  info: live.info('stillthere_run_info', 'Identity of the run; always 1.', [
    'scenario',
    'profile',
    'version',
    'engine',
    'seed',
    'target',
  ]),
  server: live.info(
    'stillthere_run_server_info',
    'Server of the run, by its id in `chat_build_info`; always 1, and absent if the server has none.',
    ['server'],
  ),
  start: live.gauge('stillthere_run_start_timestamp_seconds', 'unix_seconds', 'When the run began.'),
  end: judged.gauge('stillthere_run_end_timestamp_seconds', 'unix_seconds', 'When the run had been judged; 0 before.'),
  phase: live.gauge('stillthere_run_phase', 'boolean', 'Phase of the run: 1 for the current phase, 0 for the others.', {
    phase: RUN_PHASES,
  }),
  modelTime: live.gauge(
    'stillthere_model_time_seconds',
    'model_seconds',
    'How long the run has taken so far, in seconds of model time.',
  ),
  speed: live.gauge(
    'stillthere_speed',
    'number',
    'Model seconds per real second; 0 until it is chosen, 1 for virtual time.',
  ),
  speedLimit: live.gauge(
    'stillthere_speed_limit',
    'number',
    'The highest reliable speed; 0 until it is known, +Inf for virtual time.',
  ),
  verdict: judged.gauge(
    'stillthere_verdict',
    'boolean',
    'The verdict: 1 for the verdict of the run, 0 for all others and until the run has been judged.',
    { verdict: VERDICTS },
  ),
  limitsTested: judged.counter(
    'stillthere_limits_tested_total',
    'number',
    'Limits of the run that were tested, by limit.',
    { limit: LIMITS },
  ),
  limitsBroken: judged.counter(
    'stillthere_limits_broken_total',
    'number',
    'Limits that the run has broken, by limit.',
    { limit: LIMITS },
  ),
};

/**
 * Live values while rows come in. They are not corrected afterwards; the judged metrics have the
 * final values.
 */
const SEEN = {
  visitorsPlanned: live.gauge('stillthere_visitors_planned', 'visitors', 'Visitors who arrive in the whole run.'),
  visitorsDue: live.gauge('stillthere_visitors_due', 'visitors', 'Visitors who should have arrived by now.'),
  visitorsArrived: live.counter(
    'stillthere_visitors_arrived_total',
    'visitors',
    'Visitors who have arrived, by channel.',
    { channel },
  ),
  visitorsGaveUp: live.counter('stillthere_visitors_gave_up_total', 'visitors', 'Visitors who gave up, by reason.', {
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
    'Sessions that are open as far as visitors and agents know, by channel.',
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
    'Sessions of an agent, or timed out, whose end somebody was told of, by channel; each counts once, reopened or not.',
    { channel },
  ),
  timeoutsSeen: live.counter(
    'stillthere_timeouts_seen_total',
    'timeouts',
    'Sessions whose idle timeout somebody was told of, by channel; each counts once, reopened or not.',
    { channel },
  ),
  messagesAttempted: live.counter(
    'stillthere_messages_attempted_total',
    'messages',
    'Messages that visitors and agents wrote.',
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
    'Times that a message of a visitor or agent appeared on a screen.',
    { sender },
  ),
  messagesLeft: live.counter(
    'stillthere_messages_left_total',
    'messages',
    'Times that a visitor was told that a message became a leave-message.',
  ),
  missedSoFar: live.gauge(
    'stillthere_messages_missed_so_far',
    'messages',
    'Missed messages so far: acknowledged, in a session that is over, and not looked at by the other side.',
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
    "First response: from a visitor's first message to an agent's first on the screen, in seconds of model time, as they come in.",
    SLOW,
    { channel },
  ),
};

/** Whether the load generator is reliable. */
const GENERATOR = {
  scheduleLag: live.histogram(
    'stillthere_schedule_lag_seconds',
    'seconds',
    'Timer delay of the load generator (not of the server): how late visitors and agents acted, in seconds of real time.',
    FAST,
  ),
  loopLag: live.gauge(
    'stillthere_event_loop_lag_seconds',
    'seconds',
    'Last measured event-loop delay of the load generator, in seconds of real time.',
  ),
  loopLagMax: live.gauge(
    'stillthere_event_loop_lag_max_seconds',
    'seconds',
    'Largest event-loop delay of the load generator so far, in seconds of real time.',
  ),
  frames: live.counter('stillthere_frames_total', 'frames', 'Frames that visitors and agents have sent and received.'),
  honest: judged.gauge(
    'stillthere_generator_honest',
    'boolean',
    'Whether the load generator was on time: 1 if it was, 0 if not and until the run has been judged.',
  ),
};

/** Every metric of a run, by its name in code. */
export const RUN = { ...ABOUT, ...SEEN, ...GENERATOR, ...JUDGED } as const;

/** Every metric of a run, in the order of the docs page. */
export const RUN_METRICS: readonly Metric[] = Object.values(RUN);
