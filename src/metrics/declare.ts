// The declaration of a metric, from which registries, boards and the docs page are made.

/** The labels of a metric, each with all its allowed values. */
export type Labels = Readonly<Record<string, readonly string[]>>;

/** The unit of a value. `model_seconds` are seconds of model time, `seconds` are real time. */
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
  /**
   * Closed sets. Every combination exists from the start, because `increase()` does not see a
   * counter that starts at 1.
   */
  readonly labels: Labels;
  /**
   * Labels with a free value per process or run, such as a version; only for metrics that are
   * always 1.
   */
  readonly free?: readonly string[];
  /** Upper bounds; only for histograms. */
  readonly buckets?: readonly number[];
  /**
   * `live` values change during a run, as its rows are read. `judged` values are 0 until the run
   * has been judged. Then they are set once, and equal `result.json`. Absent for metrics that are
   * not part of a run.
   */
  readonly when?: 'live' | 'judged';
}

// Usual limits are bounds, so that the share within a limit is exact and no percentile is
// interpolated across it.
/** Bounds for delivery, lateness and lag, seconds. */
export const FAST = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 15] as const;
/** Bounds for what people do: queueing, transferring, answering; seconds. */
export const SLOW = [0.25, 0.5, 1, 2.5, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600] as const;

/**
 * A bound as a label. Prometheus 2 stores what it was sent, Prometheus 3 always writes `60.0`, and
 * a query should find both.
 */
export const spelled = (bound: number): string =>
  bound === Infinity ? '+Inf' : Number.isInteger(bound) ? `${bound}.0` : String(bound);

/** Every combination of label values: the series of a metric. */
export const seriesOf = (labels: Labels): Record<string, string>[] =>
  Object.entries(labels).reduce<Record<string, string>[]>(
    (all, [label, words]) => all.flatMap((series) => words.map((word) => ({ ...series, [label]: word }))),
    [{}],
  );

/** A metric whose labels the compiler knows. */
export type Declared<T extends Metric['type'], L extends Labels> = Metric & { readonly type: T; readonly labels: L };

/** A metric that is always 1 and carries its information in labels. */
export type Info<F extends string> = Metric & { readonly type: 'gauge'; readonly free: readonly F[] };

/** Short functions for declaring metrics of one kind (see {@link Metric.when}). */
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
