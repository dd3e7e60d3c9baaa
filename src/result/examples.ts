// Keeps the first few ids of each kind of bad message, independent of the order in which they are
// found.
import { actorOf, numberOf } from '../model/rows/ids.ts';

/** The most ids of a kind that the result names. */
const MOST = 5;

/** The first ids, ordered by sender and number. */
export class Examples {
  readonly #ids = new Map<string, string[]>();

  add(kind: string, id: string): void {
    const ids = this.#ids.get(kind) ?? [];
    this.#ids.set(kind, ids);
    let place = ids.length;
    while (place > 0 && isBefore(id, ids[place - 1] ?? '')) place -= 1;
    ids.splice(place, 0, id);
    ids.length = Math.min(ids.length, MOST);
  }

  /** The ids of these kinds in this order; kinds without ids are left out. */
  named(kinds: readonly string[]): Record<string, string[]> {
    return Object.fromEntries(
      kinds.flatMap((kind) => {
        const ids = this.#ids.get(kind);
        return ids === undefined ? [] : [[kind, [...ids]]];
      }),
    );
  }
}

/**
 * Agents before visitors, then by their numbers, then by the number of the message; other ids last.
 */
function isBefore(a: string, b: string): boolean {
  const [byA, byB] = [actorOf(a), actorOf(b)];
  if (byA === undefined || byB === undefined) return byA === byB ? isShorter(a, b) : byA !== undefined;
  if (byA === byB) return numberOf(a) < numberOf(b);
  return byA[0] === byB[0] ? Number(byA.slice(1)) < Number(byB.slice(1)) : byA < byB;
}

const isShorter = (a: string, b: string): boolean => (a.length === b.length ? a < b : a.length < b.length);
