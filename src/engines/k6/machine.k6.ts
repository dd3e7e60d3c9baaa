// What k6 lends to a socket runtime, with every trap of its WebSocket handled: see docs/explanation/k6.md.
import exec from 'k6/execution';
import { WebSocket } from 'k6/websockets';
import type { Conn } from '../../model/ports/runtime.ts';
import type { Machine, SocketEvents } from '../socket-runtime.ts';

// What k6 gives to every script and its type package leaves out.
declare const console: { log(text: string): void };
declare const setTimeout: (act: () => void, ms: number) => number;
declare const clearTimeout: (id: number) => void;

/** Scripts may close with 1000, and with 3000 to 4999: a page that goes (1001) says 1000, which servers treat alike. */
const sayable = (code: number): number => (code < 3000 ? 1000 : code);

/** An event as k6 gives it; the type package knows less. A close brings its code when k6 knows one. */
interface Event {
  readonly target: object;
  readonly code?: number;
}
interface Hooks {
  onopen: (event: Event) => void;
  onclose: (event: Event) => void;
  onerror: (event: Event) => void;
}
/** What is known of a socket until it is over. */
interface Peer {
  readonly conn: Conn;
  readonly events: SocketEvents;
  isOpen: boolean;
}

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
  const peers = new Map<object, Peer>();
  /** Connections to be closed as soon as they open: `close()` before that would block the whole VU. */
  const unwanted = new Map<Conn, number>();
  const forget = (socket: object, { conn }: Peer): void => {
    peers.delete(socket);
    sockets.delete(conn);
    unwanted.delete(conn);
  };
  const onOpen = ({ target }: Event): void => {
    const peer = peers.get(target);
    if (peer === undefined) return;
    peer.isOpen = true;
    const code = unwanted.get(peer.conn);
    if (code === undefined) peer.events.opened(peer.conn);
    else sockets.get(peer.conn)?.close(sayable(code));
  };
  const onClose = ({ target, code }: Event): void => {
    const peer = peers.get(target);
    if (peer === undefined) return;
    forget(target, peer);
    if (!peer.isOpen) peer.events.failed(peer.conn);
    else if (code === undefined || code === 1006) peer.events.closed(peer.conn);
    else peer.events.closed(peer.conn, code);
  };
  const onError = ({ target }: Event): void => {
    const peer = peers.get(target);
    // An error event comes with every close code but 1000 and 1001: only a dial that failed has no close of its own.
    if (peer === undefined || peer.isOpen || sockets.get(peer.conn)?.readyState === 1) return;
    forget(target, peer);
    peer.events.failed(peer.conn);
  };
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
      peers.set(socket, { conn, events, isOpen: false });
      // Shared by all sockets: a closure is a kilobyte in k6, and there are thousands. Messages come too often for a look-up.
      const hooks = socket as unknown as Hooks;
      hooks.onopen = onOpen;
      hooks.onclose = onClose;
      hooks.onerror = onError;
      socket.onmessage = (event) => events.text(conn, event?.data as string);
    },
    send(conn, text) {
      const socket = sockets.get(conn);
      if (socket?.readyState === 1) socket.send(text);
    },
    close(conn, code) {
      const socket = sockets.get(conn);
      if (socket?.readyState === 1) socket.close(sayable(code));
      else if (socket?.readyState === 0) unwanted.set(conn, code);
    },
    transport() {
      // k6 answers PINGs below the script; it cannot stop.
    },
    write: (lines) => console.log(lines),
  };
}
