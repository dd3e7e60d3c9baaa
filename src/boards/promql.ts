// Queries made from declared metrics: a metric is named by its object and a label by its word, so a renamed one does not compile.
import type { Declared, Labels, Metric } from '../metrics/declare.ts';
import { RUN, RUN_LABEL, RUN_METRICS, RUN_PHASES } from '../metrics/run.ts';

/** Words that a series must have: one, or any of several. */
export type Where<L extends Labels> = { readonly [K in keyof L]?: L[K][number] | readonly L[K][number][] };

export interface Options<L extends Labels> {
  /** One result for each word of these labels; else one for all. */
  readonly by?: readonly (keyof L & string)[];
  readonly where?: Where<L>;
}

/** Metrics of a run are those of the chosen run; the server does not know runs and is chosen by where it was scraped. */
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

const sum = (by: readonly string[] = []): string => (by.length === 0 ? 'sum' : `sum by (${by.join(', ')}) `);

/** What a counter of a run has come to. Exact, unlike `increase()`: counters of a run start at zero and never start again. */
export const total = <L extends Labels>(metric: Declared<'counter', L>, { by, where }: Options<L> = {}): string =>
  `${sum(by)}(max_over_time(${series(metric, where)}[$__range]))`;

/** How much a counter grows each second. */
export const perSecond = <L extends Labels>(metric: Declared<'counter', L>, { by, where }: Options<L> = {}): string =>
  `${sum(by)}(rate(${series(metric, where)}[$__rate_interval]))`;

/** A gauge, or a counter's count so far, at each moment. */
export const now = <L extends Labels>(
  metric: Declared<'gauge' | 'counter', L>,
  { by, where }: Options<L> = {},
): string => `${sum(by)}(${series(metric, where)})`;

/** The highest that a gauge has been. */
export const highest = <L extends Labels>(metric: Declared<'gauge', L>, where?: Where<L>): string =>
  `max(max_over_time(${series(metric, where)}[$__range]))`;

/** A quantile of what came in lately. Nothing, rather than not-a-number, where nothing came in. */
export const quantile = <L extends Labels>(
  q: number,
  metric: Declared<'histogram', L>,
  { by = [], where }: Options<L> = {},
): string =>
  `histogram_quantile(${q}, ${sum(['le', ...by])}(rate(${series(metric, where, '_bucket')}[$__rate_interval]))) >= 0`;

/** A quantile of everything that a run has seen. */
export const quantileOfAll = <L extends Labels>(
  q: number,
  metric: Declared<'histogram', L>,
  { by = [], where }: Options<L> = {},
): string =>
  `histogram_quantile(${q}, ${sum(['le', ...by])}(max_over_time(${series(metric, where, '_bucket')}[$__range]))) >= 0`;

/** A part of a whole; nothing where the whole is nothing. */
export const share = (part: string, whole: string): string => `${part} / (${whole} > 0)`;

/** Only once the run has been judged: until then a judged count is 0, and a 0 that means "not known" would look fine. */
export const judged = (query: string): string => `${query} and on () (${highest(RUN.end)} > 0)`;

/** Only while the chosen run was under way: the server's numbers outlive a run and do not know it. */
export const meanwhile = (query: string): string =>
  `${query} and on () (max(${series(RUN.phase, { phase: RUN_PHASES.filter((phase) => phase !== 'done') })}) == 1)`;
