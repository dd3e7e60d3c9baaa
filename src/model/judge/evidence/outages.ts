// When the server was away, by the word of the conductor who killed it: what fell due then could come only when it was back.
import type { Micros } from '../../core/time.ts';

/** From the moment in which the server died until it was back; Infinity when it never was. */
export interface Outage {
  readonly from: Micros;
  readonly to: Micros;
}

/** Notes that the server is gone, or back. */
export function noteFault(outages: Outage[], is: 'down' | 'up', t: Micros): void {
  if (is === 'down') outages.push({ from: t, to: Infinity });
  else outages.push({ from: outages.pop()?.from ?? t, to: t });
}

/** The moment from which on a server could be expected to act on what was due at `due`: that one, or when it was back. */
export function expectedAt(due: Micros, tolerance: Micros, outages: readonly Outage[]): Micros {
  let at = due;
  for (const { from, to } of outages) if (from <= at + tolerance && at < to) at = to;
  return at;
}

/** Was the server away at some moment in between? */
export const wasAway = (outages: readonly Outage[], from: Micros, to: Micros): boolean =>
  outages.some((outage) => outage.from <= to && outage.to > from);
