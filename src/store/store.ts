// What a durable store of the desk must offer, and the errors all stores share.
import type { LeftChange, StoreRow, StoredDesk, StoredSession } from '../model/desk/ports.ts';
import type { Setting } from '../model/desk/rule-book.ts';
import type { Micros } from '../model/core/time.ts';

/** What a commit survives: a killed process (kill -9), or a power failure. */
export type Durability = 'process' | 'power';

/** A store belongs to one run: model times in it mean nothing under another epoch or speed. */
export interface StoreMeta {
  /** Model zero, in unix µs. */
  readonly epoch: number;
  readonly speed: number;
}

/**
 * Part of a long list, in order of storing. `next` is the `after` of the next page; absent on the
 * last one.
 */
export interface Page<T> {
  readonly rows: readonly T[];
  readonly next?: number;
}

export type StoredMessage = Omit<StoreRow & { readonly kind: 'message' }, 'kind'>;
export type StoredLeft = Omit<StoreRow & { readonly kind: 'left' }, 'kind'>;

/** One visitor's history. */
export interface VisitorFile {
  readonly sessions: readonly StoredSession[];
  readonly messages: readonly StoredMessage[];
  readonly left: readonly StoredLeft[];
}

/** What a restart needs, and the newest moment stored: the clock must not start before it. */
export type LoadedDesk = StoredDesk & { readonly newestAt: Micros };

export { RECENT_IDS as REMEMBERED_IDS } from '../model/desk/state/parties.ts';

/** Keeps what the desk persists. One writer; calls of `commit` are carried out in order. */
export interface Store {
  readonly meta: StoreMeta;
  /**
   * For a restart: all visitors and agents; every session that is not closed, and the newest
   * session of every thread (visitor, channel); the messages of those sessions and the newest
   * {@link REMEMBERED_IDS} of each author; all ids of leave-messages.
   */
  load(): Promise<LoadedDesk>;
  /**
   * Stores the rows, all or none. Durable when the promise resolves. After a rejection the store
   * must not be used.
   */
  commit(rows: readonly StoreRow[]): Promise<void>;
  /** Committed sessions, at most `limit`, from the one after `after` on (0 = from the start). */
  sessions(after: number, limit: number): Promise<Page<StoredSession>>;
  /** Committed messages with their text; pages as in `sessions`. */
  messages(after: number, limit: number): Promise<Page<StoredMessage>>;
  /** Committed leave-messages with their text; pages as in `sessions`. */
  left(after: number, limit: number): Promise<Page<StoredLeft>>;
  /** Everything committed of one visitor, in order: for follow-up, and to find a message again. */
  ofVisitor(visitor: string): Promise<VisitorFile>;
  /** What was done with leave-messages, in order. */
  leftChanges(): Promise<readonly LeftChange[]>;
  /** Committed changes of the rules, in order. */
  settings(): Promise<readonly Setting[]>;
  /** Waits for pending commits and closes the file. */
  close(): Promise<void>;
}

/** The store cannot be used. The message tells an operator what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

/** Refuses a store that another run wrote. */
export function requireSameRun(where: string, stored: StoreMeta, asked: StoreMeta): void {
  for (const key of ['epoch', 'speed'] as const) {
    if (stored[key] === asked[key]) continue;
    throw new StoreError(
      `store ${where} was written with ${key} ${stored[key]}, but ${key} ${asked[key]} was asked for; ` +
        `its times would mean something else. Start with ${key} ${stored[key]}, or with another file`,
    );
  }
}

/**
 * The author of a message id: `v12` for `v12/3`; null for bot, system, and ids that do not name
 * their author.
 */
export function authorOf(row: Pick<StoredMessage, 'id' | 'from'>): string | null {
  const slash = row.id.indexOf('/');
  return slash > 0 && (row.from === 'visitor' || row.from === 'agent') ? row.id.slice(0, slash) : null;
}

/** Newest moment that a row carries. */
export function newestIn(row: StoreRow): Micros {
  if (row.kind === 'message' || row.kind === 'left' || row.kind === 'setting' || row.kind === 'left_change')
    return row.at;
  if (row.kind === 'session') return Math.max(row.session.stateSince, row.session.openedAt, row.session.closedAt ?? 0);
  return 0;
}
