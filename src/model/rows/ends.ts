// When a session, or a life of one, was over: closed, or turned into leave-messages.
import type { Micros } from '../core/time.ts';
import type { EarlierLife, WitnessSession } from './rows.ts';

/** When it was over; undefined for one that goes on, and where the server does not say when it became leave-messages. µs of model time */
export const endedAt = ({
  closedAt,
  leftAt,
}: Pick<WitnessSession | EarlierLife, 'closedAt' | 'leftAt'>): Micros | undefined => closedAt ?? leftAt;
