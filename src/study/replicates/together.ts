// The document of many seeds: what each of them came to, and what they say together.
import { METRICS, type Metric } from '../../result/headlines.ts';
import type { Replicates } from '../../result/replicates.ts';
import { replicateSummary } from './summary.ts';

/** A metric that a replicate could not measure has no key in its row. */
const NOTHING = Object.fromEntries(METRICS.map((metric) => [metric, undefined])) as {
  readonly [M in Metric]: undefined;
};

/** The document with its summary, which is made of its rows and of nothing else. */
export function withSummary({ replicates, resources, ...head }: Omit<Replicates, 'summary'>): Replicates {
  const summary = replicateSummary(
    replicates.map((row) => ({ ...NOTHING, ...row })),
    METRICS,
  );
  return { ...head, summary, replicates, resources };
}
