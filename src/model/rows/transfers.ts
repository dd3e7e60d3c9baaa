// When a transfer is done: another agent has the session.
import type { WitnessSession } from './rows.ts';

/** Whether somebody else got the session. The agent it was taken from may get it back: then it was asked for, and not done. */
export const isDone = ({ doneAt, from, to }: WitnessSession['transfers'][number]): boolean =>
  doneAt !== undefined && to !== from;
