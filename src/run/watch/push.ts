// Prometheus remote write: pushes all series of a run at intervals and at its end, then ends them.
import { setTimeout as sleep } from 'node:timers/promises';
import { pushTimeseries } from 'prometheus-remote-write';
import { message, say, type Message } from '../../language/language.ts';
import type { Sample } from '../../metrics/run-registry.ts';
import { UsageError } from '../../scenario/define.ts';
import { snappyOf, staleRequest } from './stale.ts';

/** Interval between two pushes. ms */
const EVERY = 5_000;
/** Timeout of a push. ms */
const PATIENCE = 10_000;
/** The job name that a scrape would give these series. */
const JOB = 'stillthere';

const HEADERS = { 'content-encoding': 'snappy', 'x-prometheus-remote-write-version': '0.1.0' };

export interface Receiver {
  /** Without name and password. */
  readonly url: string;
  /** The address for messages: without its query, which may hold a token. */
  readonly shown: string;
  readonly auth?: { readonly username: string; readonly password: string };
}

/**
 * The receiver of `--remote-write`; its address may contain name and password.
 * @throws UsageError on anything but http(s)
 */
export function receiverOf(text: string): Receiver {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const wrong = (): UsageError => new UsageError(say('metrics.wrongUrl', { url: text.replace(/\/\/[^/]*@/, '//…@') }));
  if (url === undefined || !/^https?:$/.test(url.protocol)) throw wrong();
  const { username, password } = url;
  url.username = '';
  url.password = '';
  const shown = `${url.origin}${url.pathname}`;
  if (username === '' && password === '') return { url: url.href, shown };
  try {
    const auth = { username: decodeURIComponent(username), password: decodeURIComponent(password) };
    return { url: url.href, shown, auth };
  } catch {
    throw wrong();
  }
}

interface Answer {
  readonly status: number;
  readonly statusText: string;
  readonly errorMessage?: string;
}

/** Pushes the series of one run until it is told that they are final. */
export class Pusher {
  readonly #receiver: Receiver;
  readonly #samples: () => Promise<readonly Sample[]>;
  #timer: NodeJS.Timeout | undefined;
  #going: Promise<void> = Promise.resolve();
  #tried = 0;
  #failed = 0;
  #why = '';
  #last = 0;
  #isBusy = false;
  #isOver = false;

  constructor(receiver: Receiver, samples: () => Promise<readonly Sample[]>) {
    this.#receiver = receiver;
    this.#samples = samples;
  }

  /** Pushes now, so that every series has its start, and from now on at intervals. */
  async start(): Promise<void> {
    await this.#next();
    this.#timer = setInterval(() => {
      if (!this.#isBusy) void this.#next();
    }, EVERY).unref();
  }

  /** Pushes for the last time, and ends the series. @returns what went wrong, if anything did */
  async finish(): Promise<Message[]> {
    clearInterval(this.#timer);
    await this.#next();
    await this.end();
    if (this.#failed === 0) return [];
    const { shown: url } = this.#receiver;
    return [message('metrics.pushFailed', { n: this.#failed, of: this.#tried, url, why: this.#why })];
  }

  /** Stops pushing and ends the series, once, also for a run that was never finished. */
  async end(): Promise<void> {
    clearInterval(this.#timer);
    if (this.#isOver) return;
    this.#isOver = true;
    await this.#next((at) => this.#endSeries(at));
  }

  /** Pushes one after the other, because receivers reject samples that arrive out of order. */
  #next(what = (at: number): Promise<Answer> => this.#pushSeries(at)): Promise<void> {
    this.#going = this.#going.then(() => this.#push(what));
    return this.#going;
  }

  async #push(what: (at: number) => Promise<Answer>): Promise<void> {
    this.#tried += 1;
    this.#isBusy = true;
    try {
      // Receivers also reject two samples with the same time.
      if (Date.now() <= this.#last) await sleep(2);
      const { status, statusText, errorMessage } = await what((this.#last = Date.now()));
      if (status >= 200 && status < 300) return;
      this.#fail([status, statusText, firstLine(errorMessage ?? '')].filter((part) => part !== '').join(' '));
    } catch (error) {
      this.#fail(reasonOf(error as Error));
    } finally {
      this.#isBusy = false;
    }
  }

  async #pushSeries(timestamp: number): Promise<Answer> {
    const series = (await this.#labelled()).map(({ labels, value }) => ({ labels, samples: [{ value, timestamp }] }));
    return pushTimeseries(series, {
      url: this.#receiver.url,
      headers: HEADERS,
      ...(this.#receiver.auth !== undefined && { auth: this.#receiver.auth }),
      fetch: (url, init) => fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE) } as RequestInit),
    });
  }

  /**
   * Sends stale markers for the time of the next samples. Until then the last samples hold, as
   * those of a scrape do.
   */
  async #endSeries(timestamp: number): Promise<Answer> {
    const series = (await this.#labelled()).map(({ labels }) => labels);
    const { url, auth } = this.#receiver;
    const name = auth === undefined ? undefined : Buffer.from(`${auth.username}:${auth.password}`).toString('base64');
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        ...HEADERS,
        'content-type': 'application/x-protobuf',
        ...(name !== undefined && { authorization: `Basic ${name}` }),
      },
      body: snappyOf(await staleRequest(series, timestamp + EVERY)),
      signal: AbortSignal.timeout(PATIENCE),
    });
    return { status: response.status, statusText: response.statusText, errorMessage: await response.text() };
  }

  async #labelled(): Promise<Sample[]> {
    return (await this.#samples()).map(({ labels, value }) => ({ labels: { job: JOB, ...labels }, value }));
  }

  #fail(why: string): void {
    this.#failed += 1;
    this.#why = why;
  }
}

const firstLine = (text: string): string => (text.split('\n')[0] ?? '').slice(0, 200);

/** `fetch failed` says nothing; its cause does. */
function reasonOf(error: Error): string {
  const cause = error.cause as { readonly code?: string; readonly message?: string } | undefined;
  return firstLine(cause?.message || cause?.code || error.message);
}
