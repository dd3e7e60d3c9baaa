// The network is gone (H12): both ends believe in their connection, and what they send is kept.
import type { PathTruth } from './truth.ts';

export const OFFLINE: PathTruth = { is: 'offline', carries: false, pongs: false, connects: false };
