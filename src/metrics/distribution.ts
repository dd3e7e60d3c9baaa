// A Prometheus histogram whose counts are kept elsewhere and are replaced as a whole.
import { Histogram as PromHistogram, type Registry } from 'prom-client';
import type { Histogram } from '../model/core/histogram.ts';
import { seriesOf, spelled, type Metric } from './declare.ts';

/** The form in which the client library reads a histogram. */
export interface Exposed {
  readonly name: string;
  readonly help: string;
  readonly type: 'histogram';
  readonly aggregator: 'sum';
  readonly values: readonly {
    readonly metricName: string;
    readonly labels: Readonly<Record<string, string | number>>;
    readonly sharedLabels: Readonly<Record<string, string>>;
    readonly value: number;
  }[];
}

interface Series {
  readonly bounds: readonly number[];
  readonly labels: Readonly<Record<string, string>>;
  /** Cumulative samples by bucket; the last bucket is +Inf. */
  readonly upTo: readonly number[];
  readonly sum: number;
}

/**
 * Its samples come from {@link Histogram}s, which are exact to 0.8 %, and so are the bounds here.
 */
export class Distribution extends PromHistogram {
  readonly #metric: Metric;
  readonly #bounds: readonly number[];
  readonly #series = new Map<string, Series>();

  constructor(metric: Metric, common: readonly string[], registry: Registry) {
    const { name, help, labels, buckets = [] } = metric;
    super({
      name,
      help,
      labelNames: [...common, ...Object.keys(labels)],
      buckets: [...buckets],
      registers: [registry],
    });
    this.#metric = metric;
    this.#bounds = buckets;
  }

  /**
   * Sets all series of the metric to zero.
   * @param common labels beside its own
   * @param more bounds beside the declared ones
   */
  open(common: Readonly<Record<string, string>>, more: readonly number[] = []): void {
    const bounds = [...new Set([...this.#bounds, ...more, Infinity])].sort((a, b) => a - b);
    for (const words of seriesOf(this.#metric.labels)) this.#show({ ...common, ...words }, bounds, undefined, 1);
  }

  /**
   * Replaces the samples of a series.
   * @param seconds the unit of the samples, in seconds
   * @param longer the number of further samples above every bound
   */
  put(labels: Readonly<Record<string, string>>, samples: Histogram, seconds: number, longer = 0): void {
    const bounds = this.#series.get(JSON.stringify(labels))?.bounds ?? [...this.#bounds, Infinity];
    this.#show(labels, bounds, samples, seconds, longer);
  }

  #show(
    labels: Readonly<Record<string, string>>,
    bounds: readonly number[],
    samples: Histogram | undefined,
    seconds: number,
    longer = 0,
  ): void {
    const counts = bounds.map((bound) => (bound === Infinity ? longer : 0));
    let sum = 0;
    for (const [low, count] of samples?.lows() ?? []) {
      const value = low * seconds;
      const at = bounds.findIndex((bound) => value <= bound);
      counts[at] = (counts[at] ?? 0) + count;
      sum += value * count;
    }
    let below = 0;
    const upTo = counts.map((count) => (below += count));
    this.#series.set(JSON.stringify(labels), { labels, bounds, upTo, sum });
  }

  /**
   * The client library reads text page and objects here; it needs the labels of a value in two
   * parts.
   */
  getForPromString(): Promise<Exposed> {
    const { name, help } = this.#metric;
    const values = [...this.#series.values()].flatMap(({ labels: sharedLabels, bounds, upTo, sum }) => [
      ...upTo.map((value, i) => ({
        metricName: `${name}_bucket`,
        labels: { le: spelled(bounds[i] ?? Infinity) },
        sharedLabels,
        value,
      })),
      { metricName: `${name}_sum`, labels: {}, sharedLabels, value: sum },
      { metricName: `${name}_count`, labels: {}, sharedLabels, value: upTo.at(-1) ?? 0 },
    ]);
    return Promise.resolve({ name, help, type: 'histogram', aggregator: 'sum', values });
  }
}
