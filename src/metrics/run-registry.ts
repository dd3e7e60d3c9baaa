// The registry of a process that plays runs: every stillthere_* series of a run is there at zero from its first moment.
import { Counter, Gauge, Registry } from 'prom-client';
import type { Histogram } from '../model/core/histogram.ts';
import { seriesOf, type Declared, type Info, type Labels, type Metric } from './declare.ts';
import { Distribution } from './distribution.ts';
import { addProcessMetrics } from './registry.ts';
import { RUN, RUN_LABEL, RUN_METRICS } from './run.ts';

/** One word for each label of a metric. */
export type Words<L extends Labels> = { readonly [K in keyof L]: L[K][number] };

export interface RunIdentity {
  /** The run id. */
  readonly testid: string;
  readonly scenario: string;
  readonly profile: string;
  readonly version: string;
  readonly engine: string;
  readonly seed: string;
  /** What was played against, without secrets. */
  readonly target: string;
}

/** Bounds beside the declared ones, by the name of a histogram: what this run is held to. Seconds */
export type MoreBounds = Readonly<Record<string, readonly number[]>>;

/** A series and its value, as Prometheus stores it; `__name__` is among the labels. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>> & { readonly __name__: string };
  readonly value: number;
}

/** Several runs of one process share a registry: each has its own series. */
export class RunRegistry {
  readonly #registry = new Registry();
  readonly #made = new Map<string, Counter | Gauge | Distribution>();

  constructor() {
    for (const metric of RUN_METRICS) this.#made.set(metric.name, makeIn(this.#registry, metric));
    addProcessMetrics(this.#registry);
  }

  /** Opens all series of a run. */
  begin(run: RunIdentity, more: MoreBounds = {}): RunSeries {
    return new RunSeries(run, more, (name) => this.#made.get(name));
  }

  /** The whole of `/metrics`, and its content type. */
  async expose(): Promise<{ readonly text: string; readonly type: string }> {
    return { text: await this.#registry.metrics(), type: this.#registry.contentType };
  }

  /** Every series of one run, without those of the process. */
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

/** The series of one run. Words outside a closed set do not compile. */
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

  /** Shows what a metric that is always 1 has to say. */
  tell<F extends string>(metric: Info<F>, words: Readonly<Record<F, string>>): void {
    this.#made(metric.name, Gauge).set({ ...this.#run, ...words }, 1);
  }

  set<L extends Labels>(metric: Declared<'gauge', L>, value: number, words: Words<L>): void {
    this.#made(metric.name, Gauge).set({ ...this.#run, ...words }, value);
  }

  /** 1 for one word of a gauge with one label, 0 for the others. */
  choose<K extends string, W extends string>(
    metric: Declared<'gauge', Readonly<Record<K, readonly W[]>>>,
    chosen: W,
  ): void {
    for (const [label, words] of Object.entries<readonly W[]>(metric.labels)) {
      for (const word of words)
        this.#made(metric.name, Gauge).set({ ...this.#run, [label]: word }, word === chosen ? 1 : 0);
    }
  }

  /** Brings a counter to a total. One that would have to fall stays: Prometheus would take that for a restart. */
  raise<L extends Labels>(metric: Declared<'counter', L>, total: number, words: Words<L>): void {
    const key = `${metric.name} ${JSON.stringify(words)}`;
    const before = this.#counted.get(key) ?? 0;
    if (total <= before) return;
    this.#counted.set(key, total);
    this.#made(metric.name, Counter).inc({ ...this.#run, ...words }, total - before);
  }

  /** Shows samples in a histogram; `seconds` is what one of their units is in seconds. So many more are longer than every bound. */
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
    // What is always 1 has words of its own, which are not known here.
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
