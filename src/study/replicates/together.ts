// The document of many seeds: the row of each seed, and the summary of all.
import { METRICS, type Metric } from '../../result/headlines.ts';
import type { Replicates } from '../../result/replicates.ts';
import { replicateSummary } from './summary.ts';

/** A metric that a replicate could not measure has no key in its row. */
const NOTHING = Object.fromEntries(METRICS.map((metric) => [metric, undefined])) as {
  readonly [M in Metric]: undefined;
};

/** The document with its summary, which is computed from its rows alone. */
export function withSummary({ replicates, resources, ...head }: Omit<Replicates, 'summary'>): Replicates {
  const summary = replicateSummary(
    replicates.map((row) => ({ ...NOTHING, ...row })),
    METRICS,
  );
  return { ...head, summary, replicates, resources };
}
