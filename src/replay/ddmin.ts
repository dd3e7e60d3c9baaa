// Delta debugging: finds the fewest items that still show a failure.
// Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002.

/** Tells when the search must stop. */
export interface Patience {
  /** Asked before every trial. */
  readonly isOver: () => boolean;
}

export interface Minimal<T> {
  readonly items: readonly T[];
  /** No single item can be left out. False when the search was stopped before that. */
  readonly isMinimal: boolean;
}

/**
 * Leaves out items, in ever smaller parts, as long as the rest is still interesting: the algorithm
 * `ddmin` of the paper.
 * No single item of the result can be left out. If adding items never makes a part uninteresting,
 * several cannot be left out either. Of n items it takes n² + 3n trials at worst, and twice log2 n
 * when a single item is enough.
 * @param items interesting as a whole; that is not checked
 * @param isInteresting gets parts in the order of `items`, never an empty one, and each part once
 */
export async function ddmin<T>(
  items: readonly T[],
  isInteresting: (part: readonly T[]) => Promise<boolean> | boolean,
  patience: Patience = { isOver: () => false },
): Promise<Minimal<T>> {
  const asked = new Map<string, boolean>();
  const places = new Map(items.map((item, i) => [item, i]));
  const ask = async (part: readonly T[]): Promise<boolean> => {
    const name = stretches(part.map((item) => places.get(item) ?? -1));
    const known = asked.get(name);
    if (known !== undefined) return known;
    const answer = await isInteresting(part);
    asked.set(name, answer);
    return answer;
  };
  let left = items;
  let parts = 2;
  while (left.length > 1) {
    const cut = cutInto(left, Math.min(parts, left.length));
    const smaller = await firstOf(candidates(left, cut), ask, patience);
    if (smaller === 'over') return { items: left, isMinimal: false };
    if (smaller !== undefined) {
      // A part that is enough by itself is cut in two. What is left without a part is cut as finely
      // as before.
      parts = cut.includes(smaller) ? 2 : Math.max(cut.length - 1, 2);
      left = smaller;
    } else if (cut.length === left.length) break;
    else parts = 2 * cut.length;
  }
  return { items: left, isMinimal: true };
}

/** A name such as `0-353,355-707`, short even for a great many items. */
function stretches(places: readonly number[]): string {
  const name = (place: number, i: number): string => {
    if (places[i - 1] !== place - 1) return `,${place}`;
    return places[i + 1] === place + 1 ? '' : `-${place}`;
  };
  return places.map(name).join('');
}

/** Consecutive parts, as equal as can be. */
function cutInto<T>(items: readonly T[], parts: number): (readonly T[])[] {
  return Array.from({ length: parts }, (_, i) =>
    items.slice(Math.floor((i * items.length) / parts), Math.floor(((i + 1) * items.length) / parts)),
  );
}

/** Each part by itself, then all items without each part. With two parts, both are the same. */
function* candidates<T>(items: readonly T[], cut: readonly (readonly T[])[]): Generator<readonly T[]> {
  yield* cut;
  if (cut.length === 2) return;
  for (const part of cut) {
    const without = new Set(part);
    yield items.filter((item) => !without.has(item));
  }
}

async function firstOf<T>(
  parts: Iterable<readonly T[]>,
  isInteresting: (part: readonly T[]) => Promise<boolean>,
  patience: Patience,
): Promise<readonly T[] | 'over' | undefined> {
  for (const part of parts) {
    if (patience.isOver()) return 'over';
    if (await isInteresting(part)) return part;
  }
  return undefined;
}
