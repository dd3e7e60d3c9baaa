// Kills the server of a run at the moments that the scenario names, and starts it again.
import type { Micros } from '../../model/core/time.ts';
import type { Target } from './target.ts';

export interface OutagesOptions {
  /** In the order in which they happen. µs */
  readonly crashes: readonly { readonly at: Micros; readonly for: Micros }[];
  readonly killable: NonNullable<Target['killable']>;
  readonly now: () => Micros;
  /** Records that the server is about to die, or is back. */
  readonly tell: (is: 'down' | 'up') => Promise<void>;
}

/** Goes through the crashes of a scenario one by one. */
export class Outages {
  readonly #o: OutagesOptions;
  readonly #steps: { readonly at: Micros; readonly is: 'down' | 'up' }[];
  #isDown = false;

  constructor(options: OutagesOptions) {
    this.#o = options;
    this.#steps = options.crashes.flatMap((crash) => [
      { at: crash.at, is: 'down' as const },
      { at: crash.at + crash.for, is: 'up' as const },
    ]);
  }

  /** Time of the next action; Infinity when there is none. µs */
  get next(): Micros {
    return this.#steps[0]?.at ?? Infinity;
  }

  /** Does what is due. @throws SaidError when the server does not come back */
  async act(): Promise<void> {
    while (this.next <= this.#o.now()) {
      const is = this.#steps.shift()?.is;
      if (is === 'down') await this.#die();
      else await this.#revive();
    }
  }

  /**
   * Cancels all further crashes. A server that is down is started again, because otherwise it could
   * not be read.
   */
  async settle(): Promise<void> {
    this.#steps.length = 0;
    if (this.#isDown) await this.#revive();
  }

  async #die(): Promise<void> {
    await this.#o.tell('down');
    await this.#o.killable.die();
    this.#isDown = true;
  }

  async #revive(): Promise<void> {
    await this.#o.killable.revive();
    this.#isDown = false;
    await this.#o.tell('up');
  }
}
