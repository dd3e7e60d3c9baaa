// What a target under test declares of itself, and how a fresh client reads it at the end (the second witness).
import type { WitnessLeft, WitnessMessage, WitnessSession } from '../rows/rows.ts';

/** What an adapter promises; what it does not, is reported as not observable, never as fine. */
export interface Capabilities {
  readonly acceptsSpeed: boolean;
  readonly clientIds: boolean;
  readonly retrySafe: boolean;
  readonly ordered: boolean;
  readonly resume: boolean;
  readonly gapSignal: boolean;
  readonly sessions: boolean;
  readonly agents: boolean;
  readonly history: boolean;
  readonly inbox: boolean;
  readonly leftMessages: boolean;
}

/** Reads a target with a client of its own. Each answer is complete or the promise rejects. */
export interface Witness {
  sessions(): Promise<readonly WitnessSession[]>;
  /** Every stored message of every session: all transcripts at once. */
  messages(): Promise<readonly WitnessMessage[]>;
  inbox(): Promise<readonly { readonly agent: string; readonly sessions: readonly string[] }[]>;
  leftMessages(): Promise<readonly WitnessLeft[]>;
}
