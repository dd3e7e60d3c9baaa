// The outcome of a transfer: another agent got the session, nobody did, or it is still open.
import type { Micros } from '../core/time.ts';
import { endedAt } from './ends.ts';
import type { WitnessSession } from './rows.ts';

type Transfer = WitnessSession['transfers'][number];

/**
 * Whether another agent got the session. If the same agent got it back, the transfer was requested
 * but not done.
 */
export const isDone = ({ doneAt, from, to }: Transfer): boolean => doneAt !== undefined && to !== from;

/**
 * The outcome of each transfer of a session, in order. A transfer failed if the session came back,
 * if another transfer followed, or if its life of the session ended.
 * @param session with its earlier lives, if it was reopened
 * @param isOver whether the session is over
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

/** A session with its transfers as of `t`: requests and completions after `t` are left out. */
export const handedOverBy = (session: WitnessSession, t: Micros): WitnessSession => ({
  ...session,
  transfers: session.transfers
    .filter(({ at }) => at <= t)
    .map((transfer) => {
      const { doneAt, to: _to, ...asked } = transfer;
      return doneAt !== undefined && doneAt > t ? asked : transfer;
    }),
});
