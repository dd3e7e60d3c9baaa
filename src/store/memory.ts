// A store that forgets with its process: for the simulator, for tests and for runs that do not ask about durability.
import type { LeftChange, StoreRow, StoredAgent, StoredSession } from '../model/desk/ports.ts';
import { isOpen } from '../model/desk/session.ts';
import type { Setting } from '../model/desk/rule-book.ts';
import { authorOf, newestIn, REMEMBERED_IDS } from './store.ts';
import type { LoadedDesk, Page, Store, StoredLeft, StoredMessage, StoreMeta, VisitorFile } from './store.ts';

function page<T>(all: readonly T[], after: number, limit: number): Page<T> {
  const rows = all.slice(after, after + limit);
  const next = after + rows.length;
  return next < all.length ? { rows, next } : { rows };
}

/** See {@link Store}. What was committed lives as long as the object. */
export class MemoryStore implements Store {
  readonly meta: StoreMeta;
  readonly #visitors = new Map<string, string>();
  readonly #sessions = new Map<string, StoredSession>();
  readonly #messages: StoredMessage[] = [];
  readonly #left: StoredLeft[] = [];
  readonly #settings: Setting[] = [];
  readonly #leftChanges: LeftChange[] = [];
  readonly #agents = new Map<string, StoredAgent>();
  #newestAt = 0;

  constructor(meta: StoreMeta) {
    this.meta = meta;
  }

  async commit(rows: readonly StoreRow[]): Promise<void> {
    for (const row of rows) {
      this.#newestAt = Math.max(this.#newestAt, newestIn(row));
      if (row.kind === 'visitor') this.#visitors.set(row.visitor, row.secret);
      else if (row.kind === 'agent') this.#agents.set(row.agent.id, row.agent);
      else if (row.kind === 'session') this.#sessions.set(row.session.id, row.session);
      else if (row.kind === 'message') {
        const { kind: _, ...message } = row;
        this.#messages.push(message);
      } else if (row.kind === 'left_change') {
        const { kind: _, ...change } = row;
        this.#leftChanges.push(change);
      } else if (row.kind === 'setting') {
        const { kind: _, ...setting } = row;
        this.#settings.push(setting);
      } else {
        const { kind: _, ...left } = row;
        this.#left.push(left);
      }
    }
  }

  async load(): Promise<LoadedDesk> {
    const newest = new Map<string, string>();
    for (const s of this.#sessions.values()) newest.set(`${s.channel} ${s.visitor}`, s.id);
    const kept = new Set(newest.values());
    for (const s of this.#sessions.values()) if (isOpen(s)) kept.add(s.id);
    const counts = new Map<string, number>();
    const messages: (StoreRow & { kind: 'message' })[] = [];
    for (let i = this.#messages.length - 1; i >= 0; i--) {
      const message = this.#messages[i] as StoredMessage;
      const author = authorOf(message);
      const count = author === null ? REMEMBERED_IDS : (counts.get(author) ?? 0);
      if (author !== null) counts.set(author, count + 1);
      if (count < REMEMBERED_IDS || kept.has(message.session)) messages.push({ kind: 'message', ...message });
    }
    return {
      visitors: [...this.#visitors],
      sessions: [...this.#sessions.values()].filter((s) => kept.has(s.id)),
      messages: messages.reverse(),
      leftIds: this.#left.map((row) => row.id),
      agents: [...this.#agents.values()],
      settings: [...this.#settings],
      newestAt: this.#newestAt,
    };
  }

  async sessions(after: number, limit: number): Promise<Page<StoredSession>> {
    return page([...this.#sessions.values()], after, limit);
  }

  async messages(after: number, limit: number): Promise<Page<StoredMessage>> {
    return page(this.#messages, after, limit);
  }

  async left(after: number, limit: number): Promise<Page<StoredLeft>> {
    return page(this.#left, after, limit);
  }

  async ofVisitor(visitor: string): Promise<VisitorFile> {
    const sessions = [...this.#sessions.values()].filter((s) => s.visitor === visitor);
    const ids = new Set(sessions.map(({ id }) => id));
    return {
      sessions,
      messages: this.#messages.filter(({ session }) => ids.has(session)),
      left: this.#left.filter((row) => row.visitor === visitor),
    };
  }

  async leftChanges(): Promise<readonly LeftChange[]> {
    return [...this.#leftChanges];
  }

  async settings(): Promise<readonly Setting[]> {
    return [...this.#settings];
  }

  async close(): Promise<void> {
    // Nothing to let go of.
  }
}
