// Assembles the server: desk, store, pipeline, sockets, and HTTP, from start to shutdown.
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { serverMetrics } from '../metrics/server-registry.ts';
import { Desk } from '../model/desk/desk.ts';
import { say } from '../language/language.ts';
import type { DeskSink, LeftChange } from '../model/desk/ports.ts';
import { MemoryStore } from '../store/memory.ts';
import { openSqlite } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import { modelClock } from '../system/clock.ts';
import { packageVersion } from '../system/version.ts';
import { ConfigError, type ServerConfig } from './config.ts';
import { httpApp, type HttpParts } from './http/http.ts';
import { Pipeline } from './pipeline.ts';
import { Sockets } from './sockets.ts';
import { outboxOf } from './notify/start.ts';
import { dueTimer } from './timer.ts';
import { agentTokenIsRight } from './tokens.ts';

export interface RunningServer {
  readonly port: number;
  /**
   * Stores and acks what is pending, closes every connection with 4006, and releases all resources,
   * within 5 s.
   */
  stop(): Promise<void>;
}

export interface ServerHooks {
  readonly log: (line: string) => void;
  /** The store failed: nothing is stored or acked any more, and the process should end. */
  readonly failed: (why: string) => void;
  /** Instead of the store that the configuration names. */
  readonly store?: Store;
}

/** Parts of the 5 s that a shutdown may take. */
const DRAIN_MS = 2_500;
const GOODBYE_MS = 1_000;
const STORE_MS = 1_000;

async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') {
        reject(new ConfigError(say('errors.portInUse', { host, port })));
      } else reject(new ConfigError(say('errors.cannotListen', { host, port, why: error.message })));
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function openStore(config: ServerConfig): Promise<Store> {
  const { store, epoch, speed, durability } = config;
  if (store.kind === 'sqlite') return openSqlite(store.file, { epoch, speed }, durability);
  return Promise.resolve(new MemoryStore({ epoch, speed }));
}

/** Builds the desk and every part that needs the content of the store. */
async function assemble(config: ServerConfig, id: string, store: Store, hooks: ServerHooks) {
  const { rules, speed, epoch } = config;
  const loaded = await store.load();
  const clock = modelClock(epoch, speed, loaded.newestAt);
  const pipeline = new Pipeline({
    commit: (rows) => store.commit(rows),
    defects: config.defects ?? [],
    failed: (error) => {
      const why = error instanceof Error ? error.message : String(error);
      hooks.failed(`the store failed (${why}); nothing is acknowledged any more`);
    },
    outlet: {
      send: (conn, frame) => sockets.send(conn, frame),
      close: (conn, code) => sockets.close(conn, code),
      note(note) {
        metrics.note(note);
        if (note.note === 'left_message') outbox.add(note);
      },
    },
  });
  const sink: DeskSink = {
    persist: (row) => pipeline.persist(row),
    send: (conn, frame) => pipeline.send(conn, frame),
    note: (note) => pipeline.note(note),
    close(conn, code) {
      // The desk has closed it. Frames that arrive before the close is released do not reach the
      // desk.
      sockets.mute(conn);
      pipeline.close(conn, code);
    },
  };
  const changed = (change: Omit<LeftChange, 'at'>): void =>
    pipeline.persist({ kind: 'left_change', ...change, at: clock.now() });
  const { outbox, begin } = await outboxOf(config, store, changed, (told) => {
    metrics.notifiedOf(told);
    if (told.outcome === 'failed') hooks.log(`a leave-message could not be told by ${told.via}: ${told.why ?? ''}`);
  });
  const verifyAgent = (agent: string, token: string): boolean => agentTokenIsRight(config.agentSecret, agent, token);
  const desk = new Desk({ rules, sink, verifyAgent });
  const metrics = serverMetrics({
    version: packageVersion(),
    server: id,
    speed,
    stats: () => desk.stats(),
    connections: () => sockets.counts,
  });
  const timer = dueTimer(
    clock,
    () => desk.nextDue(),
    () => desk.advance(clock.now()),
  );
  const { every, limit } = rules.liveness.transport;
  const sockets: Sockets = new Sockets({
    limits: config.limits,
    ping: { everyMs: every / speed / 1000, limitMs: limit / speed / 1000 },
    metrics,
    frame(conn, frame) {
      desk.frame(conn, frame, clock.now());
      timer.changed();
    },
    gone(conn) {
      desk.disconnected(conn, clock.now());
      timer.changed();
    },
  });
  desk.restore(loaded, clock.now());
  begin();
  timer.changed();
  if (loaded.sessions.length > 0) {
    hooks.log(`took over ${loaded.sessions.length} sessions and ${loaded.messages.length} messages from the store`);
  }
  const admin = {
    changed,
    stopNotifying: () => outbox.stop(),
    now: () => clock.now(),
    async stored() {
      timer.changed();
      await pipeline.drained();
    },
  };
  return { desk, metrics, pipeline, sockets, timer, ...admin };
}

/**
 * Starts a server in this process.
 * @throws ConfigError when it cannot listen, StoreError when the store cannot be used
 */
export async function runServer(config: ServerConfig, hooks: ServerHooks): Promise<RunningServer> {
  let parts: (Awaited<ReturnType<typeof assemble>> & HttpParts) | undefined;
  let notReady: string | undefined = 'reading the store';
  const id = config.id ?? randomBytes(8).toString('hex');
  const app = httpApp({
    id,
    adminToken: config.adminToken,
    plan: config.plan ?? 'full',
    clock: { epoch: config.epoch, speed: config.speed },
    notReady: () => notReady,
    parts: () => parts,
  });
  const answer = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const http = createServer((request, response) => void answer(request, response));
  http.on('upgrade', (request, socket, head) => {
    const path = request.url?.split('?')[0];
    if (path === '/ws' && parts !== undefined && notReady === undefined) {
      parts.sockets.upgrade(request, socket, head);
    } else {
      socket.on('error', () => undefined);
      socket.end(
        `HTTP/1.1 ${path === '/ws' ? '503 Service Unavailable' : '404 Not Found'}\r\nconnection: close\r\n\r\n`,
      );
    }
  });
  const port = await listen(http, config.host, config.port);
  let store: Store | undefined;
  try {
    store = hooks.store ?? (await openStore(config));
    parts = { ...(await assemble(config, id, store, hooks)), store };
  } catch (error) {
    http.close();
    await store?.close().catch(() => undefined);
    throw error;
  }
  notReady = undefined;

  const { pipeline, sockets, timer, stopNotifying } = parts;
  const opened = store;
  async function stop(): Promise<void> {
    notReady = 'shutting down';
    timer.stop();
    stopNotifying();
    sockets.stopTaking();
    try {
      await within(DRAIN_MS, 'storing what was pending', pipeline.drained());
    } finally {
      await sockets.shutdown(GOODBYE_MS);
      http.close();
      http.closeAllConnections();
      await within(STORE_MS, 'closing the store', opened.close());
    }
  }
  let stopping: Promise<void> | undefined;
  return { port, stop: () => (stopping ??= stop()) };
}
