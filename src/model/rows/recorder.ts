// Stamps rows with time, party and the party's own count, so that a missing row is seen.
import type { Micros } from '../core/time.ts';
import type { Row, RowBody } from './rows.ts';

/** Where rows go: a file, a console, a digest, the judge. */
export type RowSink = (row: Row) => void;

/**
 * Where a recorder writes. Stamp and body are passed separately, so that a writer of lines need not
 * build a row first. The body may be reused as soon as the call returns, so a writer copies what it
 * needs.
 */
export type RowWriter = (t: Micros, by: string, k: number, body: RowBody) => void;

/** A writer that hands whole rows to a sink. */
export const toRows =
  (sink: RowSink): RowWriter =>
  (t, by, k, body) =>
    sink(rowOf(t, by, k, body));

/**
 * A new row. The busiest kinds are spelt out, because a spread object is slower and twice as large
 * as a literal.
 */
function rowOf(t: Micros, by: string, k: number, body: RowBody): Row {
  const { what } = body;
  switch (what) {
    case 'say': {
      const { id, turn, h, session } = body;
      return session === undefined ? { t, by, k, what, id, turn, h } : { t, by, k, what, id, turn, h, session };
    }
    case 'send':
      return { t, by, k, what, id: body.id, try: body.try };
    case 'ack':
      return { t, by, k, what, id: body.id, session: body.session, seq: body.seq };
    case 'show': {
      const { id, session, seq, from, h } = body;
      return { t, by, k, what, id, session, seq, from, h };
    }
    case 'look':
      return { t, by, k, what, id: body.id, session: body.session };
    case 'intend':
      return { t, by, k, what, turn: body.turn, think: body.think, due: body.due };
    case 'w_message':
      return { t, by, k, what, message: body.message };
    default:
      return { t, by, k, ...body };
  }
}

/**
 * A row as its line in the ledger; the same text as JSON.stringify of the whole row. The busiest kinds are spelt out:
 * JSON.stringify makes three objects a call inside k6. Ids need no escapes (`ID_FORM`).
 */
export function rowLine(t: Micros, by: string, k: number, body: RowBody): string {
  const head = `{"t":${t},"by":"${by}","k":${k},"what":"${body.what}"`;
  switch (body.what) {
    case 'say':
      return body.session === undefined
        ? `${head},"id":"${body.id}","turn":${body.turn},"h":"${body.h}"}`
        : `${head},"id":"${body.id}","turn":${body.turn},"h":"${body.h}","session":"${body.session}"}`;
    case 'send':
      return `${head},"id":"${body.id}","try":${body.try}}`;
    case 'ack':
      return `${head},"id":"${body.id}","session":"${body.session}","seq":${body.seq}}`;
    case 'show':
      return `${head},"id":"${body.id}","session":"${body.session}","seq":${body.seq},"from":"${body.from}","h":"${body.h}"}`;
    case 'look':
      return `${head},"id":"${body.id}","session":"${body.session}"}`;
    case 'intend':
      return `${head},"turn":${body.turn},"think":${body.think},"due":${body.due}}`;
    default:
      return `{"t":${t},"by":"${by}","k":${k},${JSON.stringify(body).slice(1)}`;
  }
}

/** Writes the rows of one party. Counts them from 0 without a gap; `end` writes the last one. */
export class Recorder {
  readonly by: string;
  readonly #writer: RowWriter;
  #k = 0;
  #closed = false;

  constructor(by: string, writer: RowWriter) {
    this.by = by;
    this.#writer = writer;
  }

  get rows(): number {
    return this.#k;
  }

  get closed(): boolean {
    return this.#closed;
  }

  write(t: Micros, body: RowBody): void {
    if (this.#closed) return;
    this.#writer(t, this.by, this.#k++, body);
  }

  /** The party's last row: how many rows it wrote (this one included) and how many messages its person said. */
  end(t: Micros, said: number): void {
    this.write(t, { what: 'end', rows: this.#k + 1, said });
    this.#closed = true;
  }
}
