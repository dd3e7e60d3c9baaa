// What a device state does to its page: one record per state, so a new state needs no new branch.
import type { DeviceState } from '../../rows/words.ts';

/**
 * What works in a state. If several states are on, what one of them holds back is held back. A
 * program that gets nothing and whose timers do not fire cannot send, so that needs no field.
 */
export interface DeviceTruth {
  readonly is: DeviceState;
  /**
   * Timers of the program: on time, on the coarse grid of a background tab, when the state is over,
   * or never.
   */
  readonly timers: 'on time' | 'coarse' | 'held' | 'never';
  /**
   * What comes from the network: handed to the program, kept until the state is over, or lost with
   * the page.
   */
  readonly received: 'shown' | 'kept' | 'lost';
  /** Whether the device answers PINGs, on the connections that it has. */
  readonly pongs: boolean;
  /**
   * Whether the screen is in front of the person. If not, nobody looks at what is drawn, and nobody
   * types.
   */
  readonly faced: boolean;
  /**
   * The page: there; unloaded, with a new one after the state; or dead for good, with everything in
   * flight.
   */
  readonly page: 'there' | 'unloaded' | 'dead';
}
