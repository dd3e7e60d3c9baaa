// What became of a transfer: another agent got the session, nobody did, or it still waits.
import type { Micros } from '../core/time.ts';
import { endedAt } from './ends.ts';
import type { WitnessSession } from './rows.ts';

type Transfer = WitnessSession['transfers'][number];

/** Whether somebody else got the session. The agent it was taken from may get it back: then it was asked for, and not done. */
export const isDone = ({ doneAt, from, to }: Transfer): boolean => doneAt !== undefined && to !== from;

/**
 * What became of each transfer of a session, in order. One that came back, was followed by another one, or ended with its life of the
 * session has failed.
 * @param session of a session that was reopened, with the lives before
 * @param isOver whether the session is
 */
export function outcomesOf(
  { transfers, closes = [] }: Pick<WitnessSession, 'transfers' | 'closes'>,
  isOver: boolean,
): ('done' | 'failed' | 'open')[] {
  const before = closes.at(-1);
  const begins = (before && endedAt(before)) ?? -Infinity;
  return transfers.map((transfer, i) => {
    if (isDone(transfer)) return 'done';
    const isLast = transfer.doneAt === undefined && i === transfers.length - 1;
    return isLast && !isOver && transfer.at >= begins ? 'open' : 'failed';
  });
}

/** A session as its transfers stood at some moment: what was asked for, or done, after that has not been. */
export const handedOverBy = (session: WitnessSession, t: Micros): WitnessSession => ({
  ...session,
  transfers: session.transfers
    .filter(({ at }) => at <= t)
    .map((transfer) => {
      const { doneAt, to: _to, ...asked } = transfer;
      return doneAt !== undefined && doneAt > t ? asked : transfer;
    }),
});
