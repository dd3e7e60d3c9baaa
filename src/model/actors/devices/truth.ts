// What a state of the device does to the page on it: one record a state, so that a new state is a new file and no new branch.
import type { DeviceState } from '../../rows/words.ts';

/**
 * What works in a state. Where several states are on at once, what is held back by any of them is held back. A program that is given
 * nothing and whose timers do not ring has no occasion to send: that needs no field.
 */
export interface DeviceTruth {
  readonly is: DeviceState;
  /** Timers of the program: at their time, on the coarse grid of a tab in the background, when the state is over, or never. */
  readonly timers: 'on time' | 'coarse' | 'held' | 'never';
  /** What comes from the network: given to the program, kept until the state is over, or gone with the page. */
  readonly received: 'shown' | 'kept' | 'lost';
  /** Does the device answer PINGs, on the connections that it has? */
  readonly pongs: boolean;
  /** Is the screen in front of the person? Where it is not, what is drawn is not looked at, and nobody types. */
  readonly faced: boolean;
  /** The page: there; unloaded, and a new one comes after the state; or dead for good, with everything that is under way. */
  readonly page: 'there' | 'unloaded' | 'dead';
}
