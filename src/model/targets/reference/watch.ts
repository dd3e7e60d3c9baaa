// How a client watches over its connection: it asks a server that has been silent for a while, and gives up one that stays silent.
import type { Micros } from '../../core/time.ts';
import type { ClientHost } from '../../ports/client.ts';
import type { Liveness } from '../../ports/liveness.ts';

/** The program's timer for it. */
export const LIVENESS = 0;

/** One timer for the liveness of a connection; it is not set again with every frame, but looks what has been heard when it rings. */
export class Watch {
  readonly #host: ClientHost;
  #heard: Micros = 0;
  #asked = false;
  #due: Micros = 0;

  constructor(host: ClientHost) {
    this.#host = host;
  }

  /** A connection begins, or something came on it. */
  hear(): void {
    this.#heard = this.#host.now();
    this.#asked = false;
  }

  /** Sets the timer. @param asks the server may be asked; where it may not, only the limit counts */
  set(asks: boolean): void {
    const { every, limit } = this.#host.settings.liveness;
    this.#due = this.#heard + (this.#asked || !asks ? limit : every);
    this.#host.timer(LIVENESS, this.#due);
  }

  stop(): void {
    this.#host.cancel(LIVENESS);
  }

  /** Has the server been silent for too long? */
  get isLost(): boolean {
    return this.#silence >= this.#host.settings.liveness.limit;
  }

  /** @returns whether the server has to be asked now; it then counts as asked */
  ask(): boolean {
    if (this.#asked || this.#silence < this.#host.settings.liveness.every) return false;
    this.#asked = true;
    return true;
  }

  /** For a runtime that works heartbeats out; undefined while an answer is outstanding. */
  liveness(): Liveness | undefined {
    if (this.#asked) return undefined;
    return {
      heard: this.#heard,
      due: this.#due,
      rest: () => this.stop(),
      play: (heard, due, asked) => {
        this.#heard = heard;
        this.#asked = asked;
        this.#due = due;
        this.#host.timer(LIVENESS, due);
      },
    };
  }

  get #silence(): Micros {
    return this.#host.now() - this.#heard;
  }
}
