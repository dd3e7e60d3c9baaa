// What the server says about itself in Prometheus terms: every chat_* metric, declared once, zero from the start.
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { DeskNote } from '../model/desk/ports.ts';
import type { DeskStats } from '../model/desk/api.ts';
import { CLOSE } from '../model/protocol/frames.ts';
import {
  CHANNELS,
  CLOSE_REASONS,
  REFUSALS,
  SENDERS,
  type CloseReason,
  type SessionState,
} from '../model/rows/words.ts';

/** Closes that a timer decides, as opposed to a person or an administrator. */
const TIMEOUTS: readonly CloseReason[] = ['idle_timeout', 'heartbeat_lost', 'queue_timeout', 'channel_window'];
const OPEN_STATES: readonly SessionState[] = [
  'bot',
  'queued',
  'offered',
  'active',
  'idle_warned',
  'inactive',
  'wrap_up',
];
const PROMPT_OUTCOMES = ['activity', 'expired', 'closed'] as const;
const TRANSFER_OUTCOMES = ['completed', 'failed'] as const;
const AGENT_STATES = ['available', 'busy', 'away'] as const;

/** Who is on a connection; `none` until its hello was accepted. */
export const ROLES = ['visitor', 'agent', 'none'] as const;
export type Role = (typeof ROLES)[number];

/** Why a connection ended: a close code of ours by name, closed by the client, or gone without a close frame. */
export type ConnectionEnd = keyof typeof CLOSE | 'client' | 'reset' | 'too_large' | 'other';
const ENDS: readonly ConnectionEnd[] = [
  ...(Object.keys(CLOSE) as (keyof typeof CLOSE)[]),
  'client',
  'reset',
  'too_large',
  'other',
];

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
  /** The whole of `/metrics`, and its content type. */
  expose(): Promise<{ readonly text: string; readonly type: string }>;
}

/** Makes a registry of its own, so that several servers can live in one process. */
export function serverMetrics(options: ServerMetricsOptions): ServerMetrics {
  const registers = [new Registry()] as const;
  const [registry] = registers;
  const counter = <L extends string>(name: string, help: string, label?: L): Counter<L> =>
    new Counter({ name, help, registers: [...registers], labelNames: label === undefined ? [] : [label] });
  const counters = <L extends string>(name: string, help: string, label: L, words: readonly string[]): Counter<L> => {
    const made = counter(name, help, label);
    for (const word of words) made.inc({ [label]: word } as Record<L, string>, 0);
    return made;
  };
  const histogram = (name: string, help: string, buckets: number[], label?: string, words: readonly string[] = []) => {
    const labelNames = label === undefined ? [] : [label];
    const made = new Histogram({ name, help, buckets, labelNames, registers: [...registers] });
    if (label !== undefined) for (const word of words) made.zero({ [label]: word });
    return made;
  };
  const gauge = <L extends string>(
    name: string,
    help: string,
    label: L,
    read: () => Readonly<Record<string, number>>,
  ) =>
    new Gauge({
      name,
      help,
      labelNames: [label],
      registers: [...registers],
      collect() {
        for (const [word, value] of Object.entries(read())) this.set({ [label]: word } as Record<L, string>, value);
      },
    });

  const opened = counters('chat_sessions_opened_total', 'Sessions opened, by channel.', 'channel', CHANNELS);
  const closed = counters('chat_sessions_closed_total', 'Sessions closed, by reason.', 'reason', CLOSE_REASONS);
  const fired = counters('chat_timeouts_fired_total', 'Sessions that a timer closed.', 'kind', TIMEOUTS);
  const lateness = histogram(
    'chat_timer_lateness_seconds',
    'How long after it was due a timeout was carried out, in seconds of real time.',
    FAST,
    'kind',
    TIMEOUTS,
  );
  const duration = histogram(
    'chat_session_duration_seconds',
    'From opening to close of a session, in seconds of model time.',
    SLOW,
  );
  const warned = counters('chat_timeout_warnings_fired_total', 'Prompts sent before a timeout.', 'kind', [
    'idle_timeout',
  ]);
  const resolved = new Counter({
    name: 'chat_timeout_warnings_resolved_total',
    help: 'Prompts that are over, by what came of them; fired minus resolved are pending.',
    labelNames: ['kind', 'outcome'],
    registers: [...registers],
  });
  for (const outcome of PROMPT_OUTCOMES) resolved.inc({ kind: 'idle_timeout', outcome }, 0);
  const accepted = counters('chat_messages_accepted_total', 'Messages stored, by sender.', 'sender', SENDERS);
  const refused = counters(
    'chat_messages_refused_total',
    'Messages the sender was told are not taken.',
    'why',
    REFUSALS,
  );
  const left = counter('chat_left_messages_total', 'Messages stored in the leave-message box.');
  const transfers = counters('chat_transfers_total', 'Hand-overs between agents.', 'outcome', TRANSFER_OUTCOMES);
  const transferTook = histogram(
    'chat_transfer_duration_seconds',
    'From the wish to hand over to the new agent, in seconds of model time.',
    SLOW,
    'outcome',
    TRANSFER_OUTCOMES,
  );
  const waited = histogram(
    'chat_queue_wait_seconds',
    'How long an assigned session had waited in the queue, in seconds of model time.',
    SLOW,
  );
  const answered = histogram(
    'chat_first_response_seconds',
    "From the visitor's first message to the agent's first, in seconds of model time.",
    SLOW,
  );
  const roles = ROLES.filter((role) => role !== 'none');
  const reconnects = counters('chat_reconnects_total', 'Actors that came back after a lost connection.', 'role', roles);
  const gap = histogram(
    'chat_reconnect_gap_seconds',
    'From the loss of a connection to its return, in seconds of model time.',
    SLOW,
    'role',
    roles,
  );
  const connected = counters('chat_connections_opened_total', 'Connections accepted: hello was valid.', 'role', roles);
  const disconnected = new Counter({
    name: 'chat_connections_closed_total',
    help: 'Connections that ended, by who was on them and why.',
    labelNames: ['role', 'cause'],
    registers: [...registers],
  });
  for (const role of ROLES) for (const cause of ENDS) disconnected.inc({ role, cause }, 0);

  const states = Object.fromEntries(OPEN_STATES.map((state) => [state, 0]));
  gauge('chat_sessions', 'Open sessions by state.', 'state', () => ({ ...states, ...options.stats().sessions }));
  gauge('chat_agents', 'Agents by state.', 'state', () => {
    const { agents } = options.stats();
    return Object.fromEntries(AGENT_STATES.map((state) => [state, agents[state]]));
  });
  gauge('chat_connections', 'Open connections.', 'role', () => options.connections());
  new Gauge({
    name: 'chat_queue_sessions',
    help: 'Sessions that wait for an agent.',
    registers: [...registers],
    collect() {
      this.set(options.stats().queued);
    },
  });
  new Gauge({
    name: 'chat_build_info',
    help: 'Version of the server; always 1.',
    labelNames: ['version'],
    registers: [...registers],
  }).set({ version: options.version }, 1);

  collectDefaultMetrics({ register: registry });
  for (const { name } of registry.getMetricsAsArray()) {
    // They list every handle of the process at each scrape, which costs milliseconds at thousands of connections.
    if (name.startsWith('nodejs_active_')) registry.removeSingleMetric(name);
  }

  const model = (micros: number): number => micros / 1e6;
  return {
    note(note) {
      switch (note.note) {
        case 'opened':
          return opened.inc({ channel: note.channel });
        case 'closed':
          closed.inc({ reason: note.reason });
          duration.observe(model(note.duration));
          if (!TIMEOUTS.some((kind) => kind === note.reason)) return;
          fired.inc({ kind: note.reason });
          return lateness.observe({ kind: note.reason }, model(note.lateness) / options.speed);
        case 'assigned':
          return waited.observe(model(note.waited));
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
    expose: async () => ({ text: await registry.metrics(), type: registry.contentType }),
  };
}
