// Orders rows of different parties by time, with each cause before its effect despite clock
// differences.
import { SECOND } from '../../model/core/time.ts';
import type { NoticeKind, Row } from '../../model/rows/rows.ts';

/**
 * The order of rows with the same time: a message is said, sent, acknowledged, shown, looked at.
 */
const RANK: Readonly<Partial<Record<Row['what'], number>>> = {
  run: 0,
  plan: 0,
  device: 1,
  path: 1,
  conn: 1,
  say: 3,
  send: 4,
  ack: 5,
  refuse: 5,
  show: 6,
  look: 7,
  w_session: 9,
  w_message: 10,
  w_left: 10,
};
const OTHERS = 8;
/**
 * A session is queued before its first message is acknowledged, and assigned before that is shown.
 */
const NOTICE_RANK: Readonly<Partial<Record<NoticeKind, number>>> = {
  reopened: 4,
  queued: 4,
  assigned: 5,
  transferred: 5,
};

function rank(row: Row): number {
  return (row.what === 'notice' ? NOTICE_RANK[row.kind] : RANK[row.what]) ?? OTHERS;
}

interface Book {
  readonly rows: readonly Row[];
  at: number;
}

/** Rows of all parties in a possible order of events; the rows of each party keep their order. */
export function causally(rows: readonly Row[]): Row[] {
  const books = booksOf(rows);
  const causes = causesOf(rows);
  const written = new Set<Row>();
  const isFree = (row: Row): boolean =>
    (causes.get(row) ?? []).every((cause) => written.has(cause) || cause.t > row.t + SECOND);
  const ordered: Row[] = [];
  while (ordered.length < rows.length) {
    const open = books.filter((book) => book.at < book.rows.length);
    const free = open.filter((book) => isFree(head(book)));
    // If every row waits for another, the ledger contradicts itself; then time decides.
    const next = (free.length > 0 ? free : open).reduce((a, b) => (isBefore(head(b), head(a)) ? b : a));
    const row = head(next);
    next.at += 1;
    written.add(row);
    ordered.push(row);
  }
  return ordered;
}

const head = (book: Book): Row => book.rows[book.at] as Row;

/**
 * One list of rows for each party, sorted by party name, so that the result does not depend on the
 * order of the input.
 */
function booksOf(rows: readonly Row[]): Book[] {
  const parties = new Map<string, Row[]>();
  for (const row of rows) parties.set(row.by, [...(parties.get(row.by) ?? []), row]);
  return [...parties]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, book]) => ({ rows: book.sort((a, b) => a.k - b.k), at: 0 }));
}

function isBefore(a: Row, b: Row): boolean {
  return a.t !== b.t ? a.t < b.t : rank(a) < rank(b);
}

/** The causes of a `show` row: the message was sent, and acknowledged unless that came later. */
function causesOf(rows: readonly Row[]): Map<Row, Row[]> {
  const first = new Map<string, Row>();
  for (const row of rows) {
    if (row.what !== 'send' && row.what !== 'ack') continue;
    const key = `${row.what} ${row.id}`;
    const known = first.get(key);
    if (known === undefined || row.k < known.k) first.set(key, row);
  }
  const causes = new Map<Row, Row[]>();
  for (const row of rows) {
    if (row.what !== 'show') continue;
    const sent = first.get(`send ${row.id}`);
    const acked = first.get(`ack ${row.id}`);
    causes.set(
      row,
      [sent, acked !== undefined && acked.t <= row.t ? acked : undefined].filter((cause) => cause !== undefined),
    );
  }
  return causes;
}
