// What is known of messages, by id: who said them, how each send ended, who saw them, what is kept.
import type { Micros } from '../../core/time.ts';
import { numberOf } from '../../rows/ids.ts';
import type { Row, WitnessLeft, WitnessMessage } from '../../rows/rows.ts';
import type { Sender } from '../../rows/words.ts';

/** What the sender's side knows of a message. */
export interface MessageEvidence {
  readonly id: string;
  readonly by: string;
  /** Its number among the messages of its sender. */
  readonly n: number;
  readonly turn: number;
  readonly h: string;
  readonly said: Micros;
  /** The session an agent wrote in. */
  readonly session: string | undefined;
  readonly sends: readonly Micros[];
  readonly ack: { readonly t: Micros; readonly session: string; readonly seq: number } | undefined;
  readonly refused: { readonly t: Micros; readonly why: string } | undefined;
}

export interface Sighting {
  readonly by: string;
  readonly t: Micros;
  readonly session: string;
  readonly seq: number;
  readonly from: Sender;
  readonly h: string;
}

export interface Look {
  readonly by: string;
  readonly t: Micros;
}

/** Everything known of one message id. */
export interface Item {
  readonly id: string;
  readonly said: MessageEvidence | undefined;
  readonly shows: readonly Sighting[];
  readonly looks: readonly Look[];
  readonly stored: readonly WitnessMessage[];
  readonly left: readonly WitnessLeft[];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Shared by all that have none: there are many messages, and most have no leave-message. */
const NONE: readonly never[] = Object.freeze([]);

/** Rows about one message. */
export type MessageRow = Row & { what: 'say' | 'send' | 'ack' | 'refuse' | 'show' | 'look' | 'w_message' | 'w_left' };

/** Takes rows in any order that keeps each party's own. */
export class Items {
  readonly #items = new Map<string, Mutable<Item>>();
  /** How many messages of persons it holds. */
  held = 0;

  /** Every id in the rows, in the order of first mention. */
  all(): IterableIterator<Item> {
    return this.#items.values();
  }

  /** What is known of an id; an empty item if no row mentions it. */
  get(id: string): Item {
    return this.#items.get(id) ?? newItem(id);
  }

  /** Takes over all items of `others`, which must not be used any more. */
  adopt(others: Items): void {
    this.held += others.held;
    for (const item of others.#items.values()) {
      const known = this.#items.get(item.id);
      if (known === undefined) this.#items.set(item.id, item);
      else this.#unite(known, item);
    }
  }

  take(row: MessageRow): void {
    switch (row.what) {
      case 'show':
        // The row itself is the sighting: there are many, and another object for each costs memory.
        return add(this.#of(row.id), 'shows', row);
      case 'look':
        return add(this.#of(row.id), 'looks', row);
      case 'w_message':
        return add(this.#of(row.message.id), 'stored', row.message);
      case 'w_left':
        return add(this.#of(row.left.id), 'left', row.left);
      case 'say':
        return this.#say(row);
      default:
        this.#settle(row);
    }
  }

  #say({ id, by, turn, h, t, session }: MessageRow & { what: 'say' }): void {
    const item = this.#of(id);
    if (item.said === undefined) this.held += 1;
    item.said = {
      id,
      by,
      n: numberOf(id),
      turn,
      h,
      said: t,
      session,
      sends: NONE,
      ack: undefined,
      refused: undefined,
    };
  }

  #unite(known: Mutable<Item>, item: Item): void {
    if (known.said !== undefined && item.said !== undefined) this.held -= 1;
    known.said ??= item.said;
    for (const what of ['shows', 'looks', 'stored', 'left'] as const)
      for (const one of item[what]) add(known, what, one);
  }

  #settle(row: MessageRow & { what: 'send' | 'ack' | 'refuse' }): void {
    const message: Mutable<MessageEvidence> | undefined = this.#items.get(row.id)?.said;
    if (message === undefined) return;
    if (row.what === 'send') message.sends = message.sends === NONE ? [row.t] : [...message.sends, row.t];
    else if (row.what === 'ack') message.ack ??= row;
    else message.refused ??= row;
  }

  #of(id: string): Mutable<Item> {
    const known = this.#items.get(id);
    if (known !== undefined) return known;
    const item = newItem(id);
    this.#items.set(id, item);
    return item;
  }
}

const newItem = (id: string): Item => ({
  id,
  said: undefined,
  shows: NONE,
  looks: NONE,
  stored: NONE,
  left: NONE,
});

function add<K extends 'shows' | 'looks' | 'stored' | 'left'>(
  item: Mutable<Item>,
  what: K,
  one: Item[K][number],
): void {
  const list: readonly unknown[] = item[what];
  if (list === NONE) item[what] = [one] as unknown as Item[K];
  else (list as unknown[]).push(one);
}
