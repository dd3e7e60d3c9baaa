// What became of a transfer: another agent got the session, nobody did, or it still waits.
import type { WitnessSession } from './rows.ts';

type Transfer = WitnessSession['transfers'][number];

/** Whether somebody else got the session. The agent it was taken from may get it back: then it was asked for, and not done. */
export const isDone = ({ doneAt, from, to }: Transfer): boolean => doneAt !== undefined && to !== from;

/** @param state of the session now */
export function outcomeOf(transfer: Transfer, state: string): 'done' | 'failed' | 'open' {
  if (transfer.doneAt === undefined) return state === 'closed' || state === 'left_message' ? 'failed' : 'open';
  return isDone(transfer) ? 'done' : 'failed';
}
