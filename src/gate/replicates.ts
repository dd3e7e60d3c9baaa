// Many seeds of one scenario as one table: what each metric is, and how far it scatters from seed to seed.
import type { Metric as Headline } from '../result/headlines.ts';
import type { Replicates } from '../result/replicates.ts';
import type { Pair } from './paired.ts';
import { refuseSameSeed } from './refusal.ts';
import { type Spread, spread } from './spread.ts';

/** What one replicate measured; `undefined` where it had nothing to measure. Other keys may stand beside the metrics. */
export type ReplicateRow<Metric extends string> = { readonly seed: string } & {
  readonly [M in Metric]: number | undefined;
};

/**
 * The spread of each metric over the replicates. A replicate without a value is left out of that metric only, which then has
 * an `n` smaller than the number of rows: it speaks of the replicates that had something to measure.
 * @throws Refusal when a seed stands twice
 * @throws RangeError for a value that is not finite
 */
export function replicateSummary<const Metric extends string>(
  rows: readonly ReplicateRow<NoInfer<Metric>>[],
  metrics: readonly Metric[],
): Readonly<Record<Metric, Spread>> {
  refuseSameSeed(rows.map(({ seed }) => seed));
  const valuesOf = (metric: Metric): number[] => rows.flatMap((row) => row[metric] ?? []);
  return Object.fromEntries(metrics.map((metric) => [metric, spread(valuesOf(metric))])) as Record<Metric, Spread>;
}

/** Replicates with the same people that measured the metric under both sets of rules, in the order of the first. */
export function pairsOf(first: Replicates, second: Replicates, metric: Headline): Pair[] {
  const bySeed = new Map(second.replicates.map((row) => [row.seed, row]));
  return first.replicates.flatMap((a) => {
    const b = bySeed.get(a.seed);
    const [from, to] = [a[metric], b?.[metric]];
    if (b === undefined || from === undefined || to === undefined || a.populationHash !== b.populationHash) return [];
    const { seed, populationHash } = a;
    return [{ first: { seed, populationHash, value: from }, second: { seed, populationHash, value: to } }];
  });
}
