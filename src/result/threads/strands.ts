// Compact storage for the ledger index: a few bytes for each thread and line, because a long run
// has many.

/** A range of pieces of a ledger, counted from 0; both ends are included. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Fields of a strand: number of rows, and the first and last piece of both stretches. */
const [ROWS, PEOPLE, TOLD, WIDTH] = [0, 1, 3, 5];
const NOWHERE = -1;

/**
 * Data of threads before they are judged: the number of rows, where the rows of their people are,
 * and where the server's rows are. The latter are at the end of a run, far from the others. Threads
 * are numbered from 0.
 */
export class Strands {
  #numbers = new Int32Array(1024 * WIDTH);
  #count = 0;

  /** Adds a thread without rows. @returns its number */
  make(): number {
    const made = this.#count++;
    if (this.#count * WIDTH > this.#numbers.length) {
      const larger = new Int32Array(this.#numbers.length * 2);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers.fill(NOWHERE, made * WIDTH + PEOPLE, (made + 1) * WIDTH);
    return made;
  }

  rows(thread: number): number {
    return this.#at(thread, ROWS);
  }

  /** Counts a row in a piece. @param isTold whether it is a row of the server */
  take(thread: number, isTold: boolean, piece: number): void {
    this.#numbers[thread * WIDTH + ROWS] = this.rows(thread) + 1;
    this.#extend(thread, isTold ? TOLD : PEOPLE, piece, piece);
  }

  /** Adds the data of a thread from other strands. */
  gather(thread: number, others: Strands, other: number): void {
    this.#numbers[thread * WIDTH + ROWS] = this.rows(thread) + others.rows(other);
    for (const which of [PEOPLE, TOLD] as const) {
      const from = others.#at(other, which);
      if (from !== NOWHERE) this.#extend(thread, which, from, others.#at(other, which + 1));
    }
  }

  /** The first piece with rows of its people; without any, with rows of the server. */
  begins(thread: number): number {
    const people = this.#at(thread, PEOPLE);
    return Math.max(0, people === NOWHERE ? this.#at(thread, TOLD) : people);
  }

  /** Its stretches in file order; overlapping ones are joined. */
  stretches(thread: number): Stretch[] {
    const [people, told] = [this.#stretch(thread, PEOPLE), this.#stretch(thread, TOLD)];
    if (people === undefined || told === undefined) return [people ?? told ?? []].flat();
    if (told.from > people.to) return [people, told];
    return [{ from: Math.min(people.from, told.from), to: Math.max(people.to, told.to) }];
  }

  #at(thread: number, which: number): number {
    return this.#numbers[thread * WIDTH + which] ?? NOWHERE;
  }

  #stretch(thread: number, which: number): Stretch | undefined {
    const from = this.#at(thread, which);
    return from === NOWHERE ? undefined : { from, to: this.#at(thread, which + 1) };
  }

  #extend(thread: number, which: number, from: number, to: number): void {
    const at = thread * WIDTH + which;
    const known = this.#at(thread, which);
    this.#numbers[at] = known === NOWHERE ? from : Math.min(known, from);
    this.#numbers[at + 1] = Math.max(this.#at(thread, which + 1), to);
  }
}

const BLOCK = 1 << 16;

/** The values of consecutive lines: 0 for none, otherwise the number minus `base`. */
interface Block {
  readonly base: number;
  readonly values: Int32Array | Uint16Array;
}

/**
 * A number from 0 for each of many lines. It takes two bytes where neighbouring lines belong to
 * threads of the same time, else four.
 */
export class LineNumbers {
  readonly #blocks: (Block | undefined)[] = [];
  #last = 0;

  get(line: number): number | undefined {
    const block = this.#blocks[Math.floor(line / BLOCK)];
    const known = block?.values[line % BLOCK] ?? 0;
    return block === undefined || known === 0 ? undefined : block.base + known;
  }

  /** Sets the number of a line. Lines come in order, so earlier blocks are packed. */
  set(line: number, value: number): void {
    const at = Math.floor(line / BLOCK);
    if (at !== this.#last) this.#pack(this.#last);
    this.#last = at;
    this.#open(at).values[line % BLOCK] = value + 1;
  }

  #open(at: number): Block {
    const known = this.#blocks[at];
    if (known?.values instanceof Int32Array) return known;
    const { base, values } = known ?? { base: 0, values: [] };
    const open = { base: -1, values: new Int32Array(BLOCK) };
    for (const [i, value] of values.entries()) if (value > 0) open.values[i] = base + value + 1;
    this.#blocks[at] = open;
    return open;
  }

  #pack(at: number): void {
    const block = this.#blocks[at];
    if (!(block?.values instanceof Int32Array)) return;
    const { values } = block;
    let [least, most] = [Infinity, 0];
    for (const value of values) {
      if (value > 0 && value < least) least = value;
      if (value > most) most = value;
    }
    if (most - least >= 0xffff) return;
    this.#blocks[at] = {
      base: block.base + least - 1,
      values: Uint16Array.from(values, (v) => (v > 0 ? v - least + 1 : 0)),
    };
  }
}
