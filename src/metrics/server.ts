// The Prometheus metrics of the server: every chat_* metric, declared once, at zero from the start.
import { CLOSE } from '../model/protocol/frames.ts';
import { NOTICE_KINDS } from '../model/rows/rows.ts';
import {
  ALERT_KINDS,
  CHANNELS,
  CLOSE_REASONS,
  REFUSALS,
  RANG,
  SENDERS,
  SESSION_STATES,
  type CloseReason,
  VIA,
} from '../model/rows/words.ts';
import { declaring, FAST, SLOW, type Metric } from './declare.ts';

/** Closes by a timer, as opposed to a person or an administrator. */
export const TIMEOUTS: readonly CloseReason[] = ['idle_timeout', 'heartbeat_lost', 'queue_timeout', 'channel_window'];
const OPEN_STATES = SESSION_STATES.filter((state) => !['new', 'closed', 'left_message'].includes(state));
const PROMPT_OUTCOMES = ['activity', 'expired', 'closed'] as const;
const TRANSFER_OUTCOMES = ['completed', 'failed'] as const;
const AGENT_STATES = ['available', 'busy', 'away'] as const;

/** The role on a connection; `none` until its hello was accepted. */
export const ROLES = ['visitor', 'agent', 'none'] as const;
export type Role = (typeof ROLES)[number];

const ENDS = [...(Object.keys(CLOSE) as (keyof typeof CLOSE)[]), 'client', 'reset', 'too_large', 'other'] as const;
/**
 * Why a connection ended: the name of a close code of ours, closed by the client, or gone without a
 * close frame.
 */
export type ConnectionEnd = (typeof ENDS)[number];

const TOLD = ['delivered', 'retried', 'failed'] as const;

const WAIT_OUTCOMES = ['assigned', 'abandoned', 'timed_out'] as const;
const REDELIVERIES = ['reconnect', 'retry'] as const;

const NOTICE_OUTCOMES = ['sent', 'failed'] as const;
/** The outcome of a notice: written to a connection, or its connection was already gone. */
export type NoticeOutcome = (typeof NOTICE_OUTCOMES)[number];

const { counter, gauge, histogram, info } = declaring();
const roles = ROLES.filter((role) => role !== 'none');
const idle = { kind: ['idle_timeout'] } as const;

/** Every metric of the server, by its name in code. */
export const SERVER = {
  opened: counter('chat_sessions_opened_total', 'sessions', 'Sessions opened, by channel.', { channel: CHANNELS }),
  closed: counter('chat_sessions_closed_total', 'sessions', 'Sessions closed, by reason.', { reason: CLOSE_REASONS }),
  fired: counter('chat_timeouts_fired_total', 'timeouts', 'Sessions that a timer closed.', { kind: TIMEOUTS }),
  lateness: histogram(
    'chat_timer_lateness_seconds',
    'seconds',
    'Delay of a timeout after it was due, in seconds of real time.',
    FAST,
    { kind: TIMEOUTS },
  ),
  duration: histogram(
    'chat_session_duration_seconds',
    'model_seconds',
    'From opening to close of a session, in seconds of model time.',
    SLOW,
  ),
  warned: counter('chat_timeout_warnings_fired_total', 'notices', 'Prompts sent before a timeout.', idle),
  resolved: counter(
    'chat_timeout_warnings_resolved_total',
    'notices',
    'Decided prompts, by outcome; fired minus resolved are pending.',
    { ...idle, outcome: PROMPT_OUTCOMES },
  ),
  notified: counter('chat_notifications_total', 'notices', 'Notices to visitors and agents, by outcome.', {
    type: NOTICE_KINDS,
    outcome: NOTICE_OUTCOMES,
  }),
  alerts: counter('chat_agent_alerts_total', 'notices', 'Alerts to agents, by kind.', {
    kind: ALERT_KINDS,
  }),
  offers: counter('chat_bot_offers_total', 'messages', 'Offers of the bot to silent visitors.'),
  rings: counter('chat_rings_total', 'sessions', 'Rings at agents, by outcome.', {
    outcome: RANG,
  }),
  clicks: counter('chat_bot_clicks_total', 'number', 'Clicks of visitors on options of the bot.'),
  accepted: counter('chat_messages_accepted_total', 'messages', 'Messages stored, by sender.', { sender: SENDERS }),
  refused: counter('chat_messages_refused_total', 'messages', 'Refused messages, by reason.', {
    why: REFUSALS,
  }),
  told: counter(
    'chat_leave_message_notifications_total',
    'notices',
    'Notifications of leave-messages, by way and by outcome of the attempt.',
    {
      via: VIA,
      outcome: TOLD,
    },
  ),
  toldAfter: histogram(
    'chat_leave_message_notification_seconds',
    'seconds',
    'From storing a leave-message until its notification was accepted, in seconds of real time.',
    SLOW,
    { via: VIA },
  ),
  left: counter('chat_left_messages_total', 'messages', 'Messages stored as leave-messages.'),
  transfers: counter('chat_transfers_total', 'transfers', 'Transfers between agents, by outcome.', {
    outcome: TRANSFER_OUTCOMES,
  }),
  transferTook: histogram(
    'chat_transfer_duration_seconds',
    'model_seconds',
    'From the request of a transfer to the new agent, in seconds of model time.',
    SLOW,
    { outcome: TRANSFER_OUTCOMES },
  ),
  waited: histogram(
    'chat_queue_wait_seconds',
    'model_seconds',
    'How long a session waited in the queue, in seconds of model time, by what ended the wait.',
    SLOW,
    { outcome: WAIT_OUTCOMES },
  ),
  redelivered: counter(
    'chat_message_redeliveries_total',
    'messages',
    'Messages sent again after a reconnect of the reader, and acks sent again after a retry of the sender.',
    { cause: REDELIVERIES },
  ),
  reopened: counter('chat_sessions_reopened_total', 'sessions', 'Closed sessions that were opened again.'),
  kept: counter('chat_sessions_kept_total', 'sessions', 'Sessions that a queue timeout turned into leave-messages.'),
  answered: histogram(
    'chat_first_response_seconds',
    'model_seconds',
    "From the visitor's first message to the agent's first, in seconds of model time.",
    SLOW,
  ),
  reconnects: counter(
    'chat_reconnects_total',
    'connections',
    'Reconnects of visitors and agents after a lost connection.',
    {
      role: roles,
    },
  ),
  gap: histogram(
    'chat_reconnect_gap_seconds',
    'model_seconds',
    'From the loss of a connection to its return, in seconds of model time.',
    SLOW,
    { role: roles },
  ),
  connected: counter('chat_connections_opened_total', 'connections', 'Connections accepted: hello was valid.', {
    role: roles,
  }),
  disconnected: counter('chat_connections_closed_total', 'connections', 'Connections that ended, by role and cause.', {
    role: ROLES,
    cause: ENDS,
  }),
  sessions: gauge('chat_sessions', 'sessions', 'Open sessions by state.', { state: OPEN_STATES }),
  agents: gauge('chat_agents', 'agents', 'Agents by state.', { state: AGENT_STATES }),
  connections: gauge('chat_connections', 'connections', 'Open connections.', { role: ROLES }),
  queued: gauge('chat_queue_sessions', 'sessions', 'Sessions that wait for an agent.'),
  build: info(
    'chat_build_info',
    'Version of the server and the id of its process, which links it to a run; always 1.',
    ['version', 'server'],
  ),
};

/** Every metric of the server, in the order of the docs page. */
export const SERVER_METRICS: readonly Metric[] = Object.values(SERVER);
