// Makes declared metrics in a registry of the client library, every series at zero from the start.
import { collectDefaultMetrics, Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { seriesOf, spelled, type Metric } from './declare.ts';
import type { Exposed } from './distribution.ts';

type Of<T extends Metric['type']> = Metric & { readonly type: T };

/** Writes bounds as {@link spelled} does; the client library writes a bound of 60 as `60`. */
class SpelledHistogram extends Histogram {
  async getForPromString(): Promise<Exposed> {
    const parent = Histogram.prototype as unknown as { getForPromString(this: Histogram): Promise<Exposed> };
    const exposed = await parent.getForPromString.call(this);
    const values = exposed.values.map((value) => {
      const { le } = value.labels;
      return typeof le === 'number' ? { ...value, labels: { ...value.labels, le: spelled(le) } } : value;
    });
    return { ...exposed, values };
  }
}

/** Makes declared metrics in a registry. */
export function makerIn(registry: Registry) {
  const common = ({ name, help, labels, free = [] }: Metric) => ({
    name,
    help,
    labelNames: [...Object.keys(labels), ...free],
    registers: [registry],
  });
  return {
    counter(metric: Of<'counter'>): Counter {
      const made = new Counter(common(metric));
      for (const series of seriesOf(metric.labels)) made.inc(series, 0);
      return made;
    },
    histogram(metric: Of<'histogram'>): Histogram {
      const made = new SpelledHistogram({ ...common(metric), buckets: [...(metric.buckets ?? [])] });
      for (const series of seriesOf(metric.labels)) made.zero(series);
      return made;
    },
    gauge(metric: Of<'gauge'>): Gauge {
      return new Gauge(common(metric));
    },
    /** A gauge with one label, read at every scrape. */
    read(metric: Of<'gauge'>, values: () => Readonly<Record<string, number>>): void {
      const [label = '', words = []] = Object.entries(metric.labels)[0] ?? [];
      void new Gauge({
        ...common(metric),
        collect() {
          const now = values();
          for (const word of words) this.set({ [label]: word }, now[word] ?? 0);
        },
      });
    },
    /** A gauge without labels, read at every scrape. */
    level(metric: Of<'gauge'>, value: () => number): void {
      void new Gauge({
        ...common(metric),
        collect() {
          this.set(value());
        },
      });
    },
  };
}

/** Adds the metrics of any Node process (`process_*`, `nodejs_*`), except expensive ones. */
export function addProcessMetrics(registry: Registry): void {
  collectDefaultMetrics({ register: registry });
  for (const { name } of registry.getMetricsAsArray()) {
    // These list every handle of the process at each scrape, which takes milliseconds at thousands
    // of connections.
    if (name.startsWith('nodejs_active_')) registry.removeSingleMetric(name);
  }
}
