// Stamps rows with time, party and the party's own count, so that a missing row is seen.
import type { Micros } from '../core/time.ts';
import type { Row, RowBody } from './rows.ts';

/** Where rows go: a file, a console, a digest, the judge. */
export type RowSink = (row: Row) => void;

/** The pen of one party. Counts its rows from 0 without a gap; `end` closes it. */
export class Recorder {
  readonly by: string;
  readonly #sink: RowSink;
  #k = 0;
  #closed = false;

  constructor(by: string, sink: RowSink) {
    this.by = by;
    this.#sink = sink;
  }

  get rows(): number {
    return this.#k;
  }

  get closed(): boolean {
    return this.#closed;
  }

  write(t: Micros, body: RowBody): void {
    if (this.#closed) return;
    this.#sink({ t, by: this.by, k: this.#k++, ...body });
  }

  /** The party's last row: how many rows it wrote (this one included) and how many messages its person said. */
  end(t: Micros, said: number): void {
    this.write(t, { what: 'end', rows: this.#k + 1, said });
    this.#closed = true;
  }
}
