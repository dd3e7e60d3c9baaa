// Delta debugging: the fewest things that still do it. Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002.

/** How long one may go on. */
export interface Patience {
  /** Asked before every trial. */
  readonly isOver: () => boolean;
}

export interface Minimal<T> {
  readonly items: readonly T[];
  /** No single item can be left out. False when patience was over before. */
  readonly isMinimal: boolean;
}

/**
 * Leaves things out, in ever smaller parts, as long as what is left is still interesting: the algorithm `ddmin` of the paper.
 * No single item of the result can be left out. Where things that are added never hurt, nor can several at once. Of n items it takes
 * n² + 3n trials at worst, and twice log2 n when a single item does it by itself.
 * @param items interesting as they are; never asked again
 * @param isInteresting is asked about parts in the order of `items`, never about none of them, and about each part once
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
      // A part by itself is cut in two; what is left without a part is cut as finely as before.
      parts = cut.includes(smaller) ? 2 : Math.max(cut.length - 1, 2);
      left = smaller;
    } else if (cut.length === left.length) break;
    else parts = 2 * cut.length;
  }
  return { items: left, isMinimal: true };
}

/** `0-353,355-707`: a short name even for a great many. */
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

/** Each part by itself, then all without each part; of two parts, each is what the other leaves. */
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
