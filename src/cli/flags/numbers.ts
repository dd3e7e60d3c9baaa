// Parses the numbers that flags take; an invalid one is refused with one line that names the flag.
import { say } from '../../language/language.ts';
import { UsageError } from '../../scenario/define.ts';

/** Bounds of a speed, the same as for `speed` in a scenario. */
const SLOWEST = 0.01;
const FASTEST = 10_000;

/** Model seconds per real second. @throws UsageError on anything else */
export function parseSpeed(flag: string, given: string): number {
  const speed = speedIn(given);
  if (speed === undefined) throw new UsageError(say('errors.wrongSpeed', { flag, given }));
  return speed;
}

/** The same, or `auto`. @throws UsageError on anything else */
export function parseSpeedOrAuto(flag: string, given: string): number | 'auto' {
  const speed = given === 'auto' ? given : speedIn(given);
  if (speed === undefined) throw new UsageError(say('errors.wrongSpeed', { flag, given, or: 'auto' }));
  return speed;
}

function speedIn(given: string): number | undefined {
  const speed = Number(given);
  return speed >= SLOWEST && speed <= FASTEST ? speed : undefined;
}

/** A port to listen on; 0 takes a free one. @throws UsageError on anything else */
export function parsePort(flag: string, given: string): number {
  const port = /^\d{1,5}$/.test(given) ? Number(given) : NaN;
  if (!(port <= 65_535)) throw new UsageError(say('errors.wrongPort', { flag, given }));
  return port;
}

/** A count from 1 to `most`. @throws UsageError on anything else */
export function parseCount(flag: string, given: string, most: number): number {
  const count = /^\d{1,9}$/.test(given) ? Number(given) : NaN;
  if (!(count >= 1 && count <= most)) throw new UsageError(say('replicates.wrongCount', { flag, given, most }));
  return count;
}
