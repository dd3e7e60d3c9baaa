// Hand-made data for the tests of boards: a server with
// known numbers, and a run in which nothing happened.
import type { Role } from '../../src/metrics/server.ts';
import { serverMetrics } from '../../src/metrics/server-registry.ts';
import { noLatency } from '../../src/model/judge/waits/latency.ts';
import { linesOf } from '../metrics/page.ts';

/** A series with its labels and its value. */
export interface Series {
  readonly labels: Readonly<Record<string, string>> & { readonly __name__: string };
  readonly value: number;
}

const noAgents = { available: 0, busy: 0, away: 0 };

/** A server that reports this many timeouts and hand-overs in each step, and this many sessions. */
export function server(id: string, each: number): { step(): void; series(): Promise<Series[]> } {
  const metrics = serverMetrics({
    version: '1.2.3',
    server: id,
    speed: 10,
    stats: () => ({ sessions: { active: each }, queued: each, agents: noAgents }),
    connections: () => ({ visitor: 0, agent: 0, none: 0 }) satisfies Record<Role, number>,
  });
  return {
    step() {
      for (let n = 0; n < each; n++) {
        metrics.note({ note: 'closed', reason: 'idle_timeout', lateness: each * 1000, duration: 1e6 });
        metrics.note({ note: 'transfer', outcome: 'completed', took: each * 1e6 });
        metrics.note({ note: 'assigned', waited: each * 1e6 });
      }
    },
    series: async () =>
      linesOf((await metrics.expose()).text)
        .filter(({ name }) => name.startsWith('chat_'))
        .map(({ name, labels, value }) => ({
          labels: { ...labels, __name__: name, job: 'chat-server', instance: id },
          value,
        })),
  };
}

/** A copy of a document with every number set to zero. */
export const zeroed = <T>(value: T): T =>
  (typeof value === 'number'
    ? 0
    : Array.isArray(value) || typeof value !== 'object' || value === null
      ? value
      : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, zeroed(inner)]))) as T;

/** Latencies of a run in which nobody has waited. */
export const NO_TIMES = noLatency();
