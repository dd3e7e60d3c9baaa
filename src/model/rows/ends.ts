// When a session, or one life of it, ended: closed, or turned into leave-messages.
import type { Micros } from '../core/time.ts';
import type { EarlierLife, WitnessSession } from './rows.ts';

/**
 * When it ended, µs of model time; undefined if it goes on, or if the server does not say when it
 * became leave-messages.
 */
export const endedAt = ({
  closedAt,
  leftAt,
}: Pick<WitnessSession | EarlierLife, 'closedAt' | 'leftAt'>): Micros | undefined => closedAt ?? leftAt;
