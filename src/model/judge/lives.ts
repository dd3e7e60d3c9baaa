// The lives of a session: one that was reopened has been closed more than once, and each life is judged by itself.
import type { Micros } from '../core/time.ts';
import type { WitnessSession } from '../rows/rows.ts';

/** A life for each close, and one for what followed the last of them. */
export function livesOf(session: WitnessSession): WitnessSession[] {
  const { closes, ...last } = session;
  if (closes === undefined) return [last];
  // A life that ended in the queue was never in an agent's hands: it must not inherit the time of the last one.
  const { activeAt: _last, ...bare } = last;
  return [...closes.map((close) => ({ ...bare, ...close })), last];
}

/** Was it over at `t`? One that became leave-messages does not say when it did. */
export const isOverAt = ({ state, closedAt }: WitnessSession, t: Micros): boolean =>
  state === 'left_message' || (closedAt !== undefined && closedAt <= t);
