// The server's metrics in use: their own registry, fed by events of the desk and its connections.
import { Registry } from 'prom-client';
import type { DeskNote } from '../model/desk/ports.ts';
import type { DeskStats } from '../model/desk/api.ts';
import type { NoticeKind } from '../model/rows/rows.ts';
import type { CloseReason } from '../model/rows/words.ts';
import { addProcessMetrics, makerIn } from './registry.ts';
import { SERVER, TIMEOUTS, type ConnectionEnd, type NoticeOutcome, type Role } from './server.ts';

export interface ServerMetricsOptions {
  readonly version: string;
  /** Id of this server, the same as in `/healthz`. */
  readonly server: string;
  /** Model seconds per real second: lateness is measured in model time and exported in real time. */
  readonly speed: number;
  readonly stats: () => DeskStats;
  readonly connections: () => Readonly<Record<Role, number>>;
}

export interface ServerMetrics {
  /** Counts an event of the desk. */
  note(note: DeskNote): void;
  connected(role: Role): void;
  disconnected(role: Role, cause: ConnectionEnd): void;
  notified(kind: NoticeKind, outcome: NoticeOutcome): void;
  /**
   * Counts an attempt to send a notification of a leave-message.
   * @param one with `tookMs`, real ms since the message was stored
   */
  notifiedOf(one: { readonly via: string; readonly outcome: string; readonly tookMs: number }): void;
  /** The whole `/metrics` page, and its content type. */
  expose(): Promise<{ readonly text: string; readonly type: string }>;
}

/** Makes a separate registry, so that several servers can run in one process. */
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
