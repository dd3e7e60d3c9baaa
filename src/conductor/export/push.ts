// Prometheus remote write: every series of a run, every few seconds and once at its end. A push that fails is counted, never thrown.
import { setTimeout as sleep } from 'node:timers/promises';
import { pushTimeseries } from 'prometheus-remote-write';
import { message, say, type Message } from '../../language/language.ts';
import type { Sample } from '../../metrics/run-registry.ts';
import { UsageError } from '../../scenario/define.ts';

/** ms */
const EVERY = 5_000;
/** How long a receiver may take. ms */
const PATIENCE = 10_000;
/** What a scrape would call these series. */
const JOB = 'stillthere';

const HEADERS = { 'content-encoding': 'snappy', 'x-prometheus-remote-write-version': '0.1.0' };

export interface Receiver {
  /** Without name and password. */
  readonly url: string;
  /** What may be told: a query may hold a token. */
  readonly shown: string;
  readonly auth?: { readonly username: string; readonly password: string };
}

/** The receiver of `--remote-write`; name and password for it may stand in the address. @throws UsageError on anything but http(s) */
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

  constructor(receiver: Receiver, samples: () => Promise<readonly Sample[]>) {
    this.#receiver = receiver;
    this.#samples = samples;
  }

  /** Pushes now, which shows every series at its start, and from now on at intervals. */
  async start(): Promise<void> {
    await this.#next();
    this.#timer = setInterval(() => {
      if (!this.#isBusy) void this.#next();
    }, EVERY).unref();
  }

  /** Pushes for the last time. @returns what went wrong on the way, if anything did */
  async finish(): Promise<Message[]> {
    this.stop();
    await this.#next();
    if (this.#failed === 0) return [];
    const { shown: url } = this.#receiver;
    return [message('metrics.pushFailed', { n: this.#failed, of: this.#tried, url, why: this.#why })];
  }

  /** No more pushes. */
  stop(): void {
    clearInterval(this.#timer);
  }

  /** One after the other: samples that arrive out of order are refused. */
  #next(): Promise<void> {
    this.#going = this.#going.then(() => this.#push());
    return this.#going;
  }

  async #push(): Promise<void> {
    this.#tried += 1;
    this.#isBusy = true;
    try {
      // Two samples of one moment are refused, too.
      if (Date.now() <= this.#last) await sleep(2);
      const timestamp = (this.#last = Date.now());
      const series = (await this.#samples()).map(({ labels, value }) => ({
        labels: { job: JOB, ...labels },
        samples: [{ value, timestamp }],
      }));
      const { status, statusText, errorMessage } = await pushTimeseries(series, {
        url: this.#receiver.url,
        headers: HEADERS,
        ...(this.#receiver.auth !== undefined && { auth: this.#receiver.auth }),
        fetch: (url, init) => fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE) } as RequestInit),
      });
      if (status >= 200 && status < 300) return;
      this.#fail([status, statusText, firstLine(errorMessage ?? '')].filter((part) => part !== '').join(' '));
    } catch (error) {
      this.#fail(reasonOf(error as Error));
    } finally {
      this.#isBusy = false;
    }
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
