// The flags of `run` that export metrics to Prometheus, and the wait for the last scrape.
import type { Command } from 'commander';
import type { Exporter } from '../../run/watch/exporter.ts';
import { WAIT_MOST } from '../../run/watch/wait-most.ts';
import { say } from '../../language/language.ts';
import { DurationError, formatDuration, HOUR, MS, parseDuration, type Micros } from '../../model/core/time.ts';
import { UsageError } from '../../scenario/define.ts';
import { parsePort } from './numbers.ts';

export interface ExportFlags {
  metricsPort?: string;
  metricsWait?: string;
  remoteWrite?: string;
}

const LONGEST_WAIT = HOUR;
const SHORTLY = formatDuration(WAIT_MOST * MS);

export function addExportFlags(command: Command): Command {
  return command
    .option('--metrics-port <port>', say('metrics.port'))
    .option('--metrics-wait <duration>', say('metrics.wait', { most: SHORTLY }))
    .option('--remote-write <url>', say('metrics.remoteWrite'));
}

/**
 * Plays runs with the exporter that the flags ask for, if any, and keeps it open until the final
 * values are scraped.
 * @throws UsageError on invalid flags, before the run starts
 */
export async function withExporter<T>(
  flags: ExportFlags,
  play: (exporter: Exporter | undefined) => Promise<T>,
): Promise<T> {
  const { metricsPort, metricsWait, remoteWrite } = flags;
  if (metricsWait !== undefined && metricsPort === undefined) throw new UsageError(say('metrics.waitAlone'));
  if (metricsPort === undefined && remoteWrite === undefined) return play(undefined);
  const stay = metricsWait === undefined ? undefined : waitOf(metricsWait);
  const { openExporter } = await import('../../run/watch/exporter.ts');
  const { receiverOf } = await import('../../run/watch/push.ts');
  const exporter = await openExporter({
    ...(stay !== undefined && { stay: stay / MS }),
    ...(metricsPort !== undefined && { port: parsePort('--metrics-port', metricsPort) }),
    ...(remoteWrite !== undefined && { receiver: receiverOf(remoteWrite) }),
  });
  try {
    if (exporter.url !== undefined) tell(say('metrics.at', { url: exporter.url }));
    const played = await play(exporter);
    await lastScrape(exporter, stay === undefined ? undefined : formatDuration(stay));
    return played;
  } finally {
    await exporter.close();
  }
}

/** Waits for the last scrape. Everything is reported by now, so Ctrl-C only ends the wait. */
async function lastScrape(exporter: Exporter, stay: string | undefined): Promise<void> {
  const { url } = exporter;
  if (url === undefined) return;
  const stop = new AbortController();
  const press = (): void => stop.abort();
  process.once('SIGINT', press).once('SIGTERM', press);
  // Printed only after the signal handlers are set: users may press Ctrl-C as soon as they read
  // this.
  tell(stay === undefined ? say('metrics.waiting', { url, most: SHORTLY }) : say('metrics.staying', { url, stay }));
  const isFetched = await exporter.scraped(stop.signal);
  process.off('SIGINT', press).off('SIGTERM', press);
  if (!isFetched && !stop.signal.aborted) tell(say('metrics.notScraped', { most: stay ?? SHORTLY }));
}

const tell = (text: string): void => void process.stderr.write(`${text}\n`);

function waitOf(given: string): Micros {
  try {
    const wait = parseDuration(given);
    if (wait <= LONGEST_WAIT) return wait;
  } catch (error) {
    if (!(error instanceof DurationError)) throw error;
  }
  throw new UsageError(say('metrics.wrongWait', { given }));
}
