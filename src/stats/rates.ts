// Shares with their 95 % intervals, also for a count of zero.

const Z95 = 1.959963984540054;

export interface Rate {
  readonly count: number;
  readonly of: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Wilson score interval of a share, 95 % (E. B. Wilson, JASA 22, 1927). For 0 of n it is the exact
 * one-sided bound 1 − 0.05^(1/n). Sessions of one run share a queue, so this describes the run; it
 * is no test between runs.
 * @param count how many of them
 * @param all how many there are; if `count` is larger it replaces this, so that no share exceeds 1
 * @returns count, of, and bounds in 0…1; (0, 1) if there is nothing to divide by
 */
export function rateOf(count: number, all: number): Rate {
  const of = Math.max(count, all);
  if (of === 0) return { count, of, low: 0, high: 1 };
  if (count === 0) return { count, of, low: 0, high: 1 - 0.05 ** (1 / of) };
  const p = count / of;
  const z2 = Z95 * Z95;
  const middle = (p + z2 / (2 * of)) / (1 + z2 / of);
  const half = (Z95 / (1 + z2 / of)) * Math.sqrt((p * (1 - p)) / of + z2 / (4 * of * of));
  return { count, of, low: Math.max(0, middle - half), high: count === of ? 1 : Math.min(1, middle + half) };
}
