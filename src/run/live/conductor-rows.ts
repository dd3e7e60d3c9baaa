// The conductor's own rows in the ledger.
// They are written at once, so that a failed run shows how far it came.
import type { Micros } from '../../model/core/time.ts';
import type { RunRow } from '../../model/judge/evidence.ts';
import { Recorder, rowLine } from '../../model/rows/recorder.ts';
import type { Phase } from '../../model/rows/rows.ts';
import type { PlayEnd } from '../../model/rows/words.ts';
import { appendLines } from './append-lines.ts';

/** The conductor's own rows, appended to the ledger as they come. */
export class ConductorBook {
  readonly #ledger: string;
  #lines = '';
  readonly #recorder: Recorder;

  constructor(ledger: string) {
    this.#ledger = ledger;
    this.#recorder = new Recorder('conductor', (...row) => (this.#lines += `${rowLine(...row)}\n`));
  }

  async open(t: Micros, run: Omit<RunRow, 'what' | 'pathAt'>): Promise<void> {
    this.#recorder.write(t, { what: 'run', ...run, pathAt: 'runner' });
    await this.phase(t, 'start');
  }

  async phase(t: Micros, phase: Exclude<Phase, 'play_end'>): Promise<void> {
    this.#recorder.write(t, { what: 'phase', phase });
    await this.#flush();
  }

  async playEnd(t: Micros, why: PlayEnd): Promise<void> {
    this.#recorder.write(t, { what: 'phase', phase: 'play_end', why });
    await this.#flush();
  }

  /** The server was killed, or is back. */
  async fault(t: Micros, is: 'down' | 'up'): Promise<void> {
    this.#recorder.write(t, { what: 'fault', is });
    await this.#flush();
  }

  async close(t: Micros, complete: boolean): Promise<void> {
    this.#recorder.write(t, { what: 'phase', phase: 'drain_end', complete });
    this.#recorder.end(t, 0);
    await this.#flush();
  }

  async #flush(): Promise<void> {
    const lines = this.#lines;
    this.#lines = '';
    await appendLines(this.#ledger, lines);
  }
}
