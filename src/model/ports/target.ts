// How a fresh client reads a target under test at the end (the second witness).
import type { WitnessLeft, WitnessMessage, WitnessSession } from '../rows/rows.ts';

/**
 * A long list in pages, in the order of storing; one page may hold all of it. It is complete when
 * the iteration ends. The iteration rejects if the list cannot be read to its end. Nobody has to
 * hold more than a page of it.
 */
export type Pages<T> = AsyncIterable<readonly T[]>;

/**
 * Reads a target with a client of its own. Meanwhile a list may grow, and a session may change.
 * Each row is reported once, as it was at some moment between the request and the end of its list.
 */
export interface Witness {
  sessions(): Pages<WitnessSession>;
  /** Every stored message of every session: all transcripts. */
  messages(): Pages<WitnessMessage>;
  /** The list of each agent. @returns all of them, or the promise rejects */
  inbox(): Promise<readonly { readonly agent: string; readonly sessions: readonly string[] }[]>;
  leftMessages(): Pages<WitnessLeft>;
}
