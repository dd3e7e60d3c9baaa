// Reads the ledger while it is written: feeds the judge's evidence and the counters that people watch.
import { open, type FileHandle } from 'node:fs/promises';
import type { Evidence } from '../model/judge/evidence.ts';
import type { Row } from '../model/rows/rows.ts';
import { ROW_KINDS } from '../model/rows/rows.ts';
import { RunningFold, type Live } from './running.ts';

/** Follows one file. `read()` takes in all complete lines written since the last call. */
export class LedgerTail {
  /** Lines that are no rows, the first few of them. */
  readonly broken: string[] = [];
  readonly #path: string;
  readonly #evidence: Evidence;
  readonly #running = new RunningFold();
  readonly #kinds = new Set<string>(ROW_KINDS);
  #file: FileHandle | undefined;
  #at = 0;
  #rest: Buffer = Buffer.alloc(0);
  #reading: Promise<void> = Promise.resolve();

  constructor(path: string, evidence: Evidence) {
    this.#path = path;
    this.#evidence = evidence;
  }

  /** The counters so far. */
  get live(): Live {
    return this.#running.live;
  }

  /** Calls do not overlap: a second one waits for the first. */
  read(): Promise<void> {
    // A look that failed is a finding, not the end of the looking: what was read stays worth something.
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
      row = JSON.parse(line) as Row;
      if (!this.#kinds.has(row.what)) throw new TypeError(line);
    } catch {
      if (this.broken.length < 5) this.broken.push(line.slice(0, 120));
      return;
    }
    this.#evidence.add(row);
    this.#running.add(row);
  }
}
