// Builds queries from declared metrics, so that a renamed metric or label does not compile.
import type { Declared, Info, Labels, Metric } from '../metrics/declare.ts';
import { RUN, RUN_LABEL, RUN_METRICS, RUN_PHASES } from '../metrics/run.ts';
import { SERVER } from '../metrics/server.ts';

/** Required label values of a series: one, or any of several. */
export type Where<L extends Labels> = { readonly [K in keyof L]?: L[K][number] | readonly L[K][number][] };

export interface Options<L extends Labels> {
  /** One result for each value of these labels; else one for all. */
  readonly by?: readonly (keyof L & string)[];
  readonly where?: Where<L>;
}

/**
 * The selected run for metrics of a run. A server does not know runs, so its metrics are selected
 * by job and instance.
 */
function scopeOf(metric: Metric): string[] {
  const isOfRun = RUN_METRICS.includes(metric);
  return isOfRun ? [`${RUN_LABEL}="$${RUN_LABEL}"`] : ['job=~"$job"', 'instance=~"$instance"'];
}

/** The selector for the series of a metric. */
export function series<L extends Labels>(
  metric: Metric & { readonly labels: L },
  where: Where<L> = {},
  suffix = '',
): string {
  const words = Object.entries(where as Where<Labels>).map(([label, word]) =>
    typeof word === 'string' ? `${label}="${word}"` : `${label}=~"${(word ?? []).join('|')}"`,
  );
  return `${metric.name}${suffix}{${[...scopeOf(metric), ...words].join(',')}}`;
}

/**
 * The range in which a finished run is searched: everywhere near the end of the time range, also
 * after it. So the numbers of the run do not depend on the zoom, and the run stays in the list at
 * the top.
 */
export const ALL_ITS_LIFE = '[60d] offset -30d';

/** The declared labels of a metric, free ones included. */
const labelsOf = ({ labels, free = [] }: Metric): string[] => [...Object.keys(labels), ...free];

const by = (labels: readonly string[]): string => (labels.length === 0 ? '' : ` by (${labels.join(', ')}) `);

/**
 * Sums series, each counted once. A series that is scraped and also pushed, or scraped by two jobs,
 * exists twice with different `job` and `instance`. Then the higher, newer value counts.
 */
function sum(metric: Metric, each: string, keep: readonly string[] = [], le: readonly string[] = []): string {
  const own = [...le, ...labelsOf(metric)];
  const kept = [...le, ...keep];
  const once = `max${by(own)}(${each})`;
  return own.every((label) => kept.includes(label)) ? once : `sum${by(kept)}(${once})`;
}

/** The last value of a series of a run. */
const final = <L extends Labels>(metric: Metric & { readonly labels: L }, where?: Where<L>, suffix = ''): string =>
  `last_over_time(${series(metric, where, suffix)}${ALL_ITS_LIFE})`;

/**
 * Series of the server that the run plays against. The run's series name the server; the server's
 * own series give its `job` and `instance`.
 */
const ofItsServer = (each: string): string =>
  `${each} and on (job, instance) (${series(SERVER.build)} and on (server) ${series(RUN.server)})`;

/** Recent series; a server metric is limited to the server of the run. */
const lately = (metric: Metric, each: string): string => (RUN_METRICS.includes(metric) ? each : ofItsServer(each));

/**
 * The total of a counter of a run. It is exact, unlike `increase()`, because counters of a run
 * start at zero and never restart.
 */
export const total = <L extends Labels>(metric: Declared<'counter', L>, { by: keep, where }: Options<L> = {}): string =>
  sum(metric, final(metric, where), keep);

/** The last value of a gauge of a run. */
export const latest = <L extends Labels>(metric: Declared<'gauge', L>, { by: keep, where }: Options<L> = {}): string =>
  sum(metric, final(metric, where), keep);

/** 1 with the value of one label, for a metric that is always 1. */
export const word = <F extends string>(metric: Info<F>, label: F): string => `max by (${label}) (${final(metric)})`;

/** The rate of a counter, per second. */
export const perSecond = <L extends Labels>(
  metric: Declared<'counter', L>,
  { by: keep, where }: Options<L> = {},
): string => sum(metric, lately(metric, `rate(${series(metric, where)}[$__rate_interval])`), keep);

/** The value of a gauge or counter over time. */
export const now = <L extends Labels>(
  metric: Declared<'gauge' | 'counter', L>,
  { by: keep, where }: Options<L> = {},
): string => sum(metric, lately(metric, series(metric, where)), keep);

/**
 * The highest value of a gauge in the time range; for a gauge that holds a time, used as an
 * annotation.
 */
export const highest = <L extends Labels>(metric: Declared<'gauge', L>, where?: Where<L>): string =>
  `max(max_over_time(${series(metric, where)}[$__range]))`;

/** A percentile of recent samples; no result, rather than NaN, without samples. */
export const quantile = <L extends Labels>(
  q: number,
  metric: Declared<'histogram', L>,
  { by: keep = [], where }: Options<L> = {},
): string => {
  const each = lately(metric, `rate(${series(metric, where, '_bucket')}[$__rate_interval])`);
  return `histogram_quantile(${q}, ${sum(metric, each, keep, ['le'])}) >= 0`;
};

/**
 * A percentile of all samples of a run; no result where it is not reached, because too many of the
 * awaited events never happened.
 */
export const quantileOfAll = <L extends Labels>(
  q: number,
  metric: Declared<'histogram', L>,
  { by: keep = [], where }: Options<L> = {},
): string => {
  const all = `histogram_quantile(${q}, ${sum(metric, final(metric, where, '_bucket'), keep, ['le'])}) >= 0`;
  const came = final(metric, where, '_bucket').replace('}', ',le!="+Inf"}');
  return `${all} and on () (max(${came}) >= ${q} * ${samples(metric)})`;
};

/** The number of samples in a histogram of a run. */
export const samples = <L extends Labels>(metric: Declared<'histogram', L>): string =>
  sum(metric, final(metric, {}, '_count'));

/** A share; no result where the whole is 0. */
export const share = (part: string, whole: string): string => `${part} / (${whole} > 0)`;

/** A count, with no result where the whole is 0, because "0 of 0" is not a good result. */
export const outOf = (count: string, whole: string): string => `${count} and on () (${whole} > 0)`;

/**
 * A result only after the run has been judged. Before that a judged count is 0, and this 0 would
 * look like a good result.
 */
export const judged = (query: string): string => `${query} and on () (${latest(RUN.end)} > 0)`;

/**
 * A result only while the selected run was under way, because the server keeps running after it.
 */
export const meanwhile = (query: string): string =>
  `${query} and on () (max(${series(RUN.phase, { phase: RUN_PHASES.filter((phase) => phase !== 'done') })}) == 1)`;

/** 1 if the server of the run has been scraped. */
export const serverIsThere = (): string => {
  const whole = (metric: Metric): string => `last_over_time(${series(metric)}${ALL_ITS_LIFE})`;
  return `max(${whole(SERVER.build)} and on (server) ${whole(RUN.server)})`;
};
