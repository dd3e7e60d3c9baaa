// Over real sockets: when play has ended by itself, by what the generator says of its people and the target of its sessions.
import type { Micros } from '../../model/core/time.ts';
import { isOpen } from '../../model/desk/session.ts';
import type { Witness } from '../../model/ports/target.ts';
import type { PlayEnd } from '../../model/rows/words.ts';
import { deadAfter, ruleDurations, type SessionRules } from '../../model/rules/rules.ts';

export interface EndingOptions {
  readonly rules: SessionRules;
  /** Nobody will do anything by themselves any more. */
  readonly atRest: () => boolean;
  /** Ids of the sessions that the target calls open; undefined when it cannot be read now. */
  readonly open: () => Promise<readonly string[] | undefined>;
  /** Something that the scenario plans is still to come. */
  readonly isBusy: () => boolean;
}

/** The target is read this many times more rarely than reading takes: looking must not become the load. */
const REST = 20;

/** Looks whether everything has ended, once nobody does anything any more. */
export class Ending {
  readonly #o: EndingOptions;
  /** Rules that follow each other, and the end of a dead connection before them, take no longer than all together: what has not changed for so long has no rule that ends it. */
  readonly #patience: Micros;
  #open = '';
  #since: Micros | undefined;
  #nextLook = 0;

  constructor(options: EndingOptions) {
    this.#o = options;
    const { rules } = options;
    this.#patience = Object.values(ruleDurations(rules)).reduce((sum, length) => sum + length, deadAfter(rules));
  }

  /** @param now model time, µs @returns why play has ended, or undefined while it goes on */
  async look(now: Micros): Promise<PlayEnd | undefined> {
    const { atRest, isBusy } = this.#o;
    if (!atRest() || isBusy()) {
      this.#since = undefined;
      return undefined;
    }
    if (performance.now() < this.#nextLook) return undefined;
    const open = await this.#read();
    // They may have gone on while the target was read.
    if (!atRest()) return undefined;
    if (open?.length === 0) return 'ended';
    // A target may list them in any order.
    const ids = open === undefined ? this.#open : [...open].sort().join(' ');
    if (this.#since === undefined || ids !== this.#open) this.#since = now;
    this.#open = ids;
    return now - this.#since > this.#patience ? 'endless' : undefined;
  }

  async #read(): Promise<readonly string[] | undefined> {
    const began = performance.now();
    const open = await this.#o.open();
    const took = performance.now() - began;
    this.#nextLook = performance.now() + Math.max(500, REST * took);
    return open;
  }
}

/**
 * The sessions that a target calls open. What cannot be read is found out, and said, at the end.
 * @param ahead how far the target's clock is ahead of the run's, model µs; what was open before the run is not waited for
 */
export async function openSessions(witness: Witness, ahead: Micros): Promise<readonly string[] | undefined> {
  try {
    const open: string[] = [];
    for await (const page of witness.sessions())
      for (const session of page) if (session.openedAt >= ahead && isOpen(session)) open.push(session.id);
    return open;
  } catch {
    return undefined;
  }
}
