// Another tab or program is in front (H1, H2): the page runs on, its timers on a grid of 1 s.
// Later the grid is 60 s.
import type { DeviceTruth } from './truth.ts';

export const HIDDEN: DeviceTruth = {
  is: 'hidden',
  timers: 'coarse',
  received: 'shown',
  pongs: true,
  faced: false,
  page: 'there',
};
