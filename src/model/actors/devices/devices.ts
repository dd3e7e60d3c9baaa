// All states of a device, and which of them counts if several are on.
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

/** The states, gravest first. A device is in the gravest state that is on. */
export const GRAVEST_FIRST: readonly DeviceTruth[] = DEVICE_STATES.map((is) => DEVICES[is]).reverse();

/** Whether nothing follows an episode of this kind. */
export const isForGood = (kind: EpisodeKind): boolean =>
  GRAVEST_FIRST.some(({ is, page }) => is === kind && page === 'dead');
