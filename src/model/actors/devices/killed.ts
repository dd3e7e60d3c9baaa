// The device dies (H9): it says no goodbye, and nothing ever comes from it again.
import type { DeviceTruth } from './truth.ts';

export const KILLED: DeviceTruth = {
  is: 'killed',
  timers: 'never',
  received: 'lost',
  pongs: false,
  faced: false,
  page: 'dead',
};
