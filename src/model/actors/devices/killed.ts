// The device dies (H9): no goodbye, and nothing of it ever comes again.
import type { DeviceTruth } from './truth.ts';

export const KILLED: DeviceTruth = {
  is: 'killed',
  timers: 'never',
  received: 'lost',
  pongs: false,
  faced: false,
  page: 'dead',
};
