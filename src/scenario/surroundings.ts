// What lies round the desk in a scenario: the network between people and server, the store, and the server's own deaths.
import { z } from 'zod';
import { say } from '../language/language.ts';
import { formatDuration, SECOND, type Micros } from '../model/core/time.ts';
import { TAIL_MOST, type VirtualRun } from '../model/runner/virtual/play.ts';
import { duration, some, span } from './lengths.ts';

export const network = z
  .strictObject({
    latency: duration.prefault('20ms').describe('One way, every packet; drawn once for each visitor and agent.'),
    jitter: duration.optional().describe('Added to it; drawn anew for every second. When left out, there is none.'),
  })
  .prefault({})
  .describe('The network of virtual time. Over real sockets the network is the real one, and this is not applied.');

export const commit = span
  .refine((takes) => takes <= SECOND, { error: () => say('shape.commitLong') })
  .prefault('0s')
  .describe(
    'How long the store takes to commit, in virtual time: nothing is acknowledged before. The server over real sockets has a real store.',
  );

const crash = z.strictObject({
  at: span.describe('When it dies, from the start.'),
  for: some.describe('How long it is away. Over real sockets at least as long as it takes to start.'),
});
type Crash = z.output<typeof crash>;

/** In the order in which they happen; each knows its place in the scenario. */
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
    'When the server is killed, and for how long; what it had not committed is gone. Not against a target of your own.',
  );

export const tail = z
  .union([span, z.strictObject({ atMost: span.describe('Play ends then, whatever is still open.') })], {
    error: ({ input }) => tailFault(input),
  })
  .optional()
  .describe(
    'When left out, play goes on after the last arrival until everybody has left and every session is over, for 24 hours at most; ' +
      '`{ atMost: 3d }` sets another bound. A length cuts play on purpose: what is open then is left out of rates, and counted beside them.',
  );

/** What was meant: a length, unless it is written as an object. */
function tailFault(input: unknown): string {
  if (typeof input === 'object' && input !== null) return say('shape.tail');
  const parsed = span.safeParse(input);
  return parsed.error?.issues[0]?.message ?? say('shape.tail');
}

/** What decides when play ends. */
interface Evening {
  readonly arrivals: readonly { readonly for: Micros }[];
  readonly tail?: z.output<typeof tail>;
}

/** The tail of a scenario as virtual time and engines take it. */
export function tailOf({ tail }: Pick<Evening, 'tail'>): Pick<VirtualRun, 'tail' | 'tailMost'> {
  if (tail === undefined) return {};
  return typeof tail === 'number' ? { tail } : { tailMost: tail.atMost };
}

/** When play ends at the latest. µs */
export function latestEndOf(evening: Evening): Micros {
  const { tail: cut, tailMost = TAIL_MOST } = tailOf(evening);
  return evening.arrivals.reduce((sum, phase) => sum + phase.for, 0) + (cut ?? tailMost);
}
