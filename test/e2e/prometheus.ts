// A real Prometheus for tests, on a free port with temporary
// storage: it scrapes, takes pushes and answers queries.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { renameSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { skipWithout } from '../programs.ts';
import { newFolder } from './support.ts';

/** The reason why tests with Prometheus are skipped; false when they are not. */
export const skipPrometheus = skipWithout('prometheus');

/** A series in the answer to a query: its labels, and its value at one moment. */
export interface Answer {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Prometheus {
  readonly url: string;
  /** The URL for `--remote-write`. */
  readonly writeUrl: string;
  /** Scrapes `host:port` once a second from now on, as a target of this job. */
  scrape(job: string, address: string): void;
  /**
   * The answer to an instant query now, or at another
   * moment (unix seconds). Fails on an invalid query.
   */
  query(promql: string, at?: number): Promise<Answer[]>;
  /** All values of a query from one moment to another, by moment, for all series. Unix seconds */
  over(promql: string, from: number, to: number, step: number): Promise<Map<number, number[]>>;
  /** The value of a query that gives one series. */
  value(promql: string): Promise<number>;
  /** Repeats the query until its answer meets the condition. */
  until(promql: string, suits: (answers: readonly Answer[]) => boolean, ms?: number): Promise<Answer[]>;
  end(): Promise<void>;
}

const running = new Set<ChildProcess>();
after(() => {
  for (const child of running) child.kill('SIGKILL');
});

/**
 * Starts Prometheus and waits until it is ready. It ends with the test file, or earlier by `end()`.
 * It scrapes every second by default.
 */
export async function startPrometheus(every = '1s'): Promise<Prometheus> {
  const folder = newFolder('prometheus');
  const targets = join(folder, 'targets.json');
  const config = join(folder, 'prometheus.yml');
  // JSON is YAML.
  writeFileSync(targets, '[]');
  writeFileSync(
    config,
    JSON.stringify({
      global: { scrape_interval: every },
      scrape_configs: [{ job_name: 'any', file_sd_configs: [{ files: [targets], refresh_interval: '1s' }] }],
    }),
  );
  const port = await freePort();
  const args = [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--web.enable-remote-write-receiver',
    '--log.level=warn',
  ];
  const child = spawn('prometheus', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  running.add(child);
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  const gone = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      log += error.message;
      resolve();
    });
    child.once('close', () => {
      running.delete(child);
      resolve();
    });
  });
  const url = `http://127.0.0.1:${port}`;
  await Promise.race([ready(url), gone.then(() => assert.fail(`Prometheus does not start: ${log}`))]);

  const known: { targets: string[]; labels: { job: string } }[] = [];
  const query = (promql: string, at?: number): Promise<Answer[]> => ask(url, promql, at);
  return {
    url,
    writeUrl: `${url}/api/v1/write`,
    scrape(job, address) {
      known.push({ targets: [address], labels: { job } });
      // The file is replaced in one step, because half a file would be read as an empty list.
      writeFileSync(`${targets}.new`, JSON.stringify(known));
      renameSync(`${targets}.new`, targets);
    },
    query,
    over: (promql, from, to, step) => overTime(url, promql, { start: `${from}`, end: `${to}`, step: `${step}` }),
    async value(promql) {
      const answers = await query(promql);
      assert.equal(answers.length, 1, `${promql} gives ${answers.length} series`);
      return answers[0]?.value ?? NaN;
    },
    async until(promql, suits, ms = 30_000) {
      const ends = performance.now() + ms;
      for (;;) {
        const answers = await query(promql);
        if (suits(answers)) return answers;
        if (performance.now() > ends) assert.fail(`${promql}: still ${JSON.stringify(answers)} after ${ms / 1000} s`);
        await sleep(200);
      }
    },
    async end() {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

async function ready(url: string): Promise<void> {
  for (;;) {
    const response = await fetch(`${url}/-/ready`).catch(() => undefined);
    if (response?.ok === true) return;
    await sleep(100);
  }
}

interface Reply<T> {
  readonly status: string;
  readonly error?: string;
  readonly data?: { readonly resultType: string; readonly result: readonly T[] };
}

type At = readonly [number, string];

async function ask(url: string, promql: string, at?: number): Promise<Answer[]> {
  const body = new URLSearchParams({ query: promql, ...(at !== undefined && { time: `${at}` }) });
  const response = await fetch(`${url}/api/v1/query`, { method: 'POST', body });
  const reply = (await response.json()) as Reply<{ readonly metric: Record<string, string>; readonly value: At }>;
  assert.equal(reply.status, 'success', `${promql}: ${reply.error ?? response.status}`);
  assert.equal(reply.data?.resultType, 'vector', `${promql} gives no vector`);
  return (reply.data?.result ?? []).map(({ metric, value }) => ({ labels: metric, value: numberOf(value[1]) }));
}

async function overTime(
  url: string,
  promql: string,
  range: { readonly start: string; readonly end: string; readonly step: string },
): Promise<Map<number, number[]>> {
  const body = new URLSearchParams({ query: promql, ...range });
  const response = await fetch(`${url}/api/v1/query_range`, { method: 'POST', body });
  const reply = (await response.json()) as Reply<{ readonly values: readonly At[] }>;
  assert.equal(reply.status, 'success', `${promql}: ${reply.error ?? response.status}`);
  const found = new Map<number, number[]>();
  for (const [at, value] of (reply.data?.result ?? []).flatMap(({ values }) => values))
    found.set(at, [...(found.get(at) ?? []), numberOf(value)]);
  return found;
}

/** Prometheus writes infinity as `+Inf` or `-Inf`. */
const numberOf = (text: string): number => Number(text.replace(/^([+-]?)Inf$/, '$1Infinity'));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
