// What became of a transfer: another agent got the session, nobody did, or it still waits.
import type { WitnessSession } from './rows.ts';

type Transfer = WitnessSession['transfers'][number];

/** Whether somebody else got the session. The agent it was taken from may get it back: then it was asked for, and not done. */
export const isDone = ({ doneAt, from, to }: Transfer): boolean => doneAt !== undefined && to !== from;

/**
 * What became of each transfer of a session, in order. One that came back, was followed by another one, or ended with the session has
 * failed.
 * @param isOver whether the session is
 */
export function outcomesOf(transfers: readonly Transfer[], isOver: boolean): ('done' | 'failed' | 'open')[] {
  return transfers.map((transfer, i) => {
    if (isDone(transfer)) return 'done';
    return transfer.doneAt === undefined && i === transfers.length - 1 && !isOver ? 'open' : 'failed';
  });
}
