// Queries made from declared metrics: a metric is named by its object and a label by its word, so a renamed one does not compile.
import type { Declared, Info, Labels, Metric } from '../metrics/declare.ts';
import { RUN, RUN_LABEL, RUN_METRICS, RUN_PHASES } from '../metrics/run.ts';
import { SERVER } from '../metrics/server.ts';

/** Words that a series must have: one, or any of several. */
export type Where<L extends Labels> = { readonly [K in keyof L]?: L[K][number] | readonly L[K][number][] };

export interface Options<L extends Labels> {
  /** One result for each word of these labels; else one for all. */
  readonly by?: readonly (keyof L & string)[];
  readonly where?: Where<L>;
}

/** Metrics of a run are those of the chosen run; a server does not know runs, and may be chosen by where it was scraped. */
function scopeOf(metric: Metric): string[] {
  const isOfRun = RUN_METRICS.includes(metric);
  return isOfRun ? [`${RUN_LABEL}="$${RUN_LABEL}"`] : ['job=~"$job"', 'instance=~"$instance"'];
}

/** The series of a metric that a board looks at, as a selector. */
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
 * Where a run that is over is looked for: everywhere near the end of the time range, after it, too. So a number of the run is the
 * same whatever part of it somebody has zoomed into, and the run stays in the list at the top.
 */
export const ALL_ITS_LIFE = '[60d] offset -30d';

/** Labels of their own that the series of a metric have. */
const labelsOf = ({ labels, free = [] }: Metric): string[] => [...Object.keys(labels), ...free];

const by = (labels: readonly string[]): string => (labels.length === 0 ? '' : ` by (${labels.join(', ')}) `);

/**
 * Adds up series, each of them counted once. One that is scraped and also pushed, or scraped by two jobs, is there twice under
 * different `job` and `instance`: the higher of the two counts, which is the newer one.
 */
function sum(metric: Metric, each: string, keep: readonly string[] = [], le: readonly string[] = []): string {
  const own = [...le, ...labelsOf(metric)];
  const kept = [...le, ...keep];
  const once = `max${by(own)}(${each})`;
  return own.every((label) => kept.includes(label)) ? once : `sum${by(kept)}(${once})`;
}

/** What a series of a run has come to in the end, or until now. */
const final = <L extends Labels>(metric: Metric & { readonly labels: L }, where?: Where<L>, suffix = ''): string =>
  `last_over_time(${series(metric, where, suffix)}${ALL_ITS_LIFE})`;

/** Which server the run plays against says the run; which series are of that server says the server. */
const ofItsServer = (each: string): string =>
  `${each} and on (job, instance) (${series(SERVER.build)} and on (server) ${series(RUN.server)})`;

/** Series over the last scrapes, only of the server of the run where the metric is a server's. */
const lately = (metric: Metric, each: string): string => (RUN_METRICS.includes(metric) ? each : ofItsServer(each));

/** What a counter of a run has come to. Exact, unlike `increase()`: counters of a run start at zero and never start again. */
export const total = <L extends Labels>(metric: Declared<'counter', L>, { by: keep, where }: Options<L> = {}): string =>
  sum(metric, final(metric, where), keep);

/** What a gauge of a run was last. */
export const latest = <L extends Labels>(metric: Declared<'gauge', L>, { by: keep, where }: Options<L> = {}): string =>
  sum(metric, final(metric, where), keep);

/** 1 under one word of a label of a metric that is always 1. */
export const word = <F extends string>(metric: Info<F>, label: F): string => `max by (${label}) (${final(metric)})`;

/** How much a counter grows each second. */
export const perSecond = <L extends Labels>(
  metric: Declared<'counter', L>,
  { by: keep, where }: Options<L> = {},
): string => sum(metric, lately(metric, `rate(${series(metric, where)}[$__rate_interval])`), keep);

/** A gauge, or a counter's count so far, at each moment. */
export const now = <L extends Labels>(
  metric: Declared<'gauge' | 'counter', L>,
  { by: keep, where }: Options<L> = {},
): string => sum(metric, lately(metric, series(metric, where)), keep);

/** The highest that a gauge has been in the time range: a moment, for an annotation. */
export const highest = <L extends Labels>(metric: Declared<'gauge', L>, where?: Where<L>): string =>
  `max(max_over_time(${series(metric, where)}[$__range]))`;

/** A quantile of what came in lately. Nothing, rather than not-a-number, where nothing came in. */
export const quantile = <L extends Labels>(
  q: number,
  metric: Declared<'histogram', L>,
  { by: keep = [], where }: Options<L> = {},
): string => {
  const each = lately(metric, `rate(${series(metric, where, '_bucket')}[$__rate_interval])`);
  return `histogram_quantile(${q}, ${sum(metric, each, keep, ['le'])}) >= 0`;
};

/** A quantile of everything that a run has seen; nothing where it is not reached, because too many of the samples never came. */
export const quantileOfAll = <L extends Labels>(
  q: number,
  metric: Declared<'histogram', L>,
  { by: keep = [], where }: Options<L> = {},
): string => {
  const all = `histogram_quantile(${q}, ${sum(metric, final(metric, where, '_bucket'), keep, ['le'])}) >= 0`;
  const came = final(metric, where, '_bucket').replace('}', ',le!="+Inf"}');
  return `${all} and on () (max(${came}) >= ${q} * ${samples(metric)})`;
};

/** How many samples a histogram of a run has. */
export const samples = <L extends Labels>(metric: Declared<'histogram', L>): string =>
  sum(metric, final(metric, {}, '_count'));

/** A part of a whole; nothing where the whole is nothing. */
export const share = (part: string, whole: string): string => `${part} / (${whole} > 0)`;

/** A count out of a whole, shown as it is; nothing where the whole is nothing: 0 of 0 is no good news. */
export const outOf = (count: string, whole: string): string => `${count} and on () (${whole} > 0)`;

/** Only once the run has been judged: until then a judged count is 0, and a 0 that means "not known" would look fine. */
export const judged = (query: string): string => `${query} and on () (${latest(RUN.end)} > 0)`;

/** Only while the chosen run was under way: the server goes on when a run is over. */
export const meanwhile = (query: string): string =>
  `${query} and on () (max(${series(RUN.phase, { phase: RUN_PHASES.filter((phase) => phase !== 'done') })}) == 1)`;

/** 1 when anybody has scraped the server of the run. */
export const serverIsThere = (): string => {
  const whole = (metric: Metric): string => `last_over_time(${series(metric)}${ALL_ITS_LIFE})`;
  return `max(${whole(SERVER.build)} and on (server) ${whole(RUN.server)})`;
};
