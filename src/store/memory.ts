// A store in memory, for tests and for runs that need no durability.
import { Archive } from '../model/desk/state/archive.ts';
import type { LeftChange, StoreRow, StoredSession } from '../model/desk/ports.ts';
import { isOpen } from '../model/desk/session.ts';
import type { Setting } from '../model/desk/rule-book.ts';
import { authorOf, newestIn, REMEMBERED_IDS } from './store.ts';
import type { LoadedDesk, Page, Store, StoredLeft, StoredMessage, StoreMeta, VisitorFile } from './store.ts';

type Stored<K extends StoreRow['kind']> = StoreRow & { readonly kind: K };

function page<T, R>(all: readonly T[], after: number, limit: number, told: (one: T) => R): Page<R> {
  const rows = all.slice(after, after + limit).map(told);
  const next = after + rows.length;
  return next < all.length ? { rows, next } : { rows };
}

const untagged = <T extends { readonly kind: string }>({ kind: _, ...row }: T): Omit<T, 'kind'> => row;

/**
 * See {@link Store}. Rows live as long as the object: in the simulator's archive, and here in the
 * order of storing.
 */
export class MemoryStore implements Store {
  readonly meta: StoreMeta;
  readonly #archive = new Archive();
  readonly #sessions = new Map<string, StoredSession>();
  readonly #messages: Stored<'message'>[] = [];
  readonly #left: Stored<'left'>[] = [];
  readonly #leftChanges: LeftChange[] = [];
  #newestAt = 0;

  constructor(meta: StoreMeta) {
    this.meta = meta;
  }

  async commit(rows: readonly StoreRow[]): Promise<void> {
    for (const row of rows) {
      this.#newestAt = Math.max(this.#newestAt, newestIn(row));
      this.#archive.persist(row);
      if (row.kind === 'session') this.#sessions.set(row.session.id, row.session);
      else if (row.kind === 'message') this.#messages.push(row);
      else if (row.kind === 'left') this.#left.push(row);
      else if (row.kind === 'left_change') this.#leftChanges.push(untagged(row));
    }
  }

  async load(): Promise<LoadedDesk> {
    const newest = new Map<string, string>();
    for (const s of this.#sessions.values()) newest.set(`${s.channel} ${s.visitor}`, s.id);
    const kept = new Set(newest.values());
    for (const s of this.#sessions.values()) if (isOpen(s)) kept.add(s.id);
    const { visitors, agents, settings = [] } = this.#archive.stored();
    return {
      visitors,
      sessions: [...this.#sessions.values()].filter((s) => kept.has(s.id)),
      messages: this.#messagesToLoad(kept),
      leftIds: this.#left.map((row) => row.id),
      agents,
      settings,
      newestAt: this.#newestAt,
    };
  }

  /** The messages of the sessions that are kept, and the newest of each author. */
  #messagesToLoad(kept: ReadonlySet<string>): Stored<'message'>[] {
    const counts = new Map<string, number>();
    const wanted = this.#messages.toReversed().filter((message) => {
      const author = authorOf(message);
      const count = author === null ? REMEMBERED_IDS : (counts.get(author) ?? 0);
      if (author !== null) counts.set(author, count + 1);
      return count < REMEMBERED_IDS || kept.has(message.session);
    });
    return wanted.reverse();
  }

  async sessions(after: number, limit: number): Promise<Page<StoredSession>> {
    return page([...this.#sessions.values()], after, limit, (session) => session);
  }

  async messages(after: number, limit: number): Promise<Page<StoredMessage>> {
    return page(this.#messages, after, limit, untagged);
  }

  async left(after: number, limit: number): Promise<Page<StoredLeft>> {
    return page(this.#left, after, limit, untagged);
  }

  async ofVisitor(visitor: string): Promise<VisitorFile> {
    const { messages, left } = this.#archive.wordsOf(visitor);
    return {
      sessions: [...this.#archive.sessionsOf(visitor)],
      messages: messages.map(untagged),
      left: left.map(untagged),
    };
  }

  async leftChanges(): Promise<readonly LeftChange[]> {
    return [...this.#leftChanges];
  }

  async settings(): Promise<readonly Setting[]> {
    return this.#archive.settings();
  }

  async close(): Promise<void> {
    // Nothing to release.
  }
}
