// How a fresh client reads a target under test at the end (the second witness).
import type { WitnessLeft, WitnessMessage, WitnessSession } from '../rows/rows.ts';

/**
 * A long list in pages, in the order in which it was stored; the whole of it may be one page. It is complete when the iteration ends,
 * which rejects when the list cannot be read to its end. Nobody has to hold more of it than a page.
 */
export type Pages<T> = AsyncIterable<readonly T[]>;

/**
 * Reads a target with a client of its own. A list may grow while it is read, and what is said of a session may change: each row is
 * told once and as it was at some moment between the question and the end of its list.
 */
export interface Witness {
  sessions(): Pages<WitnessSession>;
  /** Every stored message of every session: all transcripts. */
  messages(): Pages<WitnessMessage>;
  /** The list of each agent. @returns all of them, or the promise rejects */
  inbox(): Promise<readonly { readonly agent: string; readonly sessions: readonly string[] }[]>;
  leftMessages(): Pages<WitnessLeft>;
}
