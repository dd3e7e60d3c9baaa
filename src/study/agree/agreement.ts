// Compares two kinds of runs of the same people, paired by seed.
// Means are compared by TOST, distributions by their distance, visitors one by one.
import type { Figures, Share } from './figures.ts';
import { Histogram } from '../../model/core/histogram.ts';
import { Waits } from '../../model/core/waits.ts';
import { AGREE_METRICS, AGREE_SHAPES } from '../../result/agreement.ts';
import type { AgreeMetric, AgreeShape, Comparison, MetricAgreement, ShapeAgreement } from '../../result/agreement.ts';
import { equivalence, FEWEST_DIFFERENCES, type Equivalence } from '../../stats/equivalence.ts';
import { closenessOfWaits } from '../../stats/kolmogorov-smirnov.ts';
import { pairedDifferences, type Pair } from '../../stats/paired.ts';

/** A share may differ by this much: percentage points. */
export const SHARE_MARGIN = 1;
/**
 * A time may differ by this fraction of it, or by the clock resolution of a compressed run,
 * whichever is more.
 */
export const TIME_MARGIN = 0.1;

export interface Compared {
  readonly what: Comparison['what'];
  readonly engine: Comparison['engine'];
  readonly from: Comparison['from'];
  readonly to: Comparison['to'];
  /** Runs of each side, of any seeds: those of the same seed make a pair. */
  readonly first: readonly Figures[];
  readonly second: readonly Figures[];
  /** Best resolution of times in a compressed run, µs of model time. */
  readonly resolution: number;
}

/** Two runs of one seed. */
interface Twins {
  readonly first: Figures;
  readonly second: Figures;
}

/**
 * Compares everything that two sides have in common.
 * @throws Refusal when the two runs of a seed did not have the same people
 */
export function compare({ first, second, resolution, ...named }: Compared): Comparison {
  const twins = pairsOf(first, second);
  const metrics = Object.fromEntries(
    AGREE_METRICS.map((metric) => [metric, metricOf(metric, twins, resolution)]),
  ) as Record<AgreeMetric, MetricAgreement>;
  const shapes = Object.fromEntries(AGREE_SHAPES.map((shape) => [shape, shapeOf(shape, twins)])) as Record<
    AgreeShape,
    ShapeAgreement
  >;
  return { ...named, seeds: twins.map((t) => t.first.seed), metrics, shapes, visitors: visitorsOf(twins) };
}

function pairsOf(first: readonly Figures[], second: readonly Figures[]): Twins[] {
  const bySeed = new Map(second.map((figures) => [figures.seed, figures]));
  return first.flatMap((figures) => {
    const twin = bySeed.get(figures.seed);
    return twin === undefined ? [] : [{ first: figures, second: twin }];
  });
}

const SHARES: Readonly<Record<Exclude<AgreeMetric, 'transferLatency'>, (figures: Figures) => Share>> = {
  timeoutRate: ({ timeouts }) => timeouts,
  prematureRate: ({ premature }) => premature,
  missedRate: ({ missed }) => missed,
};

function metricOf(metric: AgreeMetric, twins: readonly Twins[], resolution: number): MetricAgreement {
  return metric === 'transferLatency' ? timesOf(twins, resolution) : sharesOf(SHARES[metric], twins);
}

/** Percentages, run by run. A run with nothing to divide by has none, so its pair is left out. */
function sharesOf(share: (figures: Figures) => Share, twins: readonly Twins[]): MetricAgreement {
  const isEmpty = twins.length > 0 && twins.every((t) => share(t.first).count + share(t.second).count === 0);
  const pairs = twins
    .filter((t) => share(t.first).of > 0 && share(t.second).of > 0)
    .map((t) => pairWith(t, percentOf(share(t.first)), percentOf(share(t.second))));
  return judged(pairs, { unit: 'pp', margin: SHARE_MARGIN, isEmpty });
}

const percentOf = ({ count, of }: Share): number => (100 * count) / of;

/**
 * The mean time over all transfers of all seeds. A run has a handful of transfers or none, so its
 * own mean or median varies strongly.
 * Therefore each seed counts with its contribution to the common mean m: m + (Σ − m·n) ÷ n̄. Their
 * mean is m, and their scatter is that of a ratio of two sums (W. G. Cochran, Sampling Techniques,
 * 3rd ed., §6.3).
 */
function timesOf(twins: readonly Twins[], resolution: number): MetricAgreement {
  const [from, to] = [contributionsOf(twins.map((t) => t.first)), contributionsOf(twins.map((t) => t.second))];
  const margin = Math.max(resolution, TIME_MARGIN * (from.mean ?? 0));
  const isEmpty = twins.length > 0 && from.mean === undefined && to.mean === undefined;
  const isOneSided = from.mean === undefined || to.mean === undefined;
  const pairs = isOneSided ? [] : twins.map((t, i) => pairWith(t, from.values[i] ?? 0, to.values[i] ?? 0));
  return judged(pairs, { unit: 'µs', margin, isEmpty });
}

function contributionsOf(side: readonly Figures[]): { readonly mean?: number; readonly values: readonly number[] } {
  const all = side.map(({ transfers }) => transfers);
  const n = all.reduce((sum, t) => sum + t.n, 0);
  if (n === 0) return { values: [] };
  const mean = all.reduce((sum, t) => sum + t.sum, 0) / n;
  return { mean, values: all.map((t) => mean + (t.sum - mean * t.n) / (n / all.length)) };
}

const pairWith = ({ first, second }: Twins, from: number, to: number): Pair => ({
  first: { seed: first.seed, populationHash: first.populationHash, value: from },
  second: { seed: second.seed, populationHash: second.populationHash, value: to },
});

function judged(
  pairs: readonly Pair[],
  { unit, margin, isEmpty }: Pick<MetricAgreement, 'unit' | 'margin'> & { readonly isEmpty: boolean },
): MetricAgreement {
  const { differences, spread } = pairedDifferences(pairs);
  const found = equivalence(differences, margin);
  const { n, mean: difference, sd, half95 } = spread;
  return {
    unit,
    // If neither side has any, nothing is known about how well the two agree.
    verdict: isEmpty ? 'nothing_to_compare' : wordOf(found.verdict),
    margin,
    n,
    ...(n > 0 && { from: meanOf(pairs.map((p) => p.first.value)), to: meanOf(pairs.map((p) => p.second.value)) }),
    ...(difference !== undefined && { difference }),
    ...(sd !== undefined && { sd }),
    ...('half90' in found && { half90: found.half90 }),
    ...(half95 !== undefined && { half95 }),
    differences: [...differences],
  };
}

/** Enumerated words in documents have no spaces. */
const wordOf = (verdict: Equivalence['verdict']): MetricAgreement['verdict'] =>
  verdict === 'too few' ? 'too_few' : verdict;

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function shapeOf(shape: AgreeShape, twins: readonly Twins[]): ShapeAgreement {
  const pooled = (side: 'first' | 'second'): Waits<Histogram> => {
    const all = new Waits(() => new Histogram());
    for (const twin of twins) all.merge(twin[side].shapes[shape]);
    return all;
  };
  const found = closenessOfWaits(pooled('first'), pooled('second'));
  const n: [number, number] = [...found.n];
  // Waits in the queue of one run are not independent, so many samples of few runs count as few.
  if (found.verdict === 'too few' || twins.length < FEWEST_DIFFERENCES)
    return { verdict: twins.length > 0 && n[0] + n[1] === 0 ? 'nothing_to_compare' : 'too_few', n };
  return { verdict: found.verdict, n, distance: found.distance };
}

function visitorsOf(twins: readonly Twins[]): Comparison['visitors'] {
  let [differ, of] = [0, 0];
  for (const { first, second } of twins)
    for (const visitor of new Set([...first.outcomes.keys(), ...second.outcomes.keys()])) {
      of += 1;
      if (first.outcomes.get(visitor) !== second.outcomes.get(visitor)) differ += 1;
    }
  return { differ, of };
}
