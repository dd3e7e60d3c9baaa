// Many seeds of one scenario as one table: each metric, and its spread from seed to seed.
import type { Metric as Headline } from '../../result/headlines.ts';
import type { Replicates } from '../../result/replicates.ts';
import type { Pair } from '../../stats/paired.ts';
import { refuseSameSeed } from '../../stats/refusal.ts';
import { type Spread, spread } from '../../stats/spread.ts';

/**
 * What one replicate measured; `undefined` where it had nothing to measure. The row may have other
 * keys besides the metrics.
 */
export type ReplicateRow<Metric extends string> = { readonly seed: string } & {
  readonly [M in Metric]: number | null | undefined;
};

/**
 * The spread of each metric over the replicates. A replicate without a value is left out of that
 * metric only. Its `n` is then smaller than the number of rows: it counts the replicates that had
 * something to measure.
 * If a replicate did not reach a quantile (null), there is no mean, because a mean of the others
 * would leave out the worst.
 * @throws Refusal when a seed stands twice
 * @throws RangeError for a value that is not finite
 */
export function replicateSummary<const Metric extends string>(
  rows: readonly ReplicateRow<NoInfer<Metric>>[],
  metrics: readonly Metric[],
): Readonly<Record<Metric, Spread>> {
  refuseSameSeed(rows.map(({ seed }) => seed));
  const of = (metric: Metric): Spread => {
    const values: (number | null | undefined)[] = rows.map((row) => row[metric]);
    const reached = values.filter((value) => typeof value === 'number');
    const notReached = values.filter((value) => value === null).length;
    return notReached === 0 ? spread(reached) : partlyReached(reached, notReached);
  };
  return Object.fromEntries(metrics.map((metric) => [metric, of(metric)])) as Record<Metric, Spread>;
}

/**
 * What is known if some values are longer than anything that was seen: the smallest, and the median
 * if it was seen.
 */
function partlyReached(reached: readonly number[], notReached: number): Spread {
  const sorted = [...reached].sort((a, b) => a - b);
  const n = sorted.length + notReached;
  const [min] = sorted;
  const [low, high] = [sorted[Math.ceil(n / 2) - 1], sorted[Math.floor(n / 2)]];
  return {
    n,
    notReached,
    ...(min !== undefined && { min }),
    ...(low !== undefined && high !== undefined && { median: low + (high - low) / 2 }),
  };
}

/**
 * Replicates with the same people that measured the metric under both sets of rules, in the order
 * of the first.
 */
export function pairsOf(first: Replicates, second: Replicates, metric: Headline): Pair[] {
  const bySeed = new Map(second.replicates.map((row) => [row.seed, row]));
  // If a quantile was not reached, the remaining pairs would leave out the worst ones.
  if ([...first.replicates, ...second.replicates].some((row) => row[metric] === null)) return [];
  return first.replicates.flatMap((a) => {
    const b = bySeed.get(a.seed);
    const [from, to] = [a[metric] ?? undefined, b?.[metric] ?? undefined];
    if (b === undefined || from === undefined || to === undefined || a.populationHash !== b.populationHash) return [];
    const { seed, populationHash } = a;
    return [{ first: { seed, populationHash, value: from }, second: { seed, populationHash, value: to } }];
  });
}
