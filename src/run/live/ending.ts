// Finds out when play over sockets has ended, from generator and target.
// The generator reports on its actors, the target on its sessions.
import type { Micros } from '../../model/core/time.ts';
import { isOpen } from '../../model/desk/session.ts';
import type { Witness } from '../../model/ports/target.ts';
import type { PlayEnd } from '../../model/rows/words.ts';
import { deadAfter, ruleDurations, type SessionRules } from '../../model/rules/rules.ts';

export interface EndingOptions {
  readonly rules: SessionRules;
  /** No actor will act on its own any more. */
  readonly atRest: () => boolean;
  /** Ids of the sessions that the target reports as open; undefined when it cannot be read now. */
  readonly open: () => Promise<readonly string[] | undefined>;
  /** A planned event of the scenario, such as a crash, is still to come. */
  readonly isBusy: () => boolean;
}

/**
 * Pause between two reads of the target, as a multiple of the time a read takes: polling must not
 * become the load.
 */
const REST = 20;

/** Checks whether everything has ended, once no actor acts any more. */
export class Ending {
  readonly #o: EndingOptions;
  /**
   * The sum of all rule durations, plus the time to end a dead connection. Rules that follow each
   * other take no longer. If nothing has changed for so long, no rule will end the open sessions.
   */
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
    // Actors may have acted again while the target was read.
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
 * The sessions that a target reports as open. A target that cannot be read is reported at the end
 * of the run.
 * @param ahead how far the target's clock is ahead of the run's, model µs; sessions from before the
 * run are not waited for
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
