// What a path state does to the connections on it: one record per state.
import type { PathState } from '../../rows/words.ts';

/** What works in a state of the path. */
export interface PathTruth {
  readonly is: PathState;
  /** Frames and closes in both directions: carried, or kept until the path is back. */
  readonly carries: boolean;
  /** Whether PINGs of the server come through, and their answers back. */
  readonly pongs: boolean;
  /** Whether a new connection succeeds. If not, it fails after the client's `connectFails`. */
  readonly connects: boolean;
}
