// Exports live runs to Prometheus: serves /metrics, pushes by remote write, or both.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from '../../language/language.ts';
import type { Judgement } from '../../model/judge/judge.ts';
import { RunRegistry } from '../../metrics/run-registry.ts';
import { RUN } from '../../metrics/run.ts';
import type { Result } from '../../result/schema.ts';
import { packageVersion } from '../../system/version.ts';
import type { Moment } from '../moment.ts';
import { boundsOf, type Expected } from './limits.ts';
import { Pusher, type Receiver } from './push.ts';
import { serveMetrics } from './serve.ts';
import { showMoment, showResult } from './values.ts';
import { WAIT_MOST } from './wait-most.ts';

export interface ExportOptions {
  /** Serve /metrics on this port of 127.0.0.1; 0 takes a free one. */
  readonly port?: number;
  /** Push there by remote write. */
  readonly receiver?: Receiver;
  /** How long the last numbers can be scraped, even if they were scraped before. ms */
  readonly stay?: number;
}

/** What the exporter knows of a run. */
export interface ExportedRun {
  readonly id: string;
  readonly scenario: string;
  readonly profile: string;
  readonly engine: string;
  readonly seed: string;
  /** `reference`, or the address of another server. */
  readonly target: string;
  readonly limits: Expected;
  readonly startedAt: string;
}

export interface RunExport {
  moment(moment: Moment): void;
  /** Shows the final numbers, once. @returns what could not be pushed */
  judged(result: Result, latency: Judgement['latency']): Promise<Message[]>;
}

export interface Exporter {
  /** Where /metrics is served. */
  readonly url?: string;
  /** Adds a run; all its series exist at zero when this resolves. */
  begin(run: ExportedRun): Promise<RunExport>;
  /**
   * Keeps the final numbers available for scraping: for `stay` if it was set, else until every
   * scraper has them, at most {@link WAIT_MOST}. Ends at once with `stop`.
   * @returns whether they were fetched; true when nothing is served
   */
  scraped(stop: AbortSignal): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * Opens what `--metrics-port` and `--remote-write` ask for.
 * @throws UsageError when the port is not available
 */
export async function openExporter(options: ExportOptions): Promise<Exporter> {
  const registry = new RunRegistry();
  const server = options.port === undefined ? undefined : await serveMetrics(registry, options.port);
  const pushers = new Set<Pusher>();
  /** Settles with the first scrape after the last run was judged. */
  let fetched: Promise<void> | undefined;

  async function begin(run: ExportedRun): Promise<RunExport> {
    const { id: testid, startedAt, limits, target, ...about } = run;
    const series = registry.begin(
      { testid, ...about, target: withoutSecrets(target), version: packageVersion() },
      boundsOf(limits),
    );
    series.set(RUN.start, Date.parse(startedAt) / 1000, {});
    series.choose(RUN.phase, 'preparing');
    const { receiver } = options;
    const pusher = receiver === undefined ? undefined : new Pusher(receiver, () => registry.samples(testid));
    if (pusher !== undefined) pushers.add(pusher);
    await pusher?.start();
    return {
      moment: (moment) => showMoment(series, moment),
      async judged(result, latency) {
        showResult(series, result, latency, Date.now() / 1000);
        fetched = server?.nextScrape();
        return (await pusher?.finish()) ?? [];
      },
    };
  }

  return {
    ...(server !== undefined && { url: server.url }),
    begin,
    async scraped(stop) {
      if (fetched === undefined) return true;
      let isFetched = false;
      const last = fetched.then(() => (isFetched = true));
      const { stay } = options;
      const over = sleep(stay ?? WAIT_MOST, undefined, { ref: false, signal: stop }).catch(() => undefined);
      await (stay === undefined ? Promise.race([last, over]) : over);
      return isFetched;
    },
    async close() {
      await Promise.all([...pushers].map((pusher) => pusher.end()));
      await server?.close();
    },
  };
}

/** An address that can be shown to everybody: without name, password, and query. */
function withoutSecrets(target: string): string {
  if (!URL.canParse(target)) return target;
  const { protocol, host, pathname } = new URL(target);
  return `${protocol}//${host}${pathname}`;
}
