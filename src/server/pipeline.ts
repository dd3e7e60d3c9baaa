// Output commit: no frame of the desk leaves before every row ahead of it is stored.
import { GroupCommit } from '../model/core/group-commit.ts';
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
  /** Defers the start of a commit, so that all rows of one event-loop turn form one batch. */
  readonly defer?: (start: () => void) => void;
  /** Deliberate bugs: with `ack_before_commit`, a send does not wait for the rows ahead of it. */
  readonly defects?: readonly ServerDefect[];
}

type Effect =
  | { readonly do: 'send'; readonly conn: number; readonly frame: ServerFrame }
  | { readonly do: 'close'; readonly conn: number; readonly code: number }
  | { readonly do: 'note'; readonly note: DeskNote };

/**
 * Most rows in one transaction. This bounds how long a commit, and every ack behind it, can take.
 */
export const BATCH_MAX = 4096;

/**
 * The desk's sink in a server. Rows go to the store thread by group commit, and frames wait for
 * them.
 */
export class Pipeline implements DeskSink {
  readonly #options: PipelineOptions;
  readonly #acksEarly: boolean;
  readonly #group: GroupCommit<StoreRow, Effect>;
  #failed = false;
  #idle: (() => void)[] = [];

  constructor(options: PipelineOptions) {
    this.#options = options;
    this.#acksEarly = options.defects?.includes('ack_before_commit') === true;
    const defer = options.defer ?? setImmediate;
    this.#group = new GroupCommit({
      most: BATCH_MAX,
      release: (effect) => this.#release(effect),
      begin: (waited) => {
        if (waited) void this.#commit();
        else defer(() => void this.#commit());
      },
    });
  }

  persist(row: StoreRow): void {
    if (!this.#failed) this.#group.persist(row);
  }

  send(conn: number, frame: ServerFrame): void {
    if (this.#acksEarly && !this.#failed) this.#options.outlet.send(conn, frame);
    else this.#push({ do: 'send', conn, frame });
  }

  close(conn: number, code: number): void {
    this.#push({ do: 'close', conn, code });
  }

  note(note: DeskNote): void {
    this.#push({ do: 'note', note });
  }

  /** Resolves when everything pushed so far is stored and released; never after a failed commit. */
  drained(): Promise<void> {
    return this.#group.isClear && !this.#failed
      ? Promise.resolve()
      : new Promise((resolve) => void this.#idle.push(resolve));
  }

  #push(effect: Effect): void {
    if (!this.#failed) this.#group.push(effect);
  }

  async #commit(): Promise<void> {
    try {
      await this.#options.commit(this.#group.batch());
    } catch (error) {
      // Messages that are not stored are never acknowledged. The clients send them again, to this
      // server or its successor.
      this.#failed = true;
      this.#group.crash();
      this.#options.failed(error);
      return;
    }
    this.#group.done();
    if (this.#group.isClear) for (const resolve of this.#idle.splice(0)) resolve();
  }

  #release(effect: Effect): void {
    const { outlet } = this.#options;
    if (effect.do === 'send') outlet.send(effect.conn, effect.frame);
    else if (effect.do === 'close') outlet.close(effect.conn, effect.code);
    else outlet.note(effect.note);
  }
}
