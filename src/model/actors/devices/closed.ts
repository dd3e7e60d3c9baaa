// The page was closed (H5): its connection ends at once (1001), and the same visitor is back with a new page.
import type { DeviceTruth } from './truth.ts';

export const CLOSED: DeviceTruth = {
  is: 'closed',
  timers: 'never',
  received: 'lost',
  // Until its goodbye has arrived the connection is as good as before.
  pongs: true,
  faced: false,
  page: 'unloaded',
};
