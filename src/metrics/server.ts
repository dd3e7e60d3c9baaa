// What the server says about itself in Prometheus terms: every chat_* metric, declared once, zero from the start.
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { DeskNote } from '../model/desk/ports.ts';
import type { DeskStats } from '../model/desk/api.ts';
import { CLOSE } from '../model/protocol/frames.ts';
import { NOTICE_KINDS, type NoticeKind } from '../model/rows/rows.ts';
import { CHANNELS, CLOSE_REASONS, REFUSALS, SENDERS, SESSION_STATES, type CloseReason } from '../model/rows/words.ts';

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

const WAIT_OUTCOMES = ['assigned', 'abandoned', 'timed_out'] as const;
const REDELIVERIES = ['reconnect', 'retry'] as const;

const NOTICE_OUTCOMES = ['sent', 'failed'] as const;
/** What became of a notice: written to a connection, or its connection was gone by then. */
export type NoticeOutcome = (typeof NOTICE_OUTCOMES)[number];

// Bounds contain the limits that boards and alerts use, and no whole number: Prometheus 2 and 3 spell those differently.
const FAST = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 1.5, 2.5, 5.5, 15.5];
const SLOW = [0.25, 0.5, 1.5, 2.5, 5.5, 10.5, 15.5, 30.5, 60.5, 120.5, 300.5, 600.5, 1800.5, 3600.5];

export interface ServerMetricsOptions {
  readonly version: string;
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
  /** The whole of `/metrics`, and its content type. */
  expose(): Promise<{ readonly text: string; readonly type: string }>;
}

/** The labels of a metric, each with every word it can take. */
type Labels = Readonly<Record<string, readonly string[]>>;

/** Every series that a metric with these labels can have. */
const seriesOf = (labels: Labels): Record<string, string>[] =>
  Object.entries(labels).reduce<Record<string, string>[]>(
    (all, [label, words]) => all.flatMap((series) => words.map((word) => ({ ...series, [label]: word }))),
    [{}],
  );

/** Declares metrics in a registry. Every series is there from the start: `increase()` does not see a counter born at 1. */
function declareIn(registry: Registry) {
  const common = (name: string, help: string, labels: Labels) => ({
    name,
    help,
    labelNames: Object.keys(labels),
    registers: [registry],
  });
  return {
    counter(name: string, help: string, labels: Labels = {}): Counter {
      const made = new Counter(common(name, help, labels));
      for (const series of seriesOf(labels)) made.inc(series, 0);
      return made;
    },
    histogram(name: string, help: string, buckets: number[], labels: Labels = {}): Histogram {
      const made = new Histogram({ ...common(name, help, labels), buckets });
      for (const series of seriesOf(labels)) made.zero(series);
      return made;
    },
    /** A gauge by the words of one label, read at every scrape. */
    gauge(
      name: string,
      help: string,
      label: string,
      words: readonly string[],
      read: () => Readonly<Record<string, number>>,
    ): void {
      void new Gauge({
        ...common(name, help, { [label]: words }),
        collect() {
          const values = read();
          for (const word of words) this.set({ [label]: word }, values[word] ?? 0);
        },
      });
    },
    /** A gauge without labels, read at every scrape. */
    level(name: string, help: string, read: () => number): void {
      void new Gauge({
        ...common(name, help, {}),
        collect() {
          this.set(read());
        },
      });
    },
    info(name: string, help: string, labels: Readonly<Record<string, string>>): void {
      new Gauge({ name, help, labelNames: Object.keys(labels), registers: [registry] }).set(labels, 1);
    },
  };
}

/** Makes a registry of its own, so that several servers can live in one process. */
export function serverMetrics(options: ServerMetricsOptions): ServerMetrics {
  const registry = new Registry();
  const make = declareIn(registry);
  const roles = ROLES.filter((role) => role !== 'none');
  const idle = { kind: ['idle_timeout'] };

  const opened = make.counter('chat_sessions_opened_total', 'Sessions opened, by channel.', { channel: CHANNELS });
  const closed = make.counter('chat_sessions_closed_total', 'Sessions closed, by reason.', { reason: CLOSE_REASONS });
  const fired = make.counter('chat_timeouts_fired_total', 'Sessions that a timer closed.', { kind: TIMEOUTS });
  const lateness = make.histogram(
    'chat_timer_lateness_seconds',
    'How long after it was due a timeout was carried out, in seconds of real time.',
    FAST,
    { kind: TIMEOUTS },
  );
  const duration = make.histogram(
    'chat_session_duration_seconds',
    'From opening to close of a session, in seconds of model time.',
    SLOW,
  );
  const warned = make.counter('chat_timeout_warnings_fired_total', 'Prompts sent before a timeout.', idle);
  const resolved = make.counter(
    'chat_timeout_warnings_resolved_total',
    'Prompts that are over, by what came of them; fired minus resolved are pending.',
    { ...idle, outcome: PROMPT_OUTCOMES },
  );
  const notified = make.counter('chat_notifications_total', 'Notices to visitors and agents, by what became of them.', {
    type: NOTICE_KINDS,
    outcome: NOTICE_OUTCOMES,
  });
  const accepted = make.counter('chat_messages_accepted_total', 'Messages stored, by sender.', { sender: SENDERS });
  const refused = make.counter('chat_messages_refused_total', 'Messages the sender was told are not taken.', {
    why: REFUSALS,
  });
  const left = make.counter('chat_left_messages_total', 'Messages stored in the leave-message box.');
  const transfers = make.counter('chat_transfers_total', 'Hand-overs between agents.', { outcome: TRANSFER_OUTCOMES });
  const transferTook = make.histogram(
    'chat_transfer_duration_seconds',
    'From the wish to hand over to the new agent, in seconds of model time.',
    SLOW,
    { outcome: TRANSFER_OUTCOMES },
  );
  const waited = make.histogram(
    'chat_queue_wait_seconds',
    'How long a session waited in the queue, in seconds of model time, by what ended the wait.',
    SLOW,
    { outcome: WAIT_OUTCOMES },
  );
  const redelivered = make.counter(
    'chat_message_redeliveries_total',
    'Messages given once more to a reader that came back, and acks given once more to a sender that sent again.',
    { cause: REDELIVERIES },
  );
  const reopened = make.counter('chat_sessions_reopened_total', 'Closed sessions that were opened again.');
  const kept = make.counter('chat_sessions_kept_total', 'Sessions that a queue timeout turned into leave-messages.');
  const answered = make.histogram(
    'chat_first_response_seconds',
    "From the visitor's first message to the agent's first, in seconds of model time.",
    SLOW,
  );
  const reconnects = make.counter('chat_reconnects_total', 'Actors that came back after a lost connection.', {
    role: roles,
  });
  const gap = make.histogram(
    'chat_reconnect_gap_seconds',
    'From the loss of a connection to its return, in seconds of model time.',
    SLOW,
    { role: roles },
  );
  const connected = make.counter('chat_connections_opened_total', 'Connections accepted: hello was valid.', {
    role: roles,
  });
  const disconnected = make.counter(
    'chat_connections_closed_total',
    'Connections that ended, by who was on them and why.',
    {
      role: ROLES,
      cause: ENDS,
    },
  );

  const { stats, connections } = options;
  make.gauge('chat_sessions', 'Open sessions by state.', 'state', OPEN_STATES, () => stats().sessions);
  make.gauge('chat_agents', 'Agents by state.', 'state', AGENT_STATES, () => stats().agents);
  make.gauge('chat_connections', 'Open connections.', 'role', ROLES, connections);
  make.level('chat_queue_sessions', 'Sessions that wait for an agent.', () => stats().queued);
  make.info('chat_build_info', 'Version of the server; always 1.', { version: options.version });

  collectDefaultMetrics({ register: registry });
  for (const { name } of registry.getMetricsAsArray()) {
    // They list every handle of the process at each scrape, which costs milliseconds at thousands of connections.
    if (name.startsWith('nodejs_active_')) registry.removeSingleMetric(name);
  }

  const model = (micros: number): number => micros / 1e6;
  const timeout = (kind: CloseReason, late: number): void => {
    fired.inc({ kind });
    lateness.observe({ kind }, model(late) / options.speed);
  };
  return {
    note(note) {
      switch (note.note) {
        case 'opened':
          return opened.inc({ channel: note.channel });
        case 'closed':
          closed.inc({ reason: note.reason });
          duration.observe(model(note.duration));
          if (note.waited !== undefined) {
            const outcome = note.reason === 'queue_timeout' ? 'timed_out' : 'abandoned';
            waited.observe({ outcome }, model(note.waited));
          }
          return TIMEOUTS.some((kind) => kind === note.reason) ? timeout(note.reason, note.lateness) : undefined;
        case 'kept':
          kept.inc();
          waited.observe({ outcome: 'timed_out' }, model(note.waited));
          duration.observe(model(note.duration));
          return timeout('queue_timeout', note.lateness);
        case 'reopened':
          return reopened.inc();
        case 'assigned':
          return waited.observe({ outcome: 'assigned' }, model(note.waited));
        case 'redelivered':
          return redelivered.inc({ cause: note.cause });
        case 'accepted':
          return accepted.inc({ sender: note.from });
        case 'refused':
          return refused.inc({ why: note.why });
        case 'prompted':
          return warned.inc({ kind: 'idle_timeout' });
        case 'prompt_resolved':
          return resolved.inc({ kind: 'idle_timeout', outcome: note.outcome });
        case 'first_response':
          return answered.observe(model(note.took));
        case 'transfer':
          transfers.inc({ outcome: note.outcome });
          return transferTook.observe({ outcome: note.outcome }, model(note.took));
        case 'left_message':
          return left.inc();
        case 'reconnected':
          reconnects.inc({ role: note.role });
          return gap.observe({ role: note.role }, model(note.gap));
      }
    },
    connected: (role) => connected.inc({ role }),
    disconnected: (role, cause) => disconnected.inc({ role, cause }),
    notified: (type, outcome) => notified.inc({ type, outcome }),
    expose: async () => ({ text: await registry.metrics(), type: registry.contentType }),
  };
}
