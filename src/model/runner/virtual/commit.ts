// Ack means stored, in virtual time: what the desk says leaves when everything it persisted before is committed.
import type { Micros } from '../../core/time.ts';
import type { StoreRow } from '../../desk/ports.ts';

/** Where committed rows and released effects go, and the clock. */
export interface Disk {
  now(): Micros;
  /** Calls back at `t`. */
  at(t: Micros): void;
  commit(row: StoreRow): void;
}

/**
 * Group commit: one commit at a time, each of them takes `takes`, rows of one moment are in one commit, and rows that come
 * meanwhile share the next one; the same as the server's store thread. Effects keep the order in which the desk decided them.
 */
export class OutputCommit {
  readonly #disk: Disk;
  readonly #takes: Micros;
  /** Rows not committed yet; the first `#writing` of them are being written. */
  #rows: StoreRow[] = [];
  #writing = 0;
  #began: Micros = 0;
  /** How many rows have been persisted so far, and how many of them are committed. */
  #persisted = 0;
  #committed = 0;
  #held: { readonly after: number; readonly act: () => void }[] = [];

  constructor(disk: Disk, takes: Micros) {
    this.#disk = disk;
    this.#takes = takes;
  }

  persist(row: StoreRow): void {
    if (this.#takes === 0) {
      this.#disk.commit(row);
      return;
    }
    this.#rows.push(row);
    this.#persisted += 1;
    if (this.#writing === 0) this.#write();
    // What the desk decides in one moment is stored together.
    else if (this.#began === this.#disk.now()) this.#writing = this.#rows.length;
  }

  /** May what the desk says now leave at once? */
  get isClear(): boolean {
    return this.#committed === this.#persisted;
  }

  /** Keeps an effect back until all rows before it are committed. */
  hold(act: () => void): void {
    this.#held.push({ after: this.#persisted, act });
  }

  /** A commit is done. */
  done(): void {
    for (const row of this.#rows.splice(0, this.#writing)) this.#disk.commit(row);
    this.#committed += this.#writing;
    this.#writing = 0;
    if (this.#rows.length > 0) this.#write();
    const free = this.#held.findIndex(({ after }) => after > this.#committed);
    for (const { act } of this.#held.splice(0, free === -1 ? this.#held.length : free)) act();
  }

  /** The process dies: what was not committed is gone, and nothing that waited for it was ever said. @returns rows lost */
  crash(): number {
    const lost = this.#rows.length;
    this.#rows = [];
    this.#held = [];
    this.#writing = 0;
    this.#persisted = this.#committed;
    return lost;
  }

  #write(): void {
    this.#writing = this.#rows.length;
    this.#began = this.#disk.now();
    this.#disk.at(this.#began + this.#takes);
  }
}
