// Maps and sets for very many ids numbered from 0, in about ten bytes each.
// They hold no text and no object per id.
import { actorOf } from './ids.ts';

/** Values per block. Few, because ids of a foreign server may be far apart. */
const BLOCK = 32;
/** Longer numbers are not running numbers, and are kept as text. */
const DIGITS_MOST = 12;

/** A map from running numbers to numbers. Other numbers work too, but take more memory. */
export class Numbers {
  /** NaN marks an empty place. */
  readonly #blocks = new Map<number, number[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(n: number): number | undefined {
    const value = this.#blocks.get(Math.floor(n / BLOCK))?.[n % BLOCK] ?? NaN;
    return Number.isNaN(value) ? undefined : value;
  }

  /** @param value any number but NaN */
  set(n: number, value: number): void {
    const at = Math.floor(n / BLOCK);
    let block = this.#blocks.get(at);
    if (block === undefined) this.#blocks.set(at, (block = Array.from({ length: BLOCK }, () => NaN)));
    if (Number.isNaN(block[n % BLOCK] ?? NaN)) this.#size += 1;
    block[n % BLOCK] = value;
  }

  delete(n: number): void {
    if (this.get(n) === undefined) return;
    const block = this.#blocks.get(Math.floor(n / BLOCK));
    if (block !== undefined) block[n % BLOCK] = NaN;
    this.#size -= 1;
  }
}

/**
 * A map from ids to numbers. Any id works; those of the form `v12` or `s34` take the memory of a
 * number.
 */
export class Column {
  /** By letter, and in it by number. */
  readonly #byLetter = new Map<number, Numbers>();
  readonly #others = new Map<string, number>();

  get size(): number {
    let size = this.#others.size;
    for (const numbers of this.#byLetter.values()) size += numbers.size;
    return size;
  }

  get(id: string): number | undefined {
    const n = runningNumber(id, 1);
    if (n < 0) return this.#others.get(id);
    return this.#byLetter.get(id.charCodeAt(0))?.get(n);
  }

  has(id: string): boolean {
    return this.get(id) !== undefined;
  }

  /** @param value any number but NaN */
  set(id: string, value: number): void {
    const n = runningNumber(id, 1);
    if (n < 0) return void this.#others.set(id, value);
    const letter = id.charCodeAt(0);
    let numbers = this.#byLetter.get(letter);
    if (numbers === undefined) this.#byLetter.set(letter, (numbers = new Numbers()));
    numbers.set(n, value);
  }

  delete(id: string): void {
    const n = runningNumber(id, 1);
    if (n < 0) this.#others.delete(id);
    else this.#byLetter.get(id.charCodeAt(0))?.delete(n);
  }
}

/** A set of message ids: one bit per message of a person. */
export class MessageSet {
  /** 32 messages of an actor per number; the first 32 are under the actor's own id. */
  readonly #words = new Column();

  has(id: string): boolean {
    const [word, bit] = placeOf(id);
    return ((this.#words.get(word) ?? 0) & bit) !== 0;
  }

  add(id: string): void {
    const [word, bit] = placeOf(id);
    this.#words.set(word, (this.#words.get(word) ?? 0) | bit);
  }
}

function placeOf(id: string): readonly [word: string, bit: number] {
  const actor = actorOf(id);
  const n = actor === undefined ? -1 : runningNumber(id, actor.length + 1);
  // The blank distinguishes it from any actor.
  if (actor === undefined || n < 0) return [`${id} `, 1];
  const word = Math.floor(n / 32);
  return [word === 0 ? actor : `${actor} ${word}`, 1 << (n % 32)];
}

const [ZERO, NINE] = [48, 57];

/**
 * The number after the first `from` ASCII characters, or -1 if no number stands there in its usual
 * form.
 */
function runningNumber(id: string, from: number): number {
  const { length } = id;
  if (length <= from || length - from > DIGITS_MOST || id.charCodeAt(0) > 127) return -1;
  if (length > from + 1 && id.charCodeAt(from) === ZERO) return -1;
  let n = 0;
  for (let i = from; i < length; i++) {
    const c = id.charCodeAt(i);
    if (c < ZERO || c > NINE) return -1;
    n = n * 10 + c - ZERO;
  }
  return n;
}
