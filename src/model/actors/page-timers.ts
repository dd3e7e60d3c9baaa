// Timers of the program on a page: on time, on the grid of a hidden tab, or late after a freeze.
import type { Micros } from '../core/time.ts';
import type { ClientSettings } from '../ports/client.ts';
import type { Sleeper, Timers } from './timers.ts';

/** The page as its timers see it. */
export interface Page {
  readonly settings: ClientSettings;
  now(): Micros;
  /** Whether the program runs. If it does not, timers are held back. */
  readonly runs: boolean;
  /** Since when timers run on the coarse grid of a background tab; undefined while they do not. */
  readonly coarseSince: Micros | undefined;
  /** Timer n fires. */
  rings(n: number): void;
}

/** Timers by number; there are only a few. */
export class PageTimers implements Sleeper {
  readonly #timers: Timers;
  readonly #page: Page;
  /** When each is due (Infinity: not set; in the past: held back), and its number in `Timers`. */
  readonly #dues: Micros[] = [];
  readonly #alarms: number[] = [];

  constructor(timers: Timers, page: Page) {
    this.#timers = timers;
    this.#page = page;
  }

  /** Sets timer n, or sets it again. */
  set(n: number, at: Micros): void {
    this.#timers.cancel(this.#alarms[n] ?? -1);
    this.#dues[n] = at;
    this.#alarms[n] = this.#timers.wake(at, this, n);
  }

  cancel(n: number): void {
    this.#timers.cancel(this.#alarms[n] ?? -1);
    this.#dues[n] = Infinity;
  }

  cancelAll(): void {
    for (let n = 0; n < this.#dues.length; n++) this.cancel(n);
  }

  /** Fires timer n, or delays it: until the thaw, or to the grid of a hidden tab. */
  wake(n: number): void {
    const due = this.#dues[n] ?? Infinity;
    if (due === Infinity || !this.#page.runs) return;
    const { coarseSince } = this.#page;
    const allowed = coarseSince === undefined ? due : this.#onGrid(due, coarseSince);
    if (allowed > this.#page.now()) {
      this.#timers.cancel(this.#alarms[n] ?? -1);
      this.#alarms[n] = this.#timers.wake(allowed, this, n);
      return;
    }
    this.cancel(n);
    this.#page.rings(n);
  }

  /** Fires those whose time has passed while they were held back, in the order of their times. */
  fireHeld(): void {
    const now = this.#page.now();
    const dues = this.#dues;
    const held = [...dues.keys()].filter((n) => (dues[n] ?? Infinity) <= now);
    for (const n of held.sort((a, b) => (dues[a] ?? 0) - (dues[b] ?? 0))) this.wake(n);
  }

  #onGrid(at: Micros, coarseSince: Micros): Micros {
    const { soon, late, after } = this.#page.settings.throttle;
    const since = at - coarseSince;
    if (since <= 0) return at;
    const grid = since >= after ? late : soon;
    return coarseSince + Math.ceil(since / grid) * grid;
  }
}
