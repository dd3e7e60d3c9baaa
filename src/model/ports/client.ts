// The interface between a person, their client program, and the device and path below it.
import type { Owner } from '../core/draw.ts';
import type { Micros } from '../core/time.ts';
import type { ClientFrame, ServerFrame } from '../protocol/frames.ts';
import type { NoticeKind, RowBody } from '../rows/rows.ts';
import type { AlertForm, AlertKind, Channel, CloseReason, Refusal, Sender } from '../rows/words.ts';
import type { Liveness } from './liveness.ts';
import type { Conn } from './runtime.ts';

/**
 * All times of client programs; model µs. Part of the scenario, so that scaling a scenario scales
 * them.
 */
export interface ClientSettings {
  /** Silence after which the client asks the server, and after which it gives the connection up. */
  readonly liveness: { readonly every: Micros; readonly limit: Micros };
  /** First and longest wait before reconnecting; doubled each time, jittered between half and whole. */
  readonly backoff: { readonly first: Micros; readonly most: Micros };
  /** How long a connection attempt without network takes to fail. */
  readonly connectFails: Micros;
  /** Hidden tabs: timers on a `soon` grid, after `after` on a `late` grid. */
  readonly throttle: { readonly soon: Micros; readonly late: Micros; readonly after: Micros };
}

/** What device and path let a client do. */
export interface ClientHost {
  readonly actor: string;
  readonly owner: Owner;
  readonly settings: ClientSettings;
  now(): Micros;
  /**
   * Sets timer n of the program (n small; setting it again replaces it). It is late in a hidden
   * tab, and silent in a frozen one.
   */
  timer(n: number, at: Micros): void;
  cancel(n: number): void;
  open(): Conn;
  send(conn: Conn, frame: ClientFrame): void;
  close(conn: Conn, code: number): void;
  write(body: RowBody): void;
  /** The person has left and the last connection is gone: this program will do nothing more. */
  over(): void;
}

/** A message as the client shows it. */
export interface Shown {
  readonly id: string;
  readonly session: string;
  readonly seq: number;
  readonly from: Sender;
  readonly text: string;
  /** Options that may be clicked. */
  readonly options?: readonly string[];
}

export interface Notice {
  readonly kind: NoticeKind;
  readonly session: string;
  readonly reason?: CloseReason;
  readonly agent?: string;
  readonly visitor?: string;
}

/** What the person sees. */
export interface Screen {
  shown(message: Shown): void;
  notice(notice: Notice): void;
  refused(id: string, why: Refusal): void;
  /** Agents only: a session needs them. */
  alerted?(session: string, kind: AlertKind, as: AlertForm): void;
}

/** Who the client signs in as. */
export interface Identity {
  readonly role: 'visitor' | 'agent';
  readonly token: string;
  readonly channel?: Channel;
}

/** What a person does besides writing. */
export type Act =
  | { readonly kind: 'activity' | 'take' | 'decline' }
  /** `again`: the typing goes on. The server is notified; the ledger already has its start. */
  | { readonly kind: 'typing'; readonly again?: true }
  | { readonly kind: 'click'; readonly option: string };

/** What a person can do with a client; every kind of target has one. */
export interface Client {
  /** Connects: at the start, and again with a new page after {@link unload}. */
  start(): void;
  /**
   * The page is closed: the connection ends at once, and nothing runs until the next {@link start}.
   * Unacknowledged messages are kept.
   */
  unload(): void;
  /** Sends a message, and resends it under the same id until it is acked or refused. */
  say(id: string, text: string, session?: string): void;
  seen(session: string, seq: number): void;
  /** Reports it to the server if there is a connection, and drops it otherwise. */
  act(act: Act, session: string): void;
  end(session: string): void;
  fence(id: string, session: string): void;
  /** Leaves: closes the connection and does not reconnect. */
  stop(): void;
  /** Timer n of the program fires. */
  rings(n: number): void;
  opened(conn: Conn): void;
  frame(conn: Conn, frame: ServerFrame): void;
  closed(conn: Conn, code?: number): void;
  failed(conn: Conn): void;
  /**
   * Whether nothing of this session is in flight here, and news of it would arrive. Also true for a
   * client that has stopped.
   */
  settledIn(session: string): boolean;
  /** Messages and fences that are neither acked nor refused yet. */
  unsettled(): number;
  connected(): boolean;
  /** Its liveness, when it is connected and waits for no answer. */
  liveness(): Liveness | undefined;
  /** The session the client believes to be open (visitors only). */
  session(): string | undefined;
}
