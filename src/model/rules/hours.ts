// When a desk is open: a moment of model time against the hours of the day. Pure.
import { HOUR, type Micros } from '../core/time.ts';
import type { HoursRule } from './rules.ts';

const DAY = 24 * HOUR;
/** A time of day, µs since midnight, of a moment before or after model zero. */
const ofDay = (at: Micros): Micros => ((at % DAY) + DAY) % DAY;

/** Is the desk open at `at`? It is from the first µs of `opens` on, and no longer at that of `closes`. */
export function isOpenAt(hours: HoursRule | null, at: Micros): boolean {
  if (hours === null) return true;
  return ofDay(hours.starts + at - hours.opens) < ofDay(hours.closes - hours.opens);
}

/** When the desk closes after `at`, or now where it is closed; Infinity for a desk that is always open. µs of model time. */
export function closesAfter(hours: HoursRule | null, at: Micros): Micros {
  if (hours === null) return Infinity;
  return isOpenAt(hours, at) ? at + ofDay(hours.closes - hours.starts - at) : at;
}
