// The ordinary state: everything is carried.
import type { PathTruth } from './truth.ts';

export const UP: PathTruth = { is: 'up', carries: true, pongs: true, connects: true };
