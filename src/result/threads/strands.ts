// What a ledger index keeps for each thread and for each line, in a few bytes: there are as many of them as the run is long.

/** Pieces of a ledger, counted from 0; both ends belong to it. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Numbers of a strand: how many rows, and the first and last piece of both stretches. */
const [ROWS, PEOPLE, TOLD, WIDTH] = [0, 1, 3, 5];
const NOWHERE = -1;

/**
 * What is known of threads before they are judged: how many rows they have, where their people's rows stand, and where the server's
 * word on them does, which is at the end of a run and so far from the others. Threads are numbered from 0.
 */
export class Strands {
  #numbers = new Int32Array(1024 * WIDTH);
  #count = 0;

  /** Begins a thread without rows. @returns its number */
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

  /** Takes a row that stands in a piece. */
  take(thread: number, isTold: boolean, piece: number): void {
    this.#numbers[thread * WIDTH + ROWS] = this.rows(thread) + 1;
    this.#extend(thread, isTold ? TOLD : PEOPLE, piece, piece);
  }

  /** Adds what others know of one of their threads. */
  gather(thread: number, others: Strands, other: number): void {
    this.#numbers[thread * WIDTH + ROWS] = this.rows(thread) + others.rows(other);
    for (const which of [PEOPLE, TOLD] as const) {
      const from = others.#at(other, which);
      if (from !== NOWHERE) this.#extend(thread, which, from, others.#at(other, which + 1));
    }
  }

  /** The piece in which its people's rows begin, or else the server's word. */
  begins(thread: number): number {
    const people = this.#at(thread, PEOPLE);
    return Math.max(0, people === NOWHERE ? this.#at(thread, TOLD) : people);
  }

  /** In order of the file, without a piece that stands in both. */
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

/** Lines that lie together; 0 where there is none, otherwise how far the number is above `base`. */
interface Block {
  readonly base: number;
  readonly values: Int32Array | Uint16Array;
}

/** A number from 0 for many lines: two bytes each, because those that lie together belong to threads of the same time; four where they do not. */
export class LineNumbers {
  readonly #blocks: (Block | undefined)[] = [];
  #last = 0;

  get(line: number): number | undefined {
    const block = this.#blocks[Math.floor(line / BLOCK)];
    const known = block?.values[line % BLOCK] ?? 0;
    return block === undefined || known === 0 ? undefined : block.base + known;
  }

  /** Lines come in order: what is behind is made small. */
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
