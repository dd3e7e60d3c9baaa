// Outbox of notifications: sends each leave-message once by each enabled method, with retries.
import type { LeftChange } from '../../model/desk/ports.ts';
import type { Via } from '../../model/rows/words.ts';
import type { News, Notify, Sender } from './senders.ts';

/** Outcome of one attempt. */
export interface Outcome {
  readonly via: Via;
  readonly outcome: 'delivered' | 'retried' | 'failed';
  /** Time since the message was stored, ms of real time. */
  readonly tookMs: number;
  /** The receiver's error, if it did not accept the message. */
  readonly why?: string;
}

export interface OutboxOptions {
  readonly senders: Partial<Record<Exclude<Via, 'in_app'>, Sender>>;
  readonly inApp: boolean;
  readonly retry: Notify['retry'];
  /**
   * Stores that a message is finished for a method, so that it is not sent again after a restart.
   */
  readonly keep: (change: Pick<LeftChange, 'id' | 'what' | 'via'>) => void;
  readonly told: (outcome: Outcome) => void;
  /** ms of real time. */
  readonly now: () => number;
}

interface Job {
  readonly news: News;
  readonly via: Exclude<Via, 'in_app'>;
  readonly since: number;
  tries: number;
}

/**
 * Sends in the background, so that it never blocks the desk. Each method sends one message at a
 * time, in order.
 */
export class Outbox {
  readonly #o: OutboxOptions;
  readonly #known = new Set<string>();
  readonly #queues = new Map<Job['via'], Job[]>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #stopped = false;

  constructor(options: OutboxOptions) {
    this.#o = options;
  }

  /** How many notifications are not finished. */
  get waiting(): number {
    return [...this.#queues.values()].reduce((sum, queue) => sum + queue.length, 0);
  }

  /** After a restart: notifications that were sent or given up before are not sent again. */
  done(changes: readonly LeftChange[]): void {
    for (const { id, what, via } of changes)
      if (what !== 'assigned' && what !== 'replied') this.#known.add(`${via} ${id}`);
  }

  /** Queues the notifications of a stored leave-message. A repeated message is ignored. */
  add(news: News): void {
    const since = this.#o.now();
    if (this.#o.inApp && this.#isNew('in_app', news)) {
      this.#o.keep({ id: news.id, what: 'notified', via: 'in_app' });
      this.#o.told({ via: 'in_app', outcome: 'delivered', tookMs: this.#o.now() - since });
    }
    for (const via of Object.keys(this.#o.senders) as Job['via'][]) {
      if (!this.#isNew(via, news)) continue;
      const queue = this.#queues.get(via) ?? [];
      this.#queues.set(via, queue);
      queue.push({ news, via, since, tries: 0 });
      if (queue.length === 1) void this.#next(via);
    }
  }

  /** Stops all attempts. What still waits is sent after the next start. */
  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #isNew(via: Via, { id }: News): boolean {
    const key = `${via} ${id}`;
    if (this.#known.has(key)) return false;
    this.#known.add(key);
    return true;
  }

  async #next(via: Job['via']): Promise<void> {
    const job = this.#queues.get(via)?.[0];
    if (job === undefined || this.#stopped) return;
    job.tries += 1;
    const { retry, now } = this.#o;
    try {
      await this.#o.senders[via]?.(job.news);
      this.#over(job, 'delivered');
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (this.#stopped) return;
      if (job.tries >= retry.tries) return this.#over(job, 'failed', why);
      this.#o.told({ via, outcome: 'retried', tookMs: now() - job.since, why });
      const wait = Math.min(retry.mostMs, retry.firstMs * 2 ** (job.tries - 1));
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        void this.#next(via);
      }, wait);
      this.#timers.add(timer);
    }
  }

  #over(job: Job, outcome: 'delivered' | 'failed', why?: string): void {
    if (this.#stopped) return;
    const { via, since, news } = job;
    this.#o.keep({ id: news.id, what: outcome === 'delivered' ? 'notified' : 'gave_up', via });
    this.#o.told({ via, outcome, tookMs: this.#o.now() - since, ...(why !== undefined && { why }) });
    this.#queues.get(via)?.shift();
    void this.#next(via);
  }
}
