// The system lets nothing of the page run (H3b): its connection is still answered for, and what came is there at the thaw.
import type { DeviceTruth } from './truth.ts';

export const FROZEN: DeviceTruth = {
  is: 'frozen',
  timers: 'held',
  received: 'kept',
  pongs: true,
  faced: false,
  page: 'there',
};
