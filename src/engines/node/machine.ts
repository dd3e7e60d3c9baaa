// What Node provides for a socket runtime: the fine clock, timers, and connections over `ws`.
import WebSocket from 'ws';
import type { Conn } from '../../model/ports/runtime.ts';
import { FRAME_MAX } from '../../model/protocol/frames.ts';
import { wallMicros } from '../../system/clock.ts';
import type { Machine } from '../socket-runtime.ts';

/** A machine that connects to `url`. `dispose` ends whatever is still open. */
export function nodeMachine(url: string, write: (lines: string) => void): Machine & { dispose(): void } {
  const sockets = new Map<Conn, WebSocket>();
  /** Connections whose transport does not answer PINGs. */
  const silent = new Set<Conn>();
  /** Connections to be closed, with this code, as soon as they open. */
  const unwanted = new Map<Conn, number>();
  const timers = new Map<number, NodeJS.Timeout>();
  let nextTimer = 1;
  return {
    wall: wallMicros,
    timer(ms, act) {
      const id = nextTimer++;
      const ring = (): void => {
        timers.delete(id);
        act();
      };
      // Rounded up: a timer that fires early would only have to be set again.
      timers.set(id, setTimeout(ring, Math.ceil(ms)));
      return id;
    },
    clear(id) {
      clearTimeout(timers.get(id));
      timers.delete(id);
    },
    open(conn, events) {
      // The handler below sends PONGs, because `transport` can stop them. It also keeps ws ≥ 8.23
      // from ending a connection after a burst of PINGs.
      const options = {
        perMessageDeflate: false,
        autoPong: false,
        handshakeTimeout: 30_000,
        maxPayload: 4 * FRAME_MAX,
      };
      const socket = new WebSocket(url, options);
      sockets.set(conn, socket);
      let isOpen = false;
      socket.on('open', () => {
        isOpen = true;
        const code = unwanted.get(conn);
        if (code === undefined) events.opened(conn);
        else socket.close(code);
      });
      socket.on('message', (data: Buffer) => events.text(conn, data.toString('utf8')));
      socket.on('ping', (data: Buffer) => {
        if (!silent.has(conn) && socket.readyState === WebSocket.OPEN) socket.pong(data);
      });
      // A `close` event follows with the details.
      socket.on('error', () => {});
      socket.on('close', (code: number) => {
        sockets.delete(conn);
        silent.delete(conn);
        unwanted.delete(conn);
        if (!isOpen) events.failed(conn);
        else if (code === 1006) events.closed(conn);
        else events.closed(conn, code);
      });
    },
    send(conn, text) {
      const socket = sockets.get(conn);
      if (socket?.readyState === WebSocket.OPEN) socket.send(text);
    },
    close(conn, code) {
      const socket = sockets.get(conn);
      if (socket?.readyState === WebSocket.CONNECTING) unwanted.set(conn, code);
      else socket?.close(code);
    },
    transport(conn, answers) {
      if (answers) silent.delete(conn);
      else silent.add(conn);
    },
    write,
    dispose() {
      for (const socket of sockets.values()) socket.terminate();
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
