// The WebSocket side of the server: passes frames to the desk, enforces limits, checks liveness.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import type { Role } from '../metrics/server.ts';
import type { ServerMetrics } from '../metrics/server-registry.ts';
import { CLOSE, FRAME_MAX, type ClientFrame, type ServerFrame } from '../model/protocol/frames.ts';
import { Connection, decodeFrame, endOf } from './connection.ts';
import type { ServerConfig } from './config.ts';

/** Timeout of the closing handshake. After it the connection is cut. */
const GOODBYE_MS = 2_000;

// A separate constant, because the types of `ws` do not have `closeTimeout` yet.
const WS_OPTIONS = { noServer: true, perMessageDeflate: false, maxPayload: FRAME_MAX, closeTimeout: GOODBYE_MS };

export interface SocketsOptions {
  readonly limits: ServerConfig['limits'];
  /** Real milliseconds between PINGs, and without a PONG before the connection counts as lost. */
  readonly ping: { readonly everyMs: number; readonly limitMs: number };
  readonly metrics: ServerMetrics;
  /** A valid frame of a connection. */
  readonly frame: (conn: number, frame: ClientFrame) => void;
  /** A connection is gone. Called at most once for each. */
  readonly gone: (conn: number) => void;
}

/** All connections of the server. One sweep timer checks all of them. */
export class Sockets {
  readonly #options: SocketsOptions;
  readonly #server = new WebSocketServer(WS_OPTIONS);
  readonly #open = new Map<number, Connection>();
  readonly #counts: Record<Role, number> = { visitor: 0, agent: 0, none: 0 };
  readonly #sweepMs: number;
  readonly #sweeper: NodeJS.Timeout;
  #sweptAt = performance.now();
  #next = 1;
  #accepting = true;

  constructor(options: SocketsOptions) {
    this.#options = options;
    const { everyMs, limitMs } = options.ping;
    this.#sweepMs = Math.min(1_000, Math.max(10, Math.min(everyMs, limitMs) / 10));
    this.#sweeper = setInterval(() => this.#sweep(), this.#sweepMs);
  }

  /** Open connections by role. */
  get counts(): Readonly<Record<Role, number>> {
    return this.#counts;
  }

  /** Takes over an HTTP request that asks to become a WebSocket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (ws) => this.#connected(ws));
  }

  send(conn: number, frame: ServerFrame): void {
    const connection = this.#open.get(conn);
    const isThere = connection?.sends === true;
    if (frame.f === 'notice') this.#options.metrics.notified(frame.kind, isThere ? 'sent' : 'failed');
    if (!isThere) return;
    if (frame.f === 'welcome') this.#identified(connection);
    if (connection.send(frame) <= this.#options.limits.sendBuffer) return;
    // This bounds the send buffer: nothing more is sent, and `closeTimeout` cuts a reader that does
    // not catch up.
    this.#end(connection, 'overload');
  }

  /**
   * The desk has closed a connection: no more frames are accepted from it. Its last frames may
   * still wait for a commit.
   */
  mute(conn: number): void {
    this.#open.get(conn)?.mute();
  }

  close(conn: number, code: number): void {
    const connection = this.#open.get(conn);
    if (connection?.end(endOf(code)) === true) connection.ws.close(code);
  }

  /** Accepts no more frames and no new connections. */
  stopTaking(): void {
    this.#accepting = false;
    for (const connection of this.#open.values()) connection.mute();
  }

  /**
   * Closes every connection with the code for a shutdown, and waits at most `ms` for them to close.
   */
  async shutdown(ms: number): Promise<void> {
    this.stopTaking();
    clearInterval(this.#sweeper);
    const left = [...this.#open.values()].map(
      (connection) => new Promise((resolve) => connection.ws.once('close', resolve)),
    );
    for (const connection of this.#open.values()) this.close(connection.id, CLOSE.shutdown.code);
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([Promise.all(left), new Promise((resolve) => (timer = setTimeout(resolve, ms)))]);
    clearTimeout(timer);
    for (const connection of this.#open.values()) connection.ws.terminate();
  }

  #connected(ws: WebSocket): void {
    const connection = new Connection(this.#next++, ws, performance.now());
    this.#open.set(connection.id, connection);
    this.#counts.none += 1;
    ws.on('message', (data, binary) => this.#message(connection, data, binary));
    ws.on('pong', () => (connection.pongAt = performance.now()));
    // `ws` answers protocol errors itself (1002, 1007, 1009) and then closes; the reason arrives
    // with the close.
    ws.on('error', () => undefined);
    ws.on('close', (code) => this.#closed(connection, code));
    if (!this.#accepting) this.#end(connection, 'shutdown');
    else if (this.#open.size > this.#options.limits.connections) this.#end(connection, 'overload');
  }

  #message(connection: Connection, data: RawData, binary: boolean): void {
    if (!connection.takes) return;
    const { limits, frame } = this.#options;
    const rate = limits.framesPerSecond;
    const read = connection.allow(performance.now(), rate)
      ? decodeFrame(binary ? undefined : (data as Buffer).toString())
      : { fault: `more than ${rate} frames in a second` };
    if ('fault' in read) {
      connection.send({ f: 'error', why: read.fault });
      this.#end(connection, 'bad_frame');
      return;
    }
    if (read.frame.f === 'hello') connection.hello(read.frame.role);
    frame(connection.id, read.frame);
  }

  #identified(connection: Connection): void {
    if (!connection.welcome()) return;
    this.#counts.none -= 1;
    this.#counts[connection.role] += 1;
    this.#options.metrics.connected(connection.role);
  }

  /** Ends a connection on the server's side, and tells the desk at once that its actor is gone. */
  #end(connection: Connection, why: keyof typeof CLOSE): void {
    if (!connection.end(why)) return;
    connection.ws.close(CLOSE[why].code);
    this.#options.gone(connection.id);
  }

  #closed(connection: Connection, code: number): void {
    const wasTaken = connection.takes;
    connection.go();
    this.#open.delete(connection.id);
    this.#counts[connection.role] -= 1;
    this.#options.metrics.disconnected(connection.role, connection.ended ?? endOf(code));
    if (wasTaken) this.#options.gone(connection.id);
  }

  #sweep(): void {
    const now = performance.now();
    const { everyMs, limitMs } = this.#options.ping;
    // After a pause of this process, PONGs may still lie unread in the sockets. So this sweep cuts
    // no connection.
    const paused = now - this.#sweptAt > this.#sweepMs * 2 + limitMs / 4;
    this.#sweptAt = now;
    for (const connection of this.#open.values()) {
      if (!connection.sends) continue;
      if (now - connection.pongAt > limitMs && !paused) {
        this.#end(connection, 'transport_lost');
        connection.ws.terminate();
      } else if (now - connection.pingedAt >= everyMs) {
        connection.pingedAt = now;
        connection.ws.ping();
      }
    }
  }
}
