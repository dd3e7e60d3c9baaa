// The page was closed (H5): its connection ends at once (1001), and a new page follows.
import type { DeviceTruth } from './truth.ts';

export const CLOSED: DeviceTruth = {
  is: 'closed',
  timers: 'never',
  received: 'lost',
  // The connection works as before until its close has arrived.
  pongs: true,
  faced: false,
  page: 'unloaded',
};
