// What lies round the desk in a scenario: the network between people and server, the store, and the server's own deaths.
import { z } from 'zod';
import { say } from '../language/language.ts';
import { formatDuration, SECOND, type Micros } from '../model/core/time.ts';
import { longestRule, type SessionRules } from '../model/rules/rules.ts';
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

/** What decides when play ends, besides the rules. */
interface Evening {
  readonly arrivals: readonly { readonly for: Micros }[];
  readonly tail?: Micros | undefined;
}

/** When play ends, as far as a scenario can say. µs */
export const endOfPlay = ({ arrivals, tail }: Evening, rules: SessionRules): Micros =>
  arrivals.reduce((sum, phase) => sum + phase.for, 0) + (tail ?? longestRule(rules));
