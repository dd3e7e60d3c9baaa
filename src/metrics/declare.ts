// What a metric is, before anybody counts: one shape for every producer, from which registries, boards and the docs page are made.

/** The labels of a metric, each with every word it can take. */
export type Labels = Readonly<Record<string, readonly string[]>>;

/** What one unit of a value is. `model_seconds` are seconds of played time, `seconds` those of the clock on the wall. */
export type Unit =
  | 'seconds'
  | 'model_seconds'
  | 'unix_seconds'
  | 'visitors'
  | 'sessions'
  | 'messages'
  | 'timeouts'
  | 'transfers'
  | 'connections'
  | 'agents'
  | 'notices'
  | 'frames'
  /** 0 or 1. */
  | 'boolean'
  /** A plain factor or a number of cases. */
  | 'number';

export interface Metric {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** One or two sentences, ending with a full stop. */
  readonly help: string;
  readonly unit: Unit;
  /** Closed sets: every combination exists from the start, since `increase()` does not see a counter born at 1. */
  readonly labels: Labels;
  /** Labels with one word of their own per process or run, such as a version; only of metrics that are always 1. */
  readonly free?: readonly string[];
  /** Upper bounds, of histograms only. */
  readonly buckets?: readonly number[];
  /**
   * `live` values move while a run goes on, as its rows are read. `judged` ones are 0 until the run has been judged; they are
   * then set once, and equal `result.json`. Absent for what is no part of a run.
   */
  readonly when?: 'live' | 'judged';
}

// What people and machines are held to is a bound: the share within a limit can be read off, and no quantile is guessed across it.
/** For what takes milliseconds: delivery, lateness, lag. Seconds */
export const FAST = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 15] as const;
/** For what people do: queueing, handing over, answering. Seconds */
export const SLOW = [0.25, 0.5, 1, 2.5, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600] as const;

/** A bound as a label: Prometheus 2 stores what it was sent, 3 always writes `60.0`, and a query should find both. */
export const spelled = (bound: number): string =>
  bound === Infinity ? '+Inf' : Number.isInteger(bound) ? `${bound}.0` : String(bound);

/** Every combination of words that labels can take: the series of a metric with them. */
export const seriesOf = (labels: Labels): Record<string, string>[] =>
  Object.entries(labels).reduce<Record<string, string>[]>(
    (all, [label, words]) => all.flatMap((series) => words.map((word) => ({ ...series, [label]: word }))),
    [{}],
  );

/** A metric whose labels the compiler knows. */
export type Declared<T extends Metric['type'], L extends Labels> = Metric & { readonly type: T; readonly labels: L };

/** A metric that is always 1 and says what it has to say in its labels. */
export type Info<F extends string> = Metric & { readonly type: 'gauge'; readonly free: readonly F[] };

/** Short forms for declaring the metrics of one kind (see {@link Metric.when}). */
export function declaring(when?: Metric['when']) {
  const common = { ...(when !== undefined && { when }) };
  const labelled =
    <T extends 'counter' | 'gauge'>(type: T) =>
    <const L extends Labels = Record<never, never>>(
      name: string,
      unit: Unit,
      help: string,
      labels = {} as L,
    ): Declared<T, L> => ({ name, type, help, unit, labels, ...common });
  return {
    counter: labelled('counter'),
    gauge: labelled('gauge'),
    info: <F extends string>(name: string, help: string, free: readonly F[]): Info<F> => ({
      name,
      type: 'gauge',
      help,
      unit: 'boolean',
      labels: {},
      free,
      ...common,
    }),
    histogram: <const L extends Labels = Record<never, never>>(
      name: string,
      unit: Unit,
      help: string,
      buckets: readonly number[],
      labels = {} as L,
    ): Declared<'histogram', L> => ({ name, type: 'histogram', help, unit, labels, buckets, ...common }),
  };
}
