// All states of a device, and how those that are on at once come to one.
import { DEVICE_STATES, type DeviceState, type EpisodeKind } from '../../rows/words.ts';
import { CLOSED } from './closed.ts';
import { FROZEN } from './frozen.ts';
import { HIDDEN } from './hidden.ts';
import { KILLED } from './killed.ts';
import type { DeviceTruth } from './truth.ts';
import { VISIBLE } from './visible.ts';

export const DEVICES: Readonly<Record<DeviceState, DeviceTruth>> = {
  visible: VISIBLE,
  hidden: HIDDEN,
  frozen: FROZEN,
  closed: CLOSED,
  killed: KILLED,
};

/** The states from the gravest on. A device is in the gravest of those that are on. */
export const GRAVEST_FIRST: readonly DeviceTruth[] = DEVICE_STATES.map((is) => DEVICES[is]).reverse();

/** Is there nothing after an episode of this kind? */
export const isForGood = (kind: EpisodeKind): boolean =>
  GRAVEST_FIRST.some(({ is, page }) => is === kind && page === 'dead');
