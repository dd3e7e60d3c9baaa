// The schemas of the network, the store and server crashes of a scenario, and of the end of play.
import { z } from 'zod';
import { say } from '../language/language.ts';
import { formatDuration, SECOND, type Micros } from '../model/core/time.ts';
import { TAIL_MOST, type VirtualRun } from '../model/runner/virtual/play.ts';
import { duration, some, span } from './lengths.ts';

export const network = z
  .strictObject({
    latency: duration
      .prefault('20ms')
      .describe('One-way latency of every packet; drawn once for each visitor and agent.'),
    jitter: duration.optional().describe('Additional latency, drawn again every second; none if left out.'),
  })
  .prefault({})
  .describe('The network of virtual time. Runs over real sockets use the real network and ignore this.');

export const commit = span
  .refine((takes) => takes <= SECOND, { error: () => say('shape.commitLong') })
  .prefault('0s')
  .describe(
    'How long a commit of the store takes in virtual time; nothing is acknowledged before. Runs over real sockets use a real store and ignore this.',
  );

const crash = z.strictObject({
  at: span.describe('When the server is killed, from the start.'),
  for: some.describe('How long it is down. Over real sockets it is down at least as long as it takes to start.'),
});
type Crash = z.output<typeof crash>;

/** Crashes in order of time; `i` is the index in the scenario. */
const inOrder = (all: readonly Crash[]): (Crash & { readonly i: number })[] =>
  all.map((one, i) => ({ ...one, i })).sort((a, b) => a.at - b.at);

export const crashes = z
  .array(crash)
  .superRefine((all, ctx) => {
    const ordered = inOrder(all);
    for (const [n, { at, i }] of ordered.entries()) {
      const before = ordered[n - 1];
      if (before === undefined || at > before.at + before.for) continue;
      ctx.addIssue({
        code: 'custom',
        path: [i],
        message: say('shape.crashOverlaps', {
          at: formatDuration(before.at),
          back: formatDuration(before.at + before.for),
        }),
        input: all[i],
      });
    }
  })
  .default([])
  .describe(
    'When the server is killed, and for how long; uncommitted data is lost. Not available with a target of your own.',
  );

export const tail = z
  .union([span, z.strictObject({ atMost: span.describe('The run ends then, whatever is still open.') })], {
    error: ({ input }) => tailFault(input),
  })
  .optional()
  .describe(
    'If left out, the run goes on after the last arrival until everybody has left and every session has ended, for 24 hours at most; ' +
      '`{ atMost: 3d }` sets another limit. A length cuts the run: what is open then is left out of rates and counted separately.',
  );

/** The error for a wrong tail: that of a length, unless an object was written. */
function tailFault(input: unknown): string {
  if (typeof input === 'object' && input !== null) return say('shape.tail');
  const parsed = span.safeParse(input);
  return parsed.error?.issues[0]?.message ?? say('shape.tail');
}

/** The parts of a scenario that decide when play ends. */
interface Evening {
  readonly arrivals: readonly { readonly for: Micros }[];
  readonly tail?: z.output<typeof tail>;
}

/** The tail of a scenario in the form that virtual time and engines take. */
export function tailOf({ tail }: Pick<Evening, 'tail'>): Pick<VirtualRun, 'tail' | 'tailMost'> {
  if (tail === undefined) return {};
  return typeof tail === 'number' ? { tail } : { tailMost: tail.atMost };
}

/** The latest end of play, µs. */
export function latestEndOf(evening: Evening): Micros {
  const { tail: cut, tailMost = TAIL_MOST } = tailOf(evening);
  return evening.arrivals.reduce((sum, phase) => sum + phase.for, 0) + (cut ?? tailMost);
}
