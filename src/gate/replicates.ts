// Many seeds of one scenario as one table: what each metric is, and how far it scatters from seed to seed.
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
