// Shared by the tests of scenarios: a valid one, ways
// to change it, and the messages for its faults.
import assert from 'node:assert/strict';
import { UsageError } from '../../src/scenario/define.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';

/** A valid scenario. */
export const good = {
  name: 'my-desk',
  shows: 'a test',
  locale: 'en',
  arrivals: [{ name: 'hour', for: '1h', visitors: 20 }],
  channels: { web: 1 },
  personas: {
    shopper: {
      weight: 1,
      trade: 'pre_sale',
      turns: 3,
      think: { median: '60s', sigma: 1 },
      endings: { closes: 1, goodbye: 1, silent: 1 },
    },
  },
  agents: { count: 2, answer: '10s' },
} as const satisfies ScenarioInput;

/** The path of a value in a scenario. */
export type Path = readonly (string | number)[];

/** `good` with another value at a path; undefined removes the key. */
export function bent(path: Path, value: unknown): ScenarioInput {
  const copy = JSON.parse(JSON.stringify(good)) as Record<string | number, unknown>;
  let at = copy;
  for (const key of path.slice(0, -1)) at = (at[key] ??= {}) as Record<string | number, unknown>;
  const last = path.at(-1) ?? '';
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy as unknown as ScenarioInput;
}

/** All paths of an object, down to its leaves. */
export function pathsOf(value: unknown): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, below]) => [[key], ...pathsOf(below).map((rest) => [key, ...rest])]);
}

/** A copy with another value at a path; unlike JSON it keeps values such as NaN. */
export function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<
    string | number,
    unknown
  >;
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

/** The message for a scenario that must be rejected. */
export function faultOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    assert.ok(error instanceof UsageError, `not a UsageError: ${String(error)}`);
    return error.message;
  }
  return assert.fail('nothing was wrong with it');
}
/** The lines of such a message without its heading, one for each fault. */
export const linesOf = (message: string): string[] => message.split('\n').slice(1);
