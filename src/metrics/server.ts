// What the server says about itself in Prometheus terms: every chat_* metric, declared once, zero from the start.
import { Registry } from 'prom-client';
import type { DeskNote } from '../model/desk/ports.ts';
import type { DeskStats } from '../model/desk/api.ts';
import { CLOSE } from '../model/protocol/frames.ts';
import { NOTICE_KINDS, type NoticeKind } from '../model/rows/rows.ts';
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
import { addProcessMetrics, makerIn } from './registry.ts';

/** Closes that a timer decides, as opposed to a person or an administrator. */
const TIMEOUTS: readonly CloseReason[] = ['idle_timeout', 'heartbeat_lost', 'queue_timeout', 'channel_window'];
const OPEN_STATES = SESSION_STATES.filter((state) => !['new', 'closed', 'left_message'].includes(state));
const PROMPT_OUTCOMES = ['activity', 'expired', 'closed'] as const;
const TRANSFER_OUTCOMES = ['completed', 'failed'] as const;
const AGENT_STATES = ['available', 'busy', 'away'] as const;

/** Who is on a connection; `none` until its hello was accepted. */
export const ROLES = ['visitor', 'agent', 'none'] as const;
export type Role = (typeof ROLES)[number];

const ENDS = [...(Object.keys(CLOSE) as (keyof typeof CLOSE)[]), 'client', 'reset', 'too_large', 'other'] as const;
/** Why a connection ended: a close code of ours by name, closed by the client, or gone without a close frame. */
export type ConnectionEnd = (typeof ENDS)[number];

const TOLD = ['delivered', 'retried', 'failed'] as const;

const WAIT_OUTCOMES = ['assigned', 'abandoned', 'timed_out'] as const;
const REDELIVERIES = ['reconnect', 'retry'] as const;

const NOTICE_OUTCOMES = ['sent', 'failed'] as const;
/** What became of a notice: written to a connection, or its connection was gone by then. */
export type NoticeOutcome = (typeof NOTICE_OUTCOMES)[number];

const { counter, gauge, histogram, info } = declaring();
const roles = ROLES.filter((role) => role !== 'none');
const idle = { kind: ['idle_timeout'] } as const;

/** Every metric of the server by the name that code uses. */
export const SERVER = {
  opened: counter('chat_sessions_opened_total', 'sessions', 'Sessions opened, by channel.', { channel: CHANNELS }),
  closed: counter('chat_sessions_closed_total', 'sessions', 'Sessions closed, by reason.', { reason: CLOSE_REASONS }),
  fired: counter('chat_timeouts_fired_total', 'timeouts', 'Sessions that a timer closed.', { kind: TIMEOUTS }),
  lateness: histogram(
    'chat_timer_lateness_seconds',
    'seconds',
    'How long after it was due a timeout was carried out, in seconds of real time.',
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
    'Prompts that are over, by what came of them; fired minus resolved are pending.',
    { ...idle, outcome: PROMPT_OUTCOMES },
  ),
  notified: counter('chat_notifications_total', 'notices', 'Notices to visitors and agents, by what became of them.', {
    type: NOTICE_KINDS,
    outcome: NOTICE_OUTCOMES,
  }),
  alerts: counter('chat_agent_alerts_total', 'notices', 'Alerts to agents, by why the session needs them.', {
    kind: ALERT_KINDS,
  }),
  offers: counter('chat_bot_offers_total', 'messages', 'Offers of the bot to visitors who said nothing.'),
  rings: counter('chat_rings_total', 'sessions', 'Sessions that rang at an agent, by what came of it.', {
    outcome: RANG,
  }),
  clicks: counter('chat_bot_clicks_total', 'number', 'Clicks of visitors on what the bot has offered.'),
  accepted: counter('chat_messages_accepted_total', 'messages', 'Messages stored, by sender.', { sender: SENDERS }),
  refused: counter('chat_messages_refused_total', 'messages', 'Messages the sender was told are not taken.', {
    why: REFUSALS,
  }),
  told: counter(
    'chat_leave_message_notifications_total',
    'notices',
    'Notifications of leave-messages, by way and by what came of a try.',
    {
      via: VIA,
      outcome: TOLD,
    },
  ),
  toldAfter: histogram(
    'chat_leave_message_notification_seconds',
    'seconds',
    'From storing a leave-message until a way has taken it, in seconds of real time.',
    SLOW,
    { via: VIA },
  ),
  left: counter('chat_left_messages_total', 'messages', 'Messages stored in the leave-message box.'),
  transfers: counter('chat_transfers_total', 'transfers', 'Hand-overs between agents.', { outcome: TRANSFER_OUTCOMES }),
  transferTook: histogram(
    'chat_transfer_duration_seconds',
    'model_seconds',
    'From the wish to hand over to the new agent, in seconds of model time.',
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
    'Messages given once more to a reader that came back, and acks given once more to a sender that sent again.',
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
  reconnects: counter('chat_reconnects_total', 'connections', 'Actors that came back after a lost connection.', {
    role: roles,
  }),
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
  disconnected: counter(
    'chat_connections_closed_total',
    'connections',
    'Connections that ended, by who was on them and why.',
    {
      role: ROLES,
      cause: ENDS,
    },
  ),
  sessions: gauge('chat_sessions', 'sessions', 'Open sessions by state.', { state: OPEN_STATES }),
  agents: gauge('chat_agents', 'agents', 'Agents by state.', { state: AGENT_STATES }),
  connections: gauge('chat_connections', 'connections', 'Open connections.', { role: ROLES }),
  queued: gauge('chat_queue_sessions', 'sessions', 'Sessions that wait for an agent.'),
  build: info(
    'chat_build_info',
    'Version of the server and the id of its process, by which a run finds it; always 1.',
    ['version', 'server'],
  ),
};

/** Every metric of the server, in the order of the docs page. */
export const SERVER_METRICS: readonly Metric[] = Object.values(SERVER);

export interface ServerMetricsOptions {
  readonly version: string;
  /** Id of this server, the same that `/healthz` tells. */
  readonly server: string;
  /** Model seconds per real second: lateness is measured in model time and exported in real time. */
  readonly speed: number;
  readonly stats: () => DeskStats;
  readonly connections: () => Readonly<Record<Role, number>>;
}

export interface ServerMetrics {
  /** Folds what the desk says happened. */
  note(note: DeskNote): void;
  connected(role: Role): void;
  disconnected(role: Role, cause: ConnectionEnd): void;
  notified(kind: NoticeKind, outcome: NoticeOutcome): void;
  /** A try to tell of a leave-message; ms of real time since it was stored. */
  notifiedOf(one: { readonly via: string; readonly outcome: string; readonly tookMs: number }): void;
  /** The whole of `/metrics`, and its content type. */
  expose(): Promise<{ readonly text: string; readonly type: string }>;
}

/** Makes a registry of its own, so that several servers can live in one process. */
export function serverMetrics(options: ServerMetricsOptions): ServerMetrics {
  const registry = new Registry();
  const make = makerIn(registry);
  const of = {
    opened: make.counter(SERVER.opened),
    closed: make.counter(SERVER.closed),
    fired: make.counter(SERVER.fired),
    lateness: make.histogram(SERVER.lateness),
    duration: make.histogram(SERVER.duration),
    warned: make.counter(SERVER.warned),
    resolved: make.counter(SERVER.resolved),
    notified: make.counter(SERVER.notified),
    accepted: make.counter(SERVER.accepted),
    refused: make.counter(SERVER.refused),
    left: make.counter(SERVER.left),
    told: make.counter(SERVER.told),
    toldAfter: make.histogram(SERVER.toldAfter),
    transfers: make.counter(SERVER.transfers),
    transferTook: make.histogram(SERVER.transferTook),
    waited: make.histogram(SERVER.waited),
    redelivered: make.counter(SERVER.redelivered),
    reopened: make.counter(SERVER.reopened),
    alerts: make.counter(SERVER.alerts),
    offers: make.counter(SERVER.offers),
    rings: make.counter(SERVER.rings),
    clicks: make.counter(SERVER.clicks),
    kept: make.counter(SERVER.kept),
    answered: make.histogram(SERVER.answered),
    reconnects: make.counter(SERVER.reconnects),
    gap: make.histogram(SERVER.gap),
    connected: make.counter(SERVER.connected),
    disconnected: make.counter(SERVER.disconnected),
  };

  const { stats, connections } = options;
  make.read(SERVER.sessions, () => stats().sessions);
  make.read(SERVER.agents, () => stats().agents);
  make.read(SERVER.connections, connections);
  make.level(SERVER.queued, () => stats().queued);
  make.gauge(SERVER.build).set({ version: options.version, server: options.server }, 1);
  addProcessMetrics(registry);

  const model = (micros: number): number => micros / 1e6;
  const timeout = (kind: CloseReason, late: number): void => {
    of.fired.inc({ kind });
    of.lateness.observe({ kind }, model(late) / options.speed);
  };
  return {
    note(note) {
      switch (note.note) {
        case 'opened':
          return of.opened.inc({ channel: note.channel });
        case 'closed':
          of.closed.inc({ reason: note.reason });
          of.duration.observe(model(note.duration));
          if (note.waited !== undefined) {
            const outcome = note.reason === 'queue_timeout' ? 'timed_out' : 'abandoned';
            of.waited.observe({ outcome }, model(note.waited));
          }
          return TIMEOUTS.some((kind) => kind === note.reason) ? timeout(note.reason, note.lateness) : undefined;
        case 'kept':
          of.kept.inc();
          if (note.waited !== undefined) of.waited.observe({ outcome: 'timed_out' }, model(note.waited));
          of.duration.observe(model(note.duration));
          return note.waited === undefined ? undefined : timeout('queue_timeout', note.lateness);
        case 'reopened':
          return of.reopened.inc();
        case 'assigned':
          return of.waited.observe({ outcome: 'assigned' }, model(note.waited));
        case 'redelivered':
          return of.redelivered.inc({ cause: note.cause });
        case 'accepted':
          return of.accepted.inc({ sender: note.from });
        case 'refused':
          return of.refused.inc({ why: note.why });
        case 'prompted':
          return of.warned.inc({ kind: 'idle_timeout' });
        case 'alerted':
          return of.alerts.inc({ kind: note.kind });
        case 'offered':
          return of.offers.inc();
        case 'rang':
          return of.rings.inc({ outcome: note.outcome });
        case 'clicked':
          return of.clicks.inc();
        case 'prompt_resolved':
          return of.resolved.inc({ kind: 'idle_timeout', outcome: note.outcome });
        case 'first_response':
          return of.answered.observe(model(note.took));
        case 'transfer':
          of.transfers.inc({ outcome: note.outcome });
          return of.transferTook.observe({ outcome: note.outcome }, model(note.took));
        case 'left_message':
          return of.left.inc();
        case 'reconnected':
          of.reconnects.inc({ role: note.role });
          return of.gap.observe({ role: note.role }, model(note.gap));
      }
    },
    connected: (role) => of.connected.inc({ role }),
    disconnected: (role, cause) => of.disconnected.inc({ role, cause }),
    notifiedOf({ via, outcome, tookMs }) {
      of.told.inc({ via, outcome });
      if (outcome === 'delivered') of.toldAfter.observe({ via }, tookMs / 1000);
    },
    notified: (type, outcome) => of.notified.inc({ type, outcome }),
    expose: async () => ({ text: await registry.metrics(), type: registry.contentType }),
  };
}
