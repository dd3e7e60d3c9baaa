// One WebSocket connection of the server: its state, frame rate, last PONG, and role.
import type { WebSocket } from 'ws';
import type { ConnectionEnd, Role } from '../metrics/server.ts';
import { clientFrameFault, CLOSE, type ClientFrame, type ServerFrame } from '../model/protocol/frames.ts';

export type ConnectionState = 'greeting' | 'asked' | 'welcomed' | 'muted' | 'ended' | 'gone';

/**
 * What can happen to a connection:
 * - `hello`: its client says hello.
 * - `welcome`: the desk welcomes it.
 * - `mute`: the desk has closed it, or the server stops; last frames may still wait to be sent.
 * - `end`: the server begins to close the socket, for any reason.
 * - `go`: the socket is closed, whoever closed it.
 */
export const CONNECTION_INPUTS = ['hello', 'welcome', 'mute', 'end', 'go'] as const;
type Input = (typeof CONNECTION_INPUTS)[number];

/*
 * The complete transition table. A dot means that the input is refused and changes nothing.
 * test/server/connection.test.ts compares this table with CONNECTION_MOVES below, and with the
 * behaviour of connections.
 *
 * | state    | hello | welcome  | mute  | end   | go   |
 * |----------|-------|----------|-------|-------|------|
 * | greeting | asked | .        | muted | ended | gone |
 * | asked    | asked | welcomed | muted | ended | gone |
 * | welcomed | .     | .        | muted | ended | gone |
 * | muted    | .     | muted    | .     | ended | gone |
 * | ended    | .     | .        | .     | .     | gone |
 * | gone     | .     | .        | .     | .     | .    |
 *
 * The server accepts frames from a connection until it is `muted`, and sends frames to it until it
 * is `ended`. When the desk closes a connection, its last frames may still wait for a commit. A
 * welcome may be among them.
 */
export const CONNECTION_MOVES: Readonly<Record<ConnectionState, Readonly<Partial<Record<Input, ConnectionState>>>>> = {
  greeting: { hello: 'asked', mute: 'muted', end: 'ended', go: 'gone' },
  asked: { hello: 'asked', welcome: 'welcomed', mute: 'muted', end: 'ended', go: 'gone' },
  welcomed: { mute: 'muted', end: 'ended', go: 'gone' },
  muted: { welcome: 'muted', end: 'ended', go: 'gone' },
  ended: { go: 'gone' },
  gone: {},
};

/** Changed by sockets.ts. Times are ms of the process's monotonic clock. */
export class Connection {
  readonly id: number;
  readonly ws: WebSocket;
  pingedAt: number;
  pongAt: number;
  #state: ConnectionState = 'greeting';
  #role: Role = 'none';
  /** The role that its hello asked for. */
  #asked: Role = 'none';
  #ended: ConnectionEnd | undefined;
  #windowStart: number;
  #frames = 0;

  constructor(id: number, ws: WebSocket, now: number) {
    this.id = id;
    this.ws = ws;
    this.pingedAt = now;
    this.pongAt = now;
    this.#windowStart = now;
  }

  /** Role of its client; `none` until the desk has welcomed it. */
  get role(): Role {
    return this.#role;
  }

  /** Why the server ended it; undefined while it has not. */
  get ended(): ConnectionEnd | undefined {
    return this.#ended;
  }

  /** Are frames accepted from it? */
  get takes(): boolean {
    return this.#state === 'greeting' || this.#state === 'asked' || this.#state === 'welcomed';
  }

  /** Are frames sent to it? */
  get sends(): boolean {
    return this.takes || this.#state === 'muted';
  }

  hello(role: Role): void {
    if (this.#move('hello')) this.#asked = role;
  }

  /** @returns whether this made the role known */
  welcome(): boolean {
    if (!this.#move('welcome') || this.#role !== 'none') return false;
    this.#role = this.#asked;
    return true;
  }

  /** The desk has closed it, or the server accepts no more frames. */
  mute(): void {
    this.#move('mute');
  }

  /** @returns false when it was ended before; the first reason stays */
  end(why: ConnectionEnd): boolean {
    if (!this.#move('end')) return false;
    this.#ended = why;
    return true;
  }

  /** The socket is closed. */
  go(): void {
    this.#move('go');
  }

  /** Counts a frame. @returns false when it exceeds the limit of this second */
  allow(now: number, framesPerSecond: number): boolean {
    if (now - this.#windowStart >= 1000) {
      this.#windowStart = now;
      this.#frames = 0;
    }
    return ++this.#frames <= framesPerSecond;
  }

  /** @returns bytes still buffered for the reader after this frame */
  send(frame: ServerFrame): number {
    if (this.ws.readyState !== this.ws.OPEN) return 0;
    this.ws.send(JSON.stringify(frame));
    return this.ws.bufferedAmount;
  }

  /** Applies the transition table. @returns false when it has no such transition */
  #move(input: Input): boolean {
    const next = CONNECTION_MOVES[this.#state][input];
    if (next === undefined) return false;
    this.#state = next;
    return true;
  }
}

/** Decodes a received frame. @returns the frame, or what is wrong with it */
export function decodeFrame(data: string | undefined): { readonly frame: ClientFrame } | { readonly fault: string } {
  if (data === undefined) return { fault: 'a frame is JSON text, not binary' };
  let frame: unknown;
  try {
    frame = JSON.parse(data);
  } catch {
    return { fault: 'a frame is JSON text, and this is not JSON' };
  }
  const fault = clientFrameFault(frame);
  return fault === undefined ? { frame: frame as ClientFrame } : { fault };
}

const BY_CODE = new Map<number, ConnectionEnd>(
  Object.entries(CLOSE).map(([name, { code }]) => [code, name as keyof typeof CLOSE]),
);

/**
 * The name of a close for metrics; `code` is what the `ws` package reports (1006 = gone without a
 * close frame).
 */
export function endOf(code: number): ConnectionEnd {
  if (code === 1000 || code === 1001 || code === 1005) return 'client';
  if (code === 1006) return 'reset';
  if (code === 1009) return 'too_large';
  return BY_CODE.get(code) ?? 'other';
}
