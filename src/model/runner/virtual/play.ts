// Plays a whole workload in virtual time, from the first arrival to the drained ledger.
import type { Lines } from '../../actors/settings.ts';
import { SECOND, type Micros } from '../../core/time.ts';
import type { Workload } from '../../population/workload.ts';
import { horizonOf } from '../../population/workload.ts';
import { agentId } from '../../rows/ids.ts';
import { Recorder, toRows, type RowSink } from '../../rows/recorder.ts';
import { longestRule, type SessionRules } from '../../rules/rules.ts';
import { Runner } from '../runner.ts';
import { World } from './world.ts';

export interface VirtualRun {
  readonly workload: Workload;
  readonly rules: SessionRules;
  readonly lines: Lines;
  readonly profile: string;
  /** One way, every packet. µs */
  readonly latency: Micros;
  /** How long play goes on after the last arrival; default: the longest rule plus a sweep. µs */
  readonly tail?: Micros;
  readonly visitors: number;
  /** Play every heartbeat instead of working out what heartbeats come to: slower, and the same ledger. */
  readonly literal?: boolean;
}

/** Longest a virtual drain may take. A client that reconnects, resends and is acked needs far less. */
const DRAIN: Micros = 600 * SECOND;

/** When play ends and the drain begins. µs */
export const playEnd = (workload: Workload, rules: SessionRules, tail?: Micros): Micros =>
  horizonOf(workload) + (tail ?? longestRule(rules));

/** Plays and drains. Every row goes to `sink` in order of virtual time. @returns events played */
export function playVirtual(run: VirtualRun, sink: RowSink): { events: number; end: Micros } {
  const { workload, rules, lines, latency } = run;
  const agentTokens: Record<string, string> = {};
  for (let j = 0; j < workload.agents.count; j++) agentTokens[agentId(j)] = `token-${j}`;
  const conductor = new Recorder('conductor', toRows(sink));
  const { liveness } = workload.client;
  const world = new World({
    rules,
    latency,
    agentTokens,
    record: toRows(sink),
    ...(run.literal !== true && { liveness }),
  });
  const runner = new Runner({ workload, lines, runtime: world, shard: 0, shards: 1, agentTokens });
  world.attach(runner);
  const { seed } = workload;
  conductor.write(0, {
    what: 'run',
    seed,
    speed: 1,
    profile: run.profile,
    engine: 'sim',
    pathAt: 'runner',
    visitors: run.visitors,
    agents: workload.agents.count,
  });
  conductor.write(0, { what: 'phase', phase: 'start' });
  runner.start();
  world.run(horizonOf(workload));
  conductor.write(world.now(), { what: 'phase', phase: 'arrivals_end' });
  world.run(playEnd(workload, rules, run.tail));
  conductor.write(world.now(), { what: 'phase', phase: 'play_end' });
  conductor.write(world.now(), { what: 'phase', phase: 'drain_start' });
  runner.rest();
  const { backoff, connectFails } = workload.client;
  const limit = world.now() + 20 * Math.max(DRAIN / 20, backoff.most + liveness.limit + connectFails);
  const settled = (): boolean => runner.health().unsettled === 0;
  if (!settled()) world.run(limit, settled);
  runner.fence();
  if (!settled()) world.run(limit, settled);
  world.run(world.now() + 2 * latency);
  const complete = settled();
  runner.finish();
  const end = world.now();
  world.archive.testify(end, sink, world.desk.inbox());
  conductor.write(end, { what: 'phase', phase: 'drain_end', complete });
  conductor.end(end, 0);
  return { events: world.played, end };
}
