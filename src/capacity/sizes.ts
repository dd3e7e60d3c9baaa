// Is a scenario too large for this machine? Looked at before anything is played: a crash after minutes of silence tells nobody what to do.
import { memoryAllowed } from '../engines/sim/memory.ts';
import { say } from '../language/language.ts';
import type { Profile } from '../model/rows/words.ts';
import { corpusOf, rulesOf, UsageError, workloadOf, type Scenario } from '../scenario/define.ts';
import { tailOf } from '../scenario/surroundings.ts';
import { systemLimits, type SystemLimits } from '../system/limits.ts';
import { forecast } from './forecast.ts';
import { MEMORY, SIM_MEMORY } from './plan.ts';
import { sampleOf } from './sample.ts';

/** Visitors who are drawn to find out how many are there at once. A second of work. */
const LOOKED_AT = 2000;
/** Files that a process needs beside its connections: ledger, store, pipes, modules. */
const OTHER_FILES = 200;
/** An estimate of memory has to be that far above what is allowed before it refuses: what is needed is seen while it is played, too. */
const MEMORY_MARGIN = 1.5;

/** Bytes: of a process without actors, and of an actor. */
interface Needed {
  readonly base: number;
  readonly actor: number;
}

/** What is played, and by what. */
export interface Sized {
  readonly scenario: Scenario;
  readonly profile: Profile;
  readonly seed: string;
}

/** Clients that are there at once, agents among them: at most everybody, else what a sample of the visitors says. */
function connectedIn({ scenario, profile, seed }: Sized, enough: number): number {
  const workload = workloadOf(scenario, seed);
  const visitors = workload.arrivals.reduce((sum, phase) => sum + phase.visitors, 0);
  const everybody = visitors + workload.agents.count;
  if (everybody <= enough) return everybody;
  const sample = sampleOf(workload, visitors, LOOKED_AT);
  const options = { ...tailOf(scenario.data), window: sample?.window };
  const rules = rulesOf(scenario, profile);
  const seen = forecast(sample?.workload ?? workload, rules, corpusOf(scenario, seed), profile, options);
  return Math.round(seen.peakConnected * (sample?.each ?? 1));
}

/**
 * @param memory what the run may take, bytes
 * @throws UsageError when virtual time would need far more
 */
export function refuseLargeInMemory(sized: Sized, memory: number): void {
  refuseMemory(sized, SIM_MEMORY, memory);
}

function refuseMemory(sized: Sized, { base, actor }: Needed, memory: number): void {
  // What a process takes without anybody is left to the look that is taken while it plays.
  const enough = (memory * MEMORY_MARGIN) / actor;
  const visitors = connectedIn(sized, enough);
  if (visitors <= enough) return;
  const [needed, allowed] = [Math.round((base + actor * visitors) / 1e6), Math.round(memory / 1e6)];
  throw new UsageError(say('sizes.memory', { visitors, needed, allowed }));
}

/** @throws UsageError when more connections would be open at once than the generator or the server may have, or than fit into memory */
export function refuseLargeOverSockets(sized: Sized, engine: 'node' | 'k6', limits = systemLimits()): void {
  const { files, ports } = limits;
  const enough = Math.min(files - OTHER_FILES, ports);
  const [fault] = faultsOverSockets(connectedIn(sized, enough), limits);
  if (fault !== undefined) throw new UsageError(fault);
  refuseMemory(sized, MEMORY[engine], memoryAllowed(Infinity));
}

/** What so many connections at once are too many for, in words; empty where there is room for them. */
export const faultsOverSockets = (connections: number, { files, ports } = systemLimits()): string[] => [
  ...filesFault(connections, files),
  ...(connections > ports ? [say('sizes.ports', { connections, ports })] : []),
];

/** @throws UsageError when a server would have more connections open at once than it may */
export function refuseLargeForServer(sized: Sized, { files }: SystemLimits = systemLimits()): void {
  const [fault] = filesFault(connectedIn(sized, files - OTHER_FILES), files);
  if (fault !== undefined) throw new UsageError(fault);
}

function filesFault(connections: number, files: number): string[] {
  const needed = connections + OTHER_FILES;
  return needed <= files ? [] : [say('sizes.files', { connections, needed: roundedUp(needed), files })];
}

/** To two digits: `ulimit -n 110000`. */
function roundedUp(n: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(n)) - 1);
  return Math.ceil(n / step) * step;
}

/** From so many visitors on, drawing them takes seconds: whoever waits is told. */
const TOLD_FROM = 100_000;
export const isLarge = ({ data }: Scenario): boolean =>
  data.arrivals.reduce((sum, phase) => sum + phase.visitors, 0) >= TOLD_FROM;
