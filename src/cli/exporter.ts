// The flags of `run` that show it to Prometheus, and the wait for the last scrape at its end.
import { Option, type Command } from 'commander';
import { openExporter, type Exporter } from '../conductor/export/exporter.ts';
import { receiverOf } from '../conductor/export/push.ts';
import { say } from '../language/language.ts';
import { DurationError, formatDuration, HOUR, MS, parseDuration, SECOND, type Micros } from '../model/core/time.ts';
import { UsageError } from '../scenario/define.ts';
import { parsePort } from './numbers.ts';

export interface ExportFlags {
  metricsPort?: string;
  metricsWait?: string;
  remoteWrite?: string;
}

const WAIT = 15 * SECOND;
const LONGEST_WAIT = HOUR;

export function addExportFlags(command: Command): Command {
  return command
    .option('--metrics-port <port>', say('metrics.port'))
    .addOption(new Option('--metrics-wait <duration>', say('metrics.wait')).default(undefined, formatDuration(WAIT)))
    .option('--remote-write <url>', say('metrics.remoteWrite'));
}

/**
 * Plays runs with the exporter that the flags ask for, if they do, and keeps it open until the final numbers were scraped.
 * @throws UsageError on flags that cannot be, before anything is played
 */
export async function withExporter<T>(
  flags: ExportFlags,
  play: (exporter: Exporter | undefined) => Promise<T>,
): Promise<T> {
  const { metricsPort, metricsWait, remoteWrite } = flags;
  if (metricsWait !== undefined && metricsPort === undefined) throw new UsageError(say('metrics.waitAlone'));
  if (metricsPort === undefined && remoteWrite === undefined) return play(undefined);
  const wait = waitOf(metricsWait);
  const exporter = await openExporter({
    wait: wait / MS,
    ...(metricsPort !== undefined && { port: parsePort('--metrics-port', metricsPort) }),
    ...(remoteWrite !== undefined && { receiver: receiverOf(remoteWrite) }),
  });
  try {
    if (exporter.url !== undefined) tell(say('metrics.at', { url: exporter.url }));
    const played = await play(exporter);
    await lastScrape(exporter, formatDuration(wait));
    return played;
  } finally {
    await exporter.close();
  }
}

/** Everything has been reported by now: Ctrl-C only ends the wait. */
async function lastScrape(exporter: Exporter, most: string): Promise<void> {
  const { url } = exporter;
  if (url === undefined) return;
  const stop = new AbortController();
  const press = (): void => stop.abort();
  process.once('SIGINT', press).once('SIGTERM', press);
  // Not before Ctrl-C is heard: somebody may press it as soon as they read this.
  tell(say('metrics.waiting', { url, most }));
  const isFetched = await exporter.scraped(stop.signal);
  process.off('SIGINT', press).off('SIGTERM', press);
  if (!isFetched && !stop.signal.aborted) tell(say('metrics.notScraped', { most }));
}

const tell = (text: string): void => void process.stderr.write(`${text}\n`);

function waitOf(given: string | undefined): Micros {
  if (given === undefined) return WAIT;
  try {
    const wait = parseDuration(given);
    if (wait <= LONGEST_WAIT) return wait;
  } catch (error) {
    if (!(error instanceof DurationError)) throw error;
  }
  throw new UsageError(say('metrics.wrongWait', { given }));
}
