// The thread that writes to SQLite, one transaction per batch. A commit takes some milliseconds.
// In its own thread it never blocks the sockets.
import { parentPort, workerData } from 'node:worker_threads';
import type { StoreRow } from '../model/desk/ports.ts';
import { isOpen } from '../model/desk/session.ts';
import { encodeText, openForWriting } from './schema.ts';
import { authorOf, newestIn, type Durability, type StoreMeta } from './store.ts';

/** What the main thread starts this one with. */
export interface WriterOptions {
  readonly file: string;
  readonly meta: StoreMeta;
  readonly durability: Durability;
}

/** A batch to commit; null closes the file and ends the thread. Answered one by one, in order. */
export type WriterRequest = readonly StoreRow[] | null;
/** The answer to the start and to every request: null when it is done, otherwise what went wrong. */
export type WriterAnswer = string | null;

function writer(options: WriterOptions): { commit(rows: readonly StoreRow[]): void; close(): void } {
  const db = openForWriting(options.file, options.meta, options.durability);
  const visitor = db.prepare('INSERT OR REPLACE INTO visitor VALUES (?, ?)');
  const session = db.prepare(
    `INSERT INTO session (id, visitor, channel, open, newest_at, body) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET open = excluded.open, newest_at = excluded.newest_at, body = excluded.body`,
  );
  const agent = db.prepare(
    'INSERT INTO agent (id, body) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body',
  );
  const message = db.prepare(
    'INSERT INTO message (session, seq, id, author, sender, text, at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const left = db.prepare('INSERT INTO left_message (id, visitor, text, at) VALUES (?, ?, ?, ?)');
  const changed = db.prepare('INSERT INTO setting (at, body) VALUES (?, ?)');
  const handled = db.prepare('INSERT INTO left_change (at, body) VALUES (?, ?)');
  const t = encodeText;

  function put(row: StoreRow): void {
    if (row.kind === 'visitor') visitor.run(t(row.visitor), t(row.secret));
    else if (row.kind === 'agent') agent.run(t(row.agent.id), JSON.stringify(row.agent));
    else if (row.kind === 'session') {
      const s = row.session;
      session.run(t(s.id), t(s.visitor), s.channel, isOpen(s) ? 1 : 0, newestIn(row), JSON.stringify(s));
    } else if (row.kind === 'message') {
      const author = authorOf(row);
      message.run(t(row.session), row.seq, t(row.id), author && t(author), row.from, t(row.text), row.at);
    } else if (row.kind === 'left_change') {
      const { kind: _, ...done } = row;
      handled.run(done.at, JSON.stringify(done));
    } else if (row.kind === 'setting') {
      const { kind: _, ...setting } = row;
      changed.run(setting.at, JSON.stringify(setting));
    } else left.run(t(row.id), t(row.visitor), t(row.text), row.at);
  }

  return {
    commit(rows) {
      db.exec('BEGIN IMMEDIATE');
      try {
        for (const row of rows) put(row);
        db.exec('COMMIT');
      } catch (error) {
        // After a full disk, SQLite may have rolled back already. The first error is the one to
        // report.
        if (db.inTransaction) db.exec('ROLLBACK');
        throw error;
      }
    },
    close: () => db.close(),
  };
}

const port = parentPort;
if (port === null) throw new Error('commit-worker.ts is run by sqlite.ts as a worker thread, not by hand');

const answer = (work: () => void): void => {
  let fault: WriterAnswer = null;
  try {
    work();
  } catch (error) {
    fault = error instanceof Error ? error.message : String(error);
  }
  port.postMessage(fault);
};

let open: ReturnType<typeof writer> | undefined;
answer(() => (open = writer(workerData as WriterOptions)));
port.on('message', (request: WriterRequest) => {
  if (request !== null) answer(() => open?.commit(request));
  else {
    answer(() => open?.close());
    port.close();
  }
});
