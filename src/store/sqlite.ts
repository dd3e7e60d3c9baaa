// The embedded durable store: SQLite in WAL mode, written by its own thread.
// A second connection reads what is committed.
import type Database from 'libsql';
import type { LeftChange, StoreRow, StoredAgent, StoredSession } from '../model/desk/ports.ts';
import type { Sender } from '../model/rows/words.ts';
import { startWorker } from '../system/entry.ts';
import type { WriterAnswer, WriterOptions, WriterRequest } from './commit-worker.ts';
import type { Setting } from '../model/desk/rule-book.ts';
import { decodeText, encodeText, openForReading } from './schema.ts';
import { REMEMBERED_IDS, StoreError } from './store.ts';
import type {
  Durability,
  LoadedDesk,
  Page,
  Store,
  StoredLeft,
  StoredMessage,
  StoreMeta,
  VisitorFile,
} from './store.ts';

const KEPT = 'SELECT id FROM session WHERE open = 1 OR row IN (SELECT max(row) FROM session GROUP BY visitor, channel)';
const COLUMNS = 'row, session, seq, id, sender, text, at';

interface MessageRow {
  readonly row: number;
  readonly session: string;
  readonly seq: number;
  readonly id: string;
  readonly sender: Sender;
  readonly text: string;
  readonly at: number;
}

const messageOf = (row: MessageRow): StoredMessage => ({
  session: decodeText(row.session),
  seq: row.seq,
  id: decodeText(row.id),
  from: row.sender,
  text: decodeText(row.text),
  at: row.at,
});

const leftOf = ({ id, visitor, text, at }: StoredLeft): StoredLeft => ({
  id: decodeText(id),
  visitor: decodeText(visitor),
  text: decodeText(text),
  at,
});

const sessionOf = (row: { readonly body: string }): StoredSession => JSON.parse(row.body) as StoredSession;

/** The thread that writes. Answers come in the order of the requests. */
class Writer {
  readonly #worker;
  readonly #waiting: { done: () => void; failed: (error: Error) => void }[] = [];
  readonly #file: string;
  #gone: string | undefined;

  constructor(options: WriterOptions) {
    this.#file = options.file;
    this.#worker = startWorker(new URL('./commit-worker.ts', import.meta.url), { workerData: options });
    this.#worker.on('message', (fault: WriterAnswer) => {
      const first = this.#waiting.shift();
      if (fault === null) first?.done();
      else first?.failed(new StoreError(fault));
    });
    this.#worker.on('error', (error) => this.#end(`its writing thread failed: ${String(error)}`));
    this.#worker.on('exit', () => this.#end('its writing thread has ended'));
  }

  /** Resolves when the thread has answered its next request. */
  answer(): Promise<void> {
    if (this.#gone !== undefined) return Promise.reject(new StoreError(`store ${this.#file}: ${this.#gone}`));
    return new Promise((done, failed) => this.#waiting.push({ done, failed }));
  }

  ask(request: WriterRequest): Promise<void> {
    const answer = this.answer();
    if (this.#gone === undefined) this.#worker.postMessage(request);
    return answer;
  }

  #end(why: string): void {
    this.#gone ??= why;
    for (const { failed } of this.#waiting.splice(0)) failed(new StoreError(`store ${this.#file}: ${why}`));
  }
}

/** See {@link Store}; made by {@link openSqlite}. */
class SqliteStore implements Store {
  readonly meta: StoreMeta;
  readonly #writer: Writer;
  readonly #db: Database.Database;
  readonly #sessions;
  readonly #messages;
  readonly #left;
  #closing: Promise<void> | undefined;

  constructor(meta: StoreMeta, writer: Writer, db: Database.Database) {
    this.meta = meta;
    this.#writer = writer;
    this.#db = db;
    // One row more than asked for, to know whether another page follows.
    this.#sessions = db.prepare('SELECT row, body FROM session WHERE row > ? ORDER BY row LIMIT ? + 1');
    this.#messages = db.prepare(`SELECT ${COLUMNS} FROM message WHERE row > ? ORDER BY row LIMIT ? + 1`);
    this.#left = db.prepare(
      'SELECT row, id, visitor, text, at FROM left_message WHERE row > ? ORDER BY row LIMIT ? + 1',
    );
  }

  commit(rows: readonly StoreRow[]): Promise<void> {
    return this.#writer.ask(rows);
  }

  async load(): Promise<LoadedDesk> {
    const visitors = this.#db.prepare('SELECT visitor, secret FROM visitor').all() as {
      visitor: string;
      secret: string;
    }[];
    const sessions = this.#db.prepare(`SELECT body FROM session WHERE id IN (${KEPT}) ORDER BY row`).all();
    const messages = this.#db
      .prepare(
        `WITH newest AS (SELECT row, row_number() OVER (PARTITION BY author ORDER BY row DESC) AS nth
                         FROM message WHERE author IS NOT NULL)
         SELECT ${COLUMNS} FROM message
         WHERE session IN (${KEPT}) OR row IN (SELECT row FROM newest WHERE nth <= ${REMEMBERED_IDS}) ORDER BY row`,
      )
      .all() as MessageRow[];
    const left = this.#db.prepare('SELECT id FROM left_message ORDER BY row').all() as { id: string }[];
    const agents = this.#db.prepare('SELECT body FROM agent ORDER BY row').all() as { body: string }[];
    const newest = this.#db
      .prepare(
        `SELECT max((SELECT coalesce(max(newest_at), 0) FROM session), (SELECT coalesce(max(at), 0) FROM message),
                    (SELECT coalesce(max(at), 0) FROM left_message), (SELECT coalesce(max(at), 0) FROM setting),
                    (SELECT coalesce(max(at), 0) FROM left_change)) AS at`,
      )
      .get() as { at: number };
    return {
      visitors: visitors.map((row) => [decodeText(row.visitor), decodeText(row.secret)] as const),
      sessions: (sessions as { body: string }[]).map(sessionOf),
      messages: messages.map((row) => ({ kind: 'message', ...messageOf(row) })),
      leftIds: left.map((row) => decodeText(row.id)),
      agents: agents.map(({ body }) => JSON.parse(body) as StoredAgent),
      settings: await this.settings(),
      newestAt: newest.at,
    };
  }

  async sessions(after: number, limit: number): Promise<Page<StoredSession>> {
    return this.#page(this.#sessions.all(after, limit) as { row: number; body: string }[], limit, sessionOf);
  }

  async messages(after: number, limit: number): Promise<Page<StoredMessage>> {
    return this.#page(this.#messages.all(after, limit) as MessageRow[], limit, messageOf);
  }

  async left(after: number, limit: number): Promise<Page<StoredLeft>> {
    const rows = this.#left.all(after, limit) as (StoredLeft & { readonly row: number })[];
    return this.#page(rows, limit, leftOf);
  }

  async ofVisitor(visitor: string): Promise<VisitorFile> {
    const of = encodeText(visitor);
    const sessions = this.#db.prepare('SELECT body FROM session WHERE visitor = ? ORDER BY row').all(of);
    const messages = this.#db
      .prepare(
        `SELECT ${COLUMNS} FROM message WHERE session IN (SELECT id FROM session WHERE visitor = ?) ORDER BY row`,
      )
      .all(of) as MessageRow[];
    const left = this.#db
      .prepare('SELECT id, visitor, text, at FROM left_message WHERE visitor = ? ORDER BY row')
      .all(of);
    return {
      sessions: (sessions as { body: string }[]).map(sessionOf),
      messages: messages.map(messageOf),
      left: (left as StoredLeft[]).map(leftOf),
    };
  }

  async leftChanges(): Promise<readonly LeftChange[]> {
    const rows = this.#db.prepare('SELECT body FROM left_change ORDER BY row').all() as { body: string }[];
    return rows.map(({ body }) => JSON.parse(body) as LeftChange);
  }

  async settings(): Promise<readonly Setting[]> {
    const rows = this.#db.prepare('SELECT body FROM setting ORDER BY row').all() as { body: string }[];
    return rows.map(({ body }) => JSON.parse(body) as Setting);
  }

  close(): Promise<void> {
    this.#closing ??= this.#writer.ask(null).finally(() => this.#db.close());
    return this.#closing;
  }

  #page<R extends { readonly row: number }, T>(found: R[], limit: number, read: (row: R) => T): Page<T> {
    const rows = found.slice(0, limit);
    const last = rows.at(-1)?.row;
    return found.length > limit && last !== undefined ? { rows: rows.map(read), next: last } : { rows: rows.map(read) };
  }
}

/**
 * Opens or makes the store in `file`.
 * @throws StoreError when the file cannot be opened, is not ours, or belongs to a run with another
 * epoch or speed
 */
export async function openSqlite(file: string, meta: StoreMeta, durability: Durability): Promise<Store> {
  const writer = new Writer({ file, meta, durability });
  try {
    await writer.answer();
  } catch (error) {
    await writer.ask(null).catch(() => undefined);
    throw error;
  }
  return new SqliteStore(meta, writer, openForReading(file));
}
