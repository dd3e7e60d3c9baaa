// The effect of each remedy: differences to the base, seed by seed, and whether they are chance.
import {
  REMEDY_METRIC_NAMES,
  REMEDY_METRICS,
  type Effect,
  type Remedied,
  type Remedies,
  type RemedyMetric,
} from '../../result/remedies.ts';
import type { Replicates } from '../../result/replicates.ts';
import { pairedDifferences } from '../../stats/paired.ts';
import { say } from '../../language/language.ts';
import { UsageError } from '../../scenario/define.ts';
import { Refusal } from '../../stats/refusal.ts';
import { pairsOf } from '../replicates/summary.ts';
import { isFull, type Spread } from '../../stats/spread.ts';
import { studentTQuantile } from '../../stats/student-t.ts';

/** A profile that was played, and the folder of its replicates. */
export interface PlayedProfile {
  readonly document: Replicates;
  readonly folder: string;
}

export interface ComparedOptions {
  /** Play was stopped: profiles are missing, or seeds of the last one. */
  readonly isInterrupted?: boolean;
}

/**
 * The document of remedies, with errors for users. The first profile is the base.
 * @throws UsageError when two profiles did not have the same people under the same seed
 */
export function compared(
  played: readonly [PlayedProfile, ...PlayedProfile[]],
  options: ComparedOptions = {},
): Remedies {
  try {
    return remediesOf(played, options);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const [first, second] = error.found;
    throw new UsageError(say('remedies.otherPeople', { first, second }));
  }
}

/**
 * The document of remedies. The first profile is the base.
 * @throws Refusal when two profiles did not have the same people under the same seed
 */
export function remediesOf(
  played: readonly [PlayedProfile, ...PlayedProfile[]],
  { isInterrupted = false }: ComparedOptions = {},
): Remedies {
  const [{ document: base }, ...others] = played;
  const { scenario, scenarioHash, engine, seed, replicates, startedAt, profile } = base.run;
  const differences = others.map(({ document }) => differencesOf(base, document));
  const comparisons = differences
    .flatMap((of) => REMEDY_METRIC_NAMES.map((metric) => of[metric]))
    .filter((spread) => isFull(spread)).length;
  return {
    schema: 'stillthere/remedies/1',
    tool: base.tool,
    run: {
      scenario,
      scenarioHash,
      engine,
      seed,
      replicates,
      startedAt,
      ...(isInterrupted && { interrupted: true as const }),
    },
    base: profile,
    comparisons,
    profiles: played.map(({ document, folder }, i) => ({
      profile: document.run.profile,
      folder,
      verdict: document.verdict,
      metrics: metricsOf(document, i === 0 ? undefined : differences[i - 1], comparisons),
    })),
  };
}

type Differences = Readonly<Record<RemedyMetric, Spread>>;

function differencesOf(base: Replicates, other: Replicates): Differences {
  const people = new Map(other.replicates.map(({ seed, populationHash }) => [seed, populationHash]));
  for (const [at, { seed, populationHash }] of base.replicates.entries()) {
    const others = people.get(seed) ?? populationHash;
    if (others !== populationHash) throw new Refusal('otherPeople', at, [populationHash, others]);
  }
  const of = (metric: RemedyMetric): Spread => pairedDifferences(pairsOf(base, other, metric)).spread;
  return Object.fromEntries(REMEDY_METRIC_NAMES.map((metric) => [metric, of(metric)])) as unknown as Differences;
}

function metricsOf(
  { summary }: Replicates,
  differences: Differences | undefined,
  comparisons: number,
): Remedied['metrics'] {
  const of = (metric: RemedyMetric): Remedied['metrics'][RemedyMetric] => {
    const difference = differences?.[metric];
    return {
      ...known(summary[metric]),
      ...(difference !== undefined && {
        difference: { ...known(difference), effect: effectOf(metric, difference, comparisons) },
      }),
    };
  };
  return Object.fromEntries(REMEDY_METRIC_NAMES.map((metric) => [metric, of(metric)])) as Remedied['metrics'];
}

const known = ({ n, mean, half95 }: Replicates['summary'][RemedyMetric]) => ({
  n,
  ...(mean !== undefined && { mean }),
  ...(half95 !== undefined && { half95 }),
});

/**
 * Whether a difference is more than chance, given the number of comparisons: the t-interval at 1 −
 * 0.05 ÷ comparisons (Bonferroni; O. J. Dunn, JASA 56, 1961) does not contain 0. A difference that
 * is equal under all seeds is not chance either, unless it is 0.
 */
function effectOf(metric: RemedyMetric, difference: Spread, comparisons: number): Effect {
  if (!isFull(difference)) return 'unclear';
  const { mean, n, standardError } = difference;
  const half = studentTQuantile(1 - 0.025 / Math.max(1, comparisons), n - 1) * standardError;
  if (Math.abs(mean) <= half || mean === 0) return 'unclear';
  if (REMEDY_METRICS[metric] === 'neither') return 'other';
  return mean < 0 ? 'better' : 'worse';
}
