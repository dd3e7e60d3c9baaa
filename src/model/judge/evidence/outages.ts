// Outages of the server, as the conductor who killed it reports them.
// What fell due during an outage could come only after it.
import type { Micros } from '../../core/time.ts';

/** From the crash of the server until it was back; Infinity if it never was. */
export interface Outage {
  readonly from: Micros;
  readonly to: Micros;
}

/** Records that the server is down, or back. */
export function noteFault(outages: Outage[], is: 'down' | 'up', t: Micros): void {
  if (is === 'down') outages.push({ from: t, to: Infinity });
  else outages.push({ from: outages.pop()?.from ?? t, to: t });
}

/** When a server could be expected to act on what was due at `due`: then, or once it was back. */
export function expectedAt(due: Micros, tolerance: Micros, outages: readonly Outage[]): Micros {
  let at = due;
  for (const { from, to } of outages) if (from <= at + tolerance && at < to) at = to;
  return at;
}

/** Whether the server was down at some moment in between. */
export const wasAway = (outages: readonly Outage[], from: Micros, to: Micros): boolean =>
  outages.some((outage) => outage.from <= to && outage.to > from);
