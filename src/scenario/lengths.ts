// The schemas of durations and their distributions, chances and weights in a scenario.
import { z } from 'zod';
import { say } from '../language/language.ts';
import type { Duration } from '../model/core/distributions.ts';
import { PURPOSE } from '../model/core/draw.ts';
import { type DurationError, HOUR, MINUTE, parseDuration } from '../model/core/time.ts';
import { missing } from './faults.ts';

/**
 * What {@link parseDuration} reads, for the JSON Schema. The pattern cannot express that larger
 * units come first, nor whole milliseconds.
 */
const PATTERN = String.raw`^\s*(\d+(ms|s|m|h|d))*\d+(\.\d+)?(ms|s|m|h|d)\s*$`;

/** `90s`, `30m`, `2h` → µs. */
export const span = z
  .string({ error: ({ input }) => noText(input) })
  .meta({ pattern: PATTERN })
  .transform((text, ctx) => {
    try {
      return parseDuration(text);
    } catch (error) {
      ctx.addIssue({ code: 'custom', message: whyNot(text, error as DurationError), input: text });
      return z.NEVER;
    }
  })
  .meta({
    id: 'length',
    description:
      'A length of model time: numbers with units (d, h, m, s, ms), the larger ones first, in whole milliseconds.',
    examples: ['90s', '30m', '1h30m', '1.5h'],
  });

function whyNot(text: string, { fault }: DurationError): string {
  const bare = /^\s*(\d+(?:\.\d+)?)\s*$/.exec(text)?.[1];
  if (bare !== undefined) return say('shape.noUnit', { number: bare });
  return say(`shape.duration.${fault}`, { text });
}

function noText(input: unknown): string {
  if (typeof input === 'number' && input >= 0) return say('shape.noUnit', { number: String(input) });
  return `${input === undefined ? missing() : ''}${say('shape.quoteDuration')}`;
}

/** `9:00`, `21:30`, `24:00` → µs since midnight. */
export const timeOfDay = z
  .string()
  .regex(/^([01]?\d|2[0-3]):[0-5]\d$|^24:00$/, { error: () => say('shape.timeOfDay') })
  .transform((text) => {
    const [hours = 0, minutes = 0] = text.split(':').map(Number);
    return hours * HOUR + minutes * MINUTE;
  })
  .meta({ id: 'timeOfDay', description: 'A time of day, hours and minutes.', examples: ['9:00', '21:30'] });

/** A length above 0. */
export const some = span.refine((value) => value > 0, { error: () => say('shape.notZero') });

export const thousandths = z.number().int().min(0).max(1000);
export const weight = z.number().int().min(0);
export const share = z.number().min(0).max(1);

/**
 * The error for a wrong duration: a number lacks its unit; for anything else the allowed forms are
 * listed.
 */
export const formsOf =
  (...forms: string[]) =>
  ({ input }: { input?: unknown }): string =>
    typeof input === 'number' && input >= 0
      ? say('shape.noUnit', { number: String(input) })
      : `${input === undefined ? missing() : ''}${say('shape.forms', { forms })}`;

const simple = z
  .union(
    [
      span.transform((value): Duration => ({ kind: 'fixed', value })),
      z
        .strictObject({ mean: span.describe('Mean of an exponential distribution.') })
        .transform(({ mean }): Duration => ({ kind: 'exponential', mean })),
      z
        .strictObject({
          median: span.describe('Half of the draws are shorter.'),
          sigma: z
            .number()
            .min(0)
            .max(4)
            .describe('Standard deviation of ln(duration): 0.5 is narrow, 1.5 heavy-tailed.'),
          cap: span.optional().describe('Larger draws are cut to this.'),
        })
        .transform(({ median, sigma, cap }): Duration => ({
          kind: 'lognormal',
          median,
          sigma,
          ...(cap !== undefined && { cap }),
        })),
      z
        .strictObject({
          from: span.describe('The shortest; all values between are equally likely.'),
          to: span.describe('The longest.'),
        })
        .refine(({ from, to }) => to >= from, { error: () => say('shape.fromAfterTo') })
        .transform(({ from, to }): Duration => ({ kind: 'uniform', low: from, high: to })),
    ],
    { error: formsOf('{mean}', '{median, sigma, cap?}', '{from, to}') },
  )
  .meta({
    id: 'simpleDistribution',
    description:
      'A distribution of durations: constant (`90s`), exponential (`mean`), log-normal (`median`, `sigma`, optional `cap`) or uniform (`from`, `to`).',
  });

/** A distribution of durations; `sometimes` mixes in a second one, with a share in thousandths. */
export const duration = z
  .union(
    [
      simple,
      z
        .strictObject({
          usually: simple.describe('The ordinary case.'),
          sometimes: simple.describe('The other case.'),
          share: thousandths.describe('How often the other case is drawn, in thousandths.'),
        })
        .transform(({ usually, sometimes, share: otherShare }): Duration => ({
          kind: 'mixture',
          main: usually,
          other: sometimes,
          otherShare,
          purpose: PURPOSE.thinkMixture,
        })),
    ],
    { error: formsOf('{mean}', '{median, sigma, cap?}', '{from, to}', '{usually, sometimes, share}') },
  )
  .meta({
    id: 'distribution',
    description:
      'A distribution of durations, or a mixture of two (`usually`, `sometimes`, and the `share` of the second in thousandths).',
  });
