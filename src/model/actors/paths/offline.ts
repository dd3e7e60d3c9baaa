// The network is gone (H12): both ends still believe in their connection, and what they say is kept until it is back.
import type { PathTruth } from './truth.ts';

export const OFFLINE: PathTruth = { is: 'offline', carries: false, pongs: false, connects: false };
