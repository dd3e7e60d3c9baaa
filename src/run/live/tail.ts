// Reads the ledger while it is written, for the live counters; reports lines that are not rows.
import { open, type FileHandle } from 'node:fs/promises';
import type { Row } from '../../model/rows/rows.ts';
import { rowOf } from '../ledger-reader.ts';
import { RunningFold, type Live } from '../watch/counters.ts';

/** Takes rows one by one. */
export interface RowSink {
  add(row: Row): void;
}

/** Follows one file. `read()` takes in all complete lines written since the last call. */
export class LedgerTail {
  /** The first few lines that are not rows. */
  readonly broken: string[] = [];
  readonly #path: string;
  readonly #sink: RowSink | undefined;
  readonly #running = new RunningFold();
  #file: FileHandle | undefined;
  #at = 0;
  #rest: Buffer = Buffer.alloc(0);
  #reading: Promise<void> = Promise.resolve();

  /** @param sink gets every row as well */
  constructor(path: string, sink?: RowSink) {
    this.#path = path;
    this.#sink = sink;
  }

  /** The counters so far. */
  get live(): Live {
    return this.#running.live;
  }

  /** Calls do not overlap: a second one waits for the first. */
  read(): Promise<void> {
    // A failed read is recorded as a finding, and reading goes on: the rows read before remain
    // useful.
    this.#reading = this.#reading
      .then(() => this.#readNow())
      .catch((error: Error) => {
        if (this.broken.length < 5) this.broken.push(error.message);
      });
    return this.#reading;
  }

  async close(): Promise<void> {
    await this.#reading;
    await this.#file?.close();
    this.#file = undefined;
  }

  async #readNow(): Promise<void> {
    this.#file ??= await open(this.#path, 'r');
    const chunk = Buffer.alloc(1 << 20);
    for (;;) {
      const { bytesRead } = await this.#file.read(chunk, 0, chunk.length, this.#at);
      if (bytesRead === 0) return;
      this.#at += bytesRead;
      const data = Buffer.concat([this.#rest, chunk.subarray(0, bytesRead)]);
      const end = data.lastIndexOf(10);
      this.#rest = Buffer.from(data.subarray(end + 1));
      if (end >= 0) for (const line of data.toString('utf8', 0, end).split('\n')) this.#line(line);
    }
  }

  #line(line: string): void {
    let row: Row;
    try {
      row = rowOf(line);
    } catch {
      if (this.broken.length < 5) this.broken.push(line.slice(0, 120));
      return;
    }
    this.#sink?.add(row);
    this.#running.add(row);
  }
}
