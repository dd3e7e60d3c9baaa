// Zod checks for the server configuration. Each error message says what would be valid.
import { z } from 'zod';

export const whole = (least: number, most = Number.MAX_SAFE_INTEGER) => {
  const range = most === Number.MAX_SAFE_INTEGER ? `from ${least}` : `from ${least} to ${most}`;
  const error = least === -Infinity ? 'must be a whole number' : `must be a whole number ${range}`;
  return z.number({ error }).refine((n) => Number.isSafeInteger(n) && n >= least && n <= most, { error });
};
export const text = (least: number) =>
  z.string({ error: 'must be a text' }).min(least, { error: `must have at least ${least} characters` });
export const word = <const W extends readonly [string, ...string[]]>(words: W) =>
  z.enum(words, { error: `must be one of ${words.join(', ')}` });
export const list = <T extends z.ZodType>(of: T) => z.array(of, { error: 'must be a list' });
export const flag = z.boolean({ error: 'must be true or false' });
export const object = <S extends z.ZodRawShape>(shape: S) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `has a setting that does not exist: ${issue.keys.join(', ')}; known: ${Object.keys(shape).join(', ')}`
        : `must be an object with ${Object.keys(shape).join(', ')}`,
  });
