// Formats numbers for people.
import { styleText } from 'node:util';
import { say } from '../language/language.ts';
import { exactDigits, whole } from '../language/numbers.ts';

/** Bold and coloured on a terminal; plain where output is redirected or NO_COLOR is set. */
export function paint(colour: 'green' | 'yellow' | 'red', text: string): string {
  const isPlain = !process.stdout.isTTY || (process.env['NO_COLOR'] ?? '') !== '';
  return isPlain ? text : styleText([colour, 'bold'], text);
}

/** A share as `12.3 %`, in Chinese `12.3%`; more digits when it is small. */
export function percent(share: number): string {
  if (share === 0) return say('report.percent', { n: '0' });
  const value = share * 100;
  return say('report.percent', {
    n: value < 0.1 ? value.toFixed(3) : value < 10 ? value.toFixed(1) : value.toFixed(0),
  });
}

/** `1.23 %` of a share, `1.23%` in Chinese: three digits, about as exact as a limit is stated. */
export const exactPercent = (share: number): string => say('report.percent', { n: exactDigits(share) });

/**
 * A share with its counts: `3.1 % (12 of 386)`; with none seen, its upper bound: `0 of 386 (at most
 * 0.8 %)`.
 */
export function rateText(rate: { count: number; of: number; high: number }): string {
  const { count, of, high } = rate;
  if (of === 0) return say('report.rateEmpty');
  if (count === 0) return say('report.rateNone', { of, high: percent(high) });
  return say('report.rate', { share: percent(count / of), count, of });
}

/**
 * µs of model or real time in a fitting unit: `850 µs`, `12 ms`, `3.4 s`, `12 min`; in Chinese with
 * its units: `12 分钟`.
 */
export function time(micros: number): string {
  if (micros < 1000) return say('report.micros', { n: String(micros) });
  if (micros < 1e6) return say('report.millis', { n: (micros / 1000).toFixed(micros < 10_000 ? 1 : 0) });
  if (micros < 120e6) return say('report.seconds', { n: (micros / 1e6).toFixed(micros < 10e6 ? 1 : 0) });
  if (micros < 7200e6) return say('report.minutes', { n: (micros / 60e6).toFixed(micros < 600e6 ? 1 : 0) });
  const hours = micros / 3600e6;
  return say('report.hours', { n: hours < 100 ? hours.toFixed(1) : whole(hours) });
}

/**
 * A percentile of waits; null means that it is not reached, because too many never got what they
 * waited for.
 */
export function waited({ n, of = n }: { n: number; of?: number | undefined }, quantile: number | null): string {
  if (of === 0) return '–';
  return quantile === null ? say('report.notReached') : time(quantile);
}

export function bytes(n: number): string {
  if (n < 1e6) return `${Math.round(n / 1e3)} kB`;
  if (n < 1e9) return `${Math.round(n / 1e6)} MB`;
  return `${short(n / 1e9)} GB`;
}

/**
 * A rate or a measured number with at most one decimal: `0.4`, `12.3`; from 100 on a whole number:
 * `457`, `12 345`.
 */
export const short = (n: number): string => (n < 100 ? n.toFixed(1) : whole(n));

/** A number for a sentence, with three significant digits; from 1000 on a whole number. */
export const rounded = (n: number): number => (n < 1000 ? Number(n.toPrecision(3)) : Math.round(n));
