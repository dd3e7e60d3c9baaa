// Agents with their own rules, and visitors who come one after the other, for tests of the desk.
import { SECOND } from '../../../src/model/core/time.ts';
import type { SessionRules } from '../../../src/model/rules/rules.ts';
import { STAFF } from '../evening.ts';
import { Bench, quiet } from './bench.ts';

export const staff = (change: Partial<SessionRules['agents']>): Partial<SessionRules> => ({
  agents: { capacity: 5, handOver: null, presence: 'transport', supervisors: [], ...STAFF, ...change },
});
export const bench = (change: Partial<SessionRules>, ...agents: string[]): Bench =>
  new Bench(quiet(change)).agents(...agents);

/** Visitors come one after the other. @returns the agent of each one's session */
export function come(on: Bench, ...visitors: string[]): (string | undefined)[] {
  return visitors.map((visitor) => {
    on.visitor(visitor);
    on.say(visitor, `${visitor}/0`);
    on.later(SECOND);
    return on.sessions().find((s) => s.visitor === visitor && s.state !== 'closed')?.agent;
  });
}
