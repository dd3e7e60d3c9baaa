// What k6 provides for a socket runtime; it handles the pitfalls of docs/explanation/k6.md.
import exec from 'k6/execution';
import { WebSocket } from 'k6/websockets';
import type { Conn } from '../../model/ports/runtime.ts';
import type { Machine, SocketEvents } from '../socket-runtime.ts';

// Globals that k6 gives to every script and its type package lacks.
declare const console: { log(text: string): void };
declare const setTimeout: (act: () => void, ms: number) => number;
declare const clearTimeout: (id: number) => void;

/**
 * Scripts may close with 1000, and with 3000 to 4999. So a page that goes (1001) sends 1000, which
 * servers treat alike.
 */
const sayable = (code: number): number => (code < 3000 ? 1000 : code);

/**
 * An event as k6 gives it; the type package declares less. A close has a code when k6 knows one.
 */
interface Event {
  readonly target: object;
  readonly code?: number;
}
interface Hooks {
  onopen: (event: Event) => void;
  onclose: (event: Event) => void;
  onerror: (event: Event) => void;
}
/** What is known of a socket until it has closed. */
interface Peer {
  readonly conn: Conn;
  readonly events: SocketEvents;
  isOpen: boolean;
}

/**
 * Unix time in µs at the start of the next millisecond. Date.now() has no finer resolution, so this
 * waits for its next step.
 */
function wallAtEdge(): number {
  const before = Date.now();
  let now = before;
  while (now === before) now = Date.now();
  return now * 1000;
}

/** A machine that connects to `url`. Make it inside a VU. */
export function k6Machine(url: string): Machine {
  // Cached: every access to exec.instance makes a new object.
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
    // An error event comes with every close code except 1000 and 1001. Only a failed dial has no
    // close event.
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
      // The tag replaces the address, which would make one time series per session.
      const socket = new WebSocket(url, null, { tags: { name: 'target' } });
      sockets.set(conn, socket);
      peers.set(socket, { conn, events, isOpen: false });
      // Handlers are shared by all sockets: a closure is a kilobyte in k6, and there are thousands.
      // Messages come too often for a look-up.
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
      // k6 answers PINGs itself, and a script cannot stop that.
    },
    write: (lines) => console.log(lines),
  };
}
