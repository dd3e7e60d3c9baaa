// Writes the ledger of a run in virtual time. Rows come much faster than a disk takes them.
// So it waits for the disk now and then.
import { createWriteStream, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { Row } from '../../model/rows/rows.ts';

/** Lines are written in batches of about this many characters. */
const BATCH = 1 << 20;

/** A file with one row per line. */
export class LedgerFile {
  readonly #file: WriteStream;
  readonly #fault: Promise<Error | undefined>;
  #broken: Error | undefined;
  #batch = '';

  constructor(path: string) {
    this.#file = createWriteStream(path);
    // `flush` and `close` report errors.
    this.#fault = finished(this.#file).then(
      () => undefined,
      (error: Error) => (this.#broken = error),
    );
  }

  add(row: Row): void {
    this.#batch += `${JSON.stringify(row)}\n`;
    if (this.#batch.length < BATCH) return;
    this.#file.write(this.#batch);
    this.#batch = '';
  }

  /** Waits until the disk has taken the batches. @throws the error of the disk */
  async flush(): Promise<void> {
    if (this.#file.writableNeedDrain) await Promise.race([once(this.#file, 'drain'), this.#fault]);
    if (this.#broken !== undefined) throw this.#broken;
  }

  /** Writes the rest. @throws the error of the disk */
  async close(): Promise<void> {
    this.#file.end(this.#batch);
    this.#batch = '';
    const fault = await this.#fault;
    if (fault !== undefined) throw fault;
  }
}
