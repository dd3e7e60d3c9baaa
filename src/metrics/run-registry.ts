// The registry of a process that plays runs; every stillthere_* series is at zero from the start of
// a run.
import { Counter, Gauge, Registry } from 'prom-client';
import type { Histogram } from '../model/core/histogram.ts';
import { seriesOf, type Declared, type Info, type Labels, type Metric } from './declare.ts';
import { Distribution } from './distribution.ts';
import { addProcessMetrics } from './registry.ts';
import { RUN, RUN_LABEL, RUN_METRICS } from './run.ts';

/** One value for each label of a metric. */
export type Words<L extends Labels> = { readonly [K in keyof L]: L[K][number] };

export interface RunIdentity {
  /** The run id. */
  readonly testid: string;
  readonly scenario: string;
  readonly profile: string;
  readonly version: string;
  readonly engine: string;
  readonly seed: string;
  /** The target, without secrets. */
  readonly target: string;
}

/** Bounds beside the declared ones, by the name of a histogram: the limits of this run, seconds. */
export type MoreBounds = Readonly<Record<string, readonly number[]>>;

/** A series and its value, as Prometheus stores it; `__name__` is one of the labels. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>> & { readonly __name__: string };
  readonly value: number;
}

/** The registry for all runs of one process; each run has its own series. */
export class RunRegistry {
  readonly #registry = new Registry();
  readonly #made = new Map<string, Counter | Gauge | Distribution>();

  constructor() {
    for (const metric of RUN_METRICS) this.#made.set(metric.name, makeIn(this.#registry, metric));
    addProcessMetrics(this.#registry);
  }

  /** Creates all series of a run. */
  begin(run: RunIdentity, more: MoreBounds = {}): RunSeries {
    return new RunSeries(run, more, (name) => this.#made.get(name));
  }

  /** The whole `/metrics` page, and its content type. */
  async expose(): Promise<{ readonly text: string; readonly type: string }> {
    return { text: await this.#registry.metrics(), type: this.#registry.contentType };
  }

  /** Every series of one run, without the process metrics. */
  async samples(testid: string): Promise<Sample[]> {
    const found: Sample[] = [];
    for (const metric of this.#made.values()) {
      const { name, values } = await metric.get();
      for (const value of values) {
        if (value.labels[RUN_LABEL] !== testid) continue;
        const words: Record<string, string> = {};
        for (const [label, word] of Object.entries(value.labels)) words[label] = String(word);
        const full = 'metricName' in value ? value.metricName : undefined;
        found.push({ labels: { ...words, __name__: typeof full === 'string' ? full : name }, value: value.value });
      }
    }
    return found;
  }
}

/** The series of one run. Label values outside a closed set do not compile. */
export class RunSeries {
  readonly #run: { readonly [RUN_LABEL]: string };
  readonly #find: (name: string) => Counter | Gauge | Distribution | undefined;
  readonly #counted = new Map<string, number>();

  constructor(
    { testid, ...about }: RunIdentity,
    more: MoreBounds,
    find: (name: string) => Counter | Gauge | Distribution | undefined,
  ) {
    this.#run = { [RUN_LABEL]: testid };
    this.#find = find;
    for (const metric of RUN_METRICS) this.#open(metric, more[metric.name]);
    this.tell(RUN.info, about);
  }

  /** Sets the labels of a metric that is always 1. */
  tell<F extends string>(metric: Info<F>, words: Readonly<Record<F, string>>): void {
    this.#made(metric.name, Gauge).set({ ...this.#run, ...words }, 1);
  }

  set<L extends Labels>(metric: Declared<'gauge', L>, value: number, words: Words<L>): void {
    this.#made(metric.name, Gauge).set({ ...this.#run, ...words }, value);
  }

  /** Sets a gauge with one label to 1 for one value, and to 0 for the others. */
  choose<K extends string, W extends string>(
    metric: Declared<'gauge', Readonly<Record<K, readonly W[]>>>,
    chosen: W,
  ): void {
    for (const [label, words] of Object.entries<readonly W[]>(metric.labels)) {
      for (const word of words)
        this.#made(metric.name, Gauge).set({ ...this.#run, [label]: word }, word === chosen ? 1 : 0);
    }
  }

  /**
   * Raises a counter to a total. A lower total is ignored, because Prometheus would take a fall for
   * a restart.
   */
  raise<L extends Labels>(metric: Declared<'counter', L>, total: number, words: Words<L>): void {
    const key = `${metric.name} ${JSON.stringify(words)}`;
    const before = this.#counted.get(key) ?? 0;
    if (total <= before) return;
    this.#counted.set(key, total);
    this.#made(metric.name, Counter).inc({ ...this.#run, ...words }, total - before);
  }

  /**
   * Replaces the samples of a histogram.
   * @param seconds the unit of the samples, in seconds
   * @param longer the number of further samples above every bound
   */
  spread<L extends Labels>(
    metric: Declared<'histogram', L>,
    samples: Histogram,
    seconds: number,
    words: Words<L>,
    longer = 0,
  ): void {
    this.#made(metric.name, Distribution).put({ ...this.#run, ...words }, samples, seconds, longer);
  }

  #made<T>(name: string, kind: new (...args: never) => T): T {
    const made = this.#find(name);
    if (made instanceof kind) return made;
    throw new Error(`${name} is not declared as a ${kind.name}`);
  }

  #open(metric: Metric, more: readonly number[] | undefined): void {
    const made = this.#find(metric.name);
    if (made instanceof Distribution) return made.open(this.#run, more);
    // Metrics that are always 1 have free label values, which are unknown here.
    if (metric.free !== undefined) return;
    for (const words of seriesOf(metric.labels)) {
      if (made instanceof Counter) made.inc({ ...this.#run, ...words }, 0);
      else made?.set({ ...this.#run, ...words }, 0);
    }
  }
}

function makeIn(registry: Registry, metric: Metric): Counter | Gauge | Distribution {
  const { name, help, labels, free = [] } = metric;
  if (metric.type === 'histogram') return new Distribution(metric, [RUN_LABEL], registry);
  const common = { name, help, labelNames: [RUN_LABEL, ...Object.keys(labels), ...free], registers: [registry] };
  return metric.type === 'counter' ? new Counter(common) : new Gauge(common);
}
