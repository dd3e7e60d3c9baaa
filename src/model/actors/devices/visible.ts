// The ordinary state: the tab is in front of the person, and everything works.
import type { DeviceTruth } from './truth.ts';

export const VISIBLE: DeviceTruth = {
  is: 'visible',
  timers: 'on time',
  received: 'shown',
  pongs: true,
  faced: true,
  page: 'there',
};
