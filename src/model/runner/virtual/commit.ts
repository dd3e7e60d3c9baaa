// Ack means stored, in virtual time: a commit takes time, and frames of the desk wait for it.
import { GroupCommit } from '../../core/group-commit.ts';
import type { Micros } from '../../core/time.ts';
import type { StoreRow } from '../../desk/ports.ts';

/** Where committed rows go, and the clock. */
export interface Disk {
  now(): Micros;
  /** Calls back at `t`. */
  at(t: Micros): void;
  commit(row: StoreRow): void;
}

/**
 * The server's group commit in virtual time: each commit takes `takes`, and rows of one moment
 * share a commit.
 */
export class OutputCommit {
  readonly #disk: Disk;
  readonly #takes: Micros;
  readonly #group: GroupCommit<StoreRow, () => void>;
  #began: Micros = 0;

  constructor(disk: Disk, takes: Micros) {
    this.#disk = disk;
    this.#takes = takes;
    this.#group = new GroupCommit({ begin: () => this.#begin(), release: (act) => act() });
  }

  persist(row: StoreRow): void {
    if (this.#takes === 0) return this.#disk.commit(row);
    // What the desk decides in one moment is stored together.
    if (this.#began !== this.#disk.now()) this.#group.seal();
    this.#group.persist(row);
  }

  /** Whether what the desk sends now may leave at once. */
  get isClear(): boolean {
    return this.#group.isClear;
  }

  /** Holds an effect back until all rows before it are committed. */
  hold(act: () => void): void {
    this.#group.push(act);
  }

  /** A commit is done. */
  done(): void {
    for (const row of this.#group.batch()) this.#disk.commit(row);
    this.#group.done();
  }

  /**
   * The process dies: uncommitted rows are gone, and nothing that waited for them is ever sent.
   * @returns rows lost
   */
  crash(): number {
    return this.#group.crash();
  }

  #begin(): void {
    this.#began = this.#disk.now();
    this.#disk.at(this.#began + this.#takes);
  }
}
