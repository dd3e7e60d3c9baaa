// One WebSocket connection of the server: what it sent lately, whether it still answers, and who is on it.
import type { WebSocket } from 'ws';
import type { ConnectionEnd, Role } from '../metrics/server.ts';
import { clientFrameFault, CLOSE, type ClientFrame, type ServerFrame } from '../model/protocol/frames.ts';

/** State of one connection, changed by sockets.ts. Times are ms of the process's monotonic clock. */
export class Connection {
  readonly id: number;
  readonly ws: WebSocket;
  role: Role = 'none';
  /** The role that its hello asked for, until the desk has welcomed it. */
  asked: Role = 'none';
  /** No frame is taken from it any more: the desk or a limit has ended it. */
  muted = false;
  /** Why we ended it; absent while we did not. */
  ended?: ConnectionEnd;
  pingedAt: number;
  pongAt: number;
  #windowStart: number;
  #frames = 0;

  constructor(id: number, ws: WebSocket, now: number) {
    this.id = id;
    this.ws = ws;
    this.pingedAt = now;
    this.pongAt = now;
    this.#windowStart = now;
  }

  /** Counts a frame. @returns false when it is one too many within a second */
  allow(now: number, framesPerSecond: number): boolean {
    if (now - this.#windowStart >= 1000) {
      this.#windowStart = now;
      this.#frames = 0;
    }
    return ++this.#frames <= framesPerSecond;
  }

  /** @returns bytes that wait for the reader after this frame */
  send(frame: ServerFrame): number {
    if (this.ws.readyState !== this.ws.OPEN) return 0;
    this.ws.send(JSON.stringify(frame));
    return this.ws.bufferedAmount;
  }
}

/** Decodes what came over the wire. @returns the frame, or what is wrong with it */
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

/** The name of a close for metrics; `code` is what the `ws` package reports (1006 = gone without a close frame). */
export function endOf(code: number): ConnectionEnd {
  if (code === 1000 || code === 1001 || code === 1005) return 'client';
  if (code === 1006) return 'reset';
  if (code === 1009) return 'too_large';
  return BY_CODE.get(code) ?? 'other';
}
