// What a state of the path does to the connections on it: one record a state.
import type { PathState } from '../../rows/words.ts';

/** What works in a state of the path. */
export interface PathTruth {
  readonly is: PathState;
  /** Frames and closes of either direction: carried, or kept until the path is back. */
  readonly carries: boolean;
  /** Do PINGs of the server come through, and their answers back? */
  readonly pongs: boolean;
  /** Does a new connection come about? Where it does not it fails after the client's `connectFails`. */
  readonly connects: boolean;
}
