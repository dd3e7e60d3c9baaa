// Output commit: nothing the desk says leaves before everything it stored ahead of it is on disk.
import type { DeskNote, DeskSink, StoreRow } from '../model/desk/ports.ts';
import type { ServerFrame } from '../model/protocol/frames.ts';
import type { ServerDefect } from './config.ts';

/** Where effects go once they are released. */
export interface Outlet {
  send(conn: number, frame: ServerFrame): void;
  close(conn: number, code: number): void;
  note(note: DeskNote): void;
}

export interface PipelineOptions {
  /** Stores rows; durable when the promise resolves. Never called while an earlier call is under way. */
  readonly commit: (rows: readonly StoreRow[]) => Promise<void>;
  readonly outlet: Outlet;
  /** A commit failed. From here on nothing is stored and nothing released. Called once. */
  readonly failed: (error: unknown) => void;
  /** Runs the start of a commit a little later, so that what one turn of the event loop stores is one batch. */
  readonly defer?: (start: () => void) => void;
  /** Bugs to have on purpose: with `ack_before_commit` a send does not wait for what was stored ahead of it. */
  readonly defects?: readonly ServerDefect[];
}

type Effect =
  | { readonly do: 'send'; readonly conn: number; readonly frame: ServerFrame }
  | { readonly do: 'close'; readonly conn: number; readonly code: number }
  | { readonly do: 'note'; readonly note: DeskNote };

/** Rows for one commit, and the effects that came after the first of them and before the rows of the next batch. */
interface Batch {
  readonly rows: StoreRow[];
  readonly effects: Effect[];
}

/** Rows in one transaction at most: bounds how long a commit, and with it every ack behind it, can take. */
export const BATCH_MAX = 4096;

/**
 * The desk's sink in a server. While one batch is committed the next one collects (group commit), so that the number of commits
 * follows the disk and not the traffic. An effect waits for the newest batch that has rows, or goes out at once when there is none.
 */
export class Pipeline implements DeskSink {
  readonly #options: PipelineOptions;
  readonly #acksEarly: boolean;
  /** The first one is being committed when `#busy`; effects join the last one. */
  readonly #queue: Batch[] = [];
  #busy = false;
  #failed = false;
  #idle: (() => void)[] = [];

  constructor(options: PipelineOptions) {
    this.#options = options;
    this.#acksEarly = options.defects?.includes('ack_before_commit') === true;
  }

  persist(row: StoreRow): void {
    if (this.#failed) return;
    const last = this.#queue.at(-1);
    const closed = last === undefined || (this.#busy && this.#queue.length === 1) || last.rows.length >= BATCH_MAX;
    if (closed) this.#queue.push({ rows: [row], effects: [] });
    else last.rows.push(row);
    if (!this.#busy && this.#queue.length === 1 && closed)
      (this.#options.defer ?? setImmediate)(() => void this.#commit());
  }

  send(conn: number, frame: ServerFrame): void {
    this.#push({ do: 'send', conn, frame });
  }

  close(conn: number, code: number): void {
    this.#push({ do: 'close', conn, code });
  }

  note(note: DeskNote): void {
    this.#push({ do: 'note', note });
  }

  /** Resolves when everything pushed so far is stored and released; never after a failed commit. */
  drained(): Promise<void> {
    return this.#queue.length === 0 && !this.#failed
      ? Promise.resolve()
      : new Promise((resolve) => void this.#idle.push(resolve));
  }

  #push(effect: Effect): void {
    if (this.#failed) return;
    const last = this.#queue.at(-1);
    if (last === undefined || (effect.do === 'send' && this.#acksEarly)) this.#release(effect);
    else last.effects.push(effect);
  }

  async #commit(): Promise<void> {
    const batch = this.#queue[0];
    if (batch === undefined || this.#failed) return;
    this.#busy = true;
    try {
      await this.#options.commit(batch.rows);
    } catch (error) {
      // What is not stored is never acked: the clients will send it again, to this server or to its successor.
      this.#failed = true;
      this.#queue.length = 0;
      this.#options.failed(error);
      return;
    }
    // Still busy and at the head while its effects leave: what a released effect causes queues behind them, in a batch of its own.
    for (const effect of batch.effects) this.#release(effect);
    this.#queue.shift();
    this.#busy = false;
    if (this.#queue.length > 0) void this.#commit();
    else for (const resolve of this.#idle.splice(0)) resolve();
  }

  #release(effect: Effect): void {
    const { outlet } = this.#options;
    if (effect.do === 'send') outlet.send(effect.conn, effect.frame);
    else if (effect.do === 'close') outlet.close(effect.conn, effect.code);
    else outlet.note(effect.note);
  }
}
