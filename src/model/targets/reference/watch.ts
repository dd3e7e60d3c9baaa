// How a client checks its connection: it asks a silent server, and gives up one that stays silent.
import type { Micros } from '../../core/time.ts';
import type { ClientHost } from '../../ports/client.ts';
import type { Liveness } from '../../ports/liveness.ts';

/** The program's timer for it. */
export const LIVENESS = 0;

/**
 * One timer for the liveness of a connection. Frames do not reset it: it checks what was heard when
 * it fires.
 */
export class Watch {
  readonly #host: ClientHost;
  #heard: Micros = 0;
  #asked = false;
  #due: Micros = 0;

  constructor(host: ClientHost) {
    this.#host = host;
  }

  /** A connection begins, or a frame has come on it. */
  hear(): void {
    this.#heard = this.#host.now();
    this.#asked = false;
  }

  /** Sets the timer. @param asks whether the server may be asked; if not, only the limit counts */
  set(asks: boolean): void {
    const { every, limit } = this.#host.settings.liveness;
    this.#due = this.#heard + (this.#asked || !asks ? limit : every);
    this.#host.timer(LIVENESS, this.#due);
  }

  stop(): void {
    this.#host.cancel(LIVENESS);
  }

  /** Whether the server has been silent for too long. */
  get isLost(): boolean {
    return this.#silence >= this.#host.settings.liveness.limit;
  }

  /** @returns whether the server must be asked now; it then counts as asked */
  ask(): boolean {
    if (this.#asked || this.#silence < this.#host.settings.liveness.every) return false;
    this.#asked = true;
    return true;
  }

  /** For a runtime that computes heartbeats; undefined while an answer is outstanding. */
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
