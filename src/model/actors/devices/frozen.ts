// The system stops the page (H3b): its connection stays up, and what came is there at the thaw.
import type { DeviceTruth } from './truth.ts';

export const FROZEN: DeviceTruth = {
  is: 'frozen',
  timers: 'held',
  received: 'kept',
  pongs: true,
  faced: false,
  page: 'there',
};
