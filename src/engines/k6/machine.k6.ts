// What k6 lends to a socket runtime, with every trap of its WebSocket handled: see docs/explanation/k6.md.
import exec from 'k6/execution';
import { WebSocket } from 'k6/websockets';
import type { Conn } from '../../model/ports/runtime.ts';
import type { Machine } from '../socket-runtime.ts';

// What k6 gives to every script and its type package leaves out.
declare const console: { log(text: string): void };
declare const setTimeout: (act: () => void, ms: number) => number;
declare const clearTimeout: (id: number) => void;

/** Unix time in µs at the next whole millisecond: Date.now() is no finer, so its edge is waited for. */
function wallAtEdge(): number {
  const before = Date.now();
  let now = before;
  while (now === before) now = Date.now();
  return now * 1000;
}

/** A machine that connects to `url`. Make it inside a VU. */
export function k6Machine(url: string): Machine {
  // Kept: every look at exec.instance makes a new object.
  const { instance } = exec;
  const wallZero = wallAtEdge() - instance.currentTestRunDuration * 1000;
  const sockets = new Map<Conn, WebSocket>();
  /** Connections to be closed as soon as they open: `close()` before that would block the whole VU. */
  const unwanted = new Map<Conn, number>();
  return {
    wall: () => wallZero + instance.currentTestRunDuration * 1000,
    timer: (ms, act) => setTimeout(act, ms),
    clear: (id) => {
      if (id >= 0) clearTimeout(id);
    },
    open(conn, events) {
      // The tag replaces the address, which would make one time series a session.
      const socket = new WebSocket(url, null, { tags: { name: 'target' } });
      sockets.set(conn, socket);
      let isOpen = false;
      let isOver = false;
      socket.onopen = () => {
        isOpen = true;
        const code = unwanted.get(conn);
        if (code === undefined) events.opened(conn);
        else socket.close(code);
      };
      socket.onmessage = (event) => events.text(conn, event?.data as string);
      // The type package knows no argument here; k6 brings the code when it knows one.
      (socket as { onclose: (event: { code?: number }) => void }).onclose = ({ code }) => {
        if (isOver) return;
        isOver = true;
        sockets.delete(conn);
        unwanted.delete(conn);
        if (!isOpen) events.failed(conn);
        else if (code === undefined || code === 1006) events.closed(conn);
        else events.closed(conn, code);
      };
      socket.onerror = () => {
        // An error event comes with every close code but 1000 and 1001: only a dial that failed has no close of its own.
        if (isOpen || isOver || socket.readyState === 1) return;
        isOver = true;
        sockets.delete(conn);
        unwanted.delete(conn);
        events.failed(conn);
      };
    },
    send(conn, text) {
      const socket = sockets.get(conn);
      if (socket?.readyState === 1) socket.send(text);
    },
    close(conn, code) {
      const socket = sockets.get(conn);
      if (socket?.readyState === 1) socket.close(code);
      else if (socket?.readyState === 0) unwanted.set(conn, code);
    },
    transport() {
      // k6 answers PINGs below the script; it cannot stop.
    },
    write: (lines) => console.log(lines),
  };
}
