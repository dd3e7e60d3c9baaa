// The SQLite schema and text encoding, shared by the writing thread and the reading connection.
import Database from 'libsql';
import { requireSameRun, StoreError, type Durability, type StoreMeta } from './store.ts';

/** Marks the file as ours ("still" in ASCII, shortened to the 32 bits SQLite has for it). */
const APPLICATION_ID = 0x7374_696c;
const FORMAT = 3;
/**
 * How long a statement waits for a lock before it fails. Only a foreign program could hold one that
 * long. ms
 */
const BUSY_MS = 5_000;

const TABLES = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE visitor (visitor TEXT PRIMARY KEY, secret TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE agent (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL);
  CREATE TABLE session (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, visitor TEXT NOT NULL, channel TEXT NOT NULL,
    open INTEGER NOT NULL, newest_at INTEGER NOT NULL, body TEXT NOT NULL);
  CREATE INDEX session_thread ON session (visitor, channel);
  CREATE TABLE message (
    row INTEGER PRIMARY KEY, session TEXT NOT NULL, seq INTEGER NOT NULL, id TEXT NOT NULL, author TEXT,
    sender TEXT NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL);
  CREATE INDEX message_session ON message (session);
  CREATE INDEX message_author ON message (author, row) WHERE author IS NOT NULL;
  CREATE TABLE left_message (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL, visitor TEXT NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL);
  CREATE INDEX left_visitor ON left_message (visitor);
  CREATE TABLE left_change (row INTEGER PRIMARY KEY, at INTEGER NOT NULL, body TEXT NOT NULL);
  CREATE TABLE setting (row INTEGER PRIMARY KEY, at INTEGER NOT NULL, body TEXT NOT NULL);
`;
// Message ids are deliberately not UNIQUE: the harness must see a desk that stores a message twice.

const ESCAPED = '\u001b';

/**
 * SQLite ends a text at NUL and cannot hold half a surrogate pair. Such a text is kept as JSON
 * behind an ESC.
 */
export function encodeText(text: string): string {
  return /[\0\u001b]|\p{Surrogate}/u.test(text) ? ESCAPED + JSON.stringify(text) : text;
}

/** The text that {@link encodeText} was given. */
export function decodeText(stored: string): string {
  return stored.startsWith(ESCAPED) ? (JSON.parse(stored.slice(1)) as string) : stored;
}

function number(db: Database.Database, pragma: 'application_id' | 'user_version'): number {
  const row = db.prepare(`PRAGMA ${pragma}`).get() as Record<string, number>;
  return row[pragma] ?? 0;
}

function connect(file: string): Database.Database {
  try {
    return new Database(file, { timeout: BUSY_MS });
  } catch (error) {
    throw new StoreError(
      `store ${file} cannot be opened (${String(error)}); does its folder exist and may it be written?`,
    );
  }
}

/**
 * Opens the file for writing and makes the tables when it is new. Refuses a file of another
 * program, format, or run.
 */
export function openForWriting(file: string, meta: StoreMeta, durability: Durability): Database.Database {
  const db = connect(file);
  try {
    const tables = db.prepare("SELECT count(*) AS n FROM sqlite_master WHERE type = 'table'").get() as { n: number };
    const id = number(db, 'application_id');
    if (tables.n > 0 && id !== APPLICATION_ID) {
      throw new StoreError(`${file} is a database of another program; choose another file for the store`);
    }
    if (tables.n > 0 && number(db, 'user_version') !== FORMAT) {
      throw new StoreError(`store ${file} has a format of another version of this program; choose another file`);
    }
    db.prepare('PRAGMA journal_mode = WAL').get();
    db.exec(`PRAGMA synchronous = ${durability === 'power' ? 'FULL' : 'NORMAL'}`);
    if (tables.n === 0) {
      db.exec('BEGIN IMMEDIATE');
      db.exec(TABLES);
      db.prepare('INSERT INTO meta VALUES (?, ?)').run('run', JSON.stringify({ epoch: meta.epoch, speed: meta.speed }));
      db.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
      db.exec(`PRAGMA user_version = ${FORMAT}`);
      db.exec('COMMIT');
    }
    const run = db.prepare("SELECT value FROM meta WHERE key = 'run'").get() as { value: string };
    requireSameRun(file, JSON.parse(run.value) as StoreMeta, meta);
    return db;
  } catch (error) {
    db.close();
    if (error instanceof StoreError) throw error;
    throw new StoreError(`store ${file} cannot be used: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Opens a second connection that sees what is committed and cannot write. */
export function openForReading(file: string): Database.Database {
  const db = connect(file);
  db.exec('PRAGMA query_only = ON');
  return db;
}
