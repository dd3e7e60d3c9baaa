// Texts about the metrics of a run in English.
import { plural } from '../numbers.ts';

export const METRICS = {
  'metrics.port': 'serve the metrics of the run at http://127.0.0.1:<port>/metrics; 0 picks a free port',
  'metrics.wait': (a: { most: string }) =>
    `how long the final metrics stay available for scraping (default: until they were scraped, at most ${a.most})`,
  'metrics.remoteWrite':
    'push the metrics of the run to this Prometheus remote-write address, every 5 s and at the end',
  'metrics.at': (a: { url: string }) => `metrics of the run: ${a.url}`,
  'metrics.waiting': (a: { url: string; most: string }) =>
    `waiting for the final metrics to be scraped from ${a.url}, at most ${a.most} (Ctrl-C ends this)`,
  'metrics.staying': (a: { url: string; stay: string }) =>
    `the final metrics can be scraped from ${a.url} for ${a.stay} (Ctrl-C ends this)`,
  'metrics.notScraped': (a: { most: string }) =>
    `the final metrics were not scraped within ${a.most}: scrape more often, or wait longer with --metrics-wait`,
  'metrics.wrongWait': (a: { given: string }) => `--metrics-wait ${a.given}: write a duration such as 1m, at most 1h`,
  'metrics.waitAlone': '--metrics-wait says how long --metrics-port stays open: use both flags',
  'metrics.portTaken': (a: { port: number }) =>
    `--metrics-port ${a.port}: another program uses this port; choose another one, or 0 for a free one`,
  'metrics.portRefused': (a: { port: number; why: string }) =>
    `--metrics-port ${a.port}: the port cannot be opened: ${a.why}`,
  'metrics.wrongUrl': (a: { url: string }) =>
    `--remote-write ${a.url}: write an address such as http://127.0.0.1:9090/api/v1/write`,
  'metrics.pushFailed': (a: { n: number; of: number; url: string; why: string }) =>
    `${a.n} of ${a.of} ${plural(a.of, 'push', 'pushes')} of metrics to ${a.url} failed; last error: ${a.why}`,
  'metrics.noEnds': (a: { n: number; of: number }) => `only ${a.n} of ${a.of} series were marked as ended`,
} as const;
