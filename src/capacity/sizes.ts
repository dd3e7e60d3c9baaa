// Rejects, before anything is played, a scenario that is too large for this machine.
// Otherwise it would crash after minutes of silence, without a hint what to do.
import { memoryAllowed } from '../engines/sim/memory.ts';
import { say } from '../language/language.ts';
import type { Profile } from '../model/rows/words.ts';
import { corpusOf, rulesOf, UsageError, workloadOf, type Scenario } from '../scenario/define.ts';
import { tailOf } from '../scenario/surroundings.ts';
import { systemLimits, type SystemLimits } from '../system/limits.ts';
import { forecast } from './forecast.ts';
import { MEMORY, SIM_MEMORY } from './plan.ts';
import { sampleOf } from './sample.ts';

/** Sample size for estimating how many clients are connected at once. A second of work. */
const LOOKED_AT = 2000;
/** Files that a process needs besides its connections: ledger, store, pipes, modules. */
const OTHER_FILES = 200;
/**
 * A run is refused only if its estimate exceeds the allowed memory this many times. Memory is also
 * checked during play.
 */
const MEMORY_MARGIN = 1.5;

/** Bytes: of a process without actors, and of an actor. */
interface Needed {
  readonly base: number;
  readonly actor: number;
}

/** The run whose size is checked. */
export interface Sized {
  readonly scenario: Scenario;
  readonly profile: Profile;
  readonly seed: string;
}

/**
 * Clients connected at once, including agents: everybody if that is few enough, else an estimate
 * from a sample.
 */
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
  // The base memory of a process is left to the check during play.
  const enough = (memory * MEMORY_MARGIN) / actor;
  const visitors = connectedIn(sized, enough);
  if (visitors <= enough) return;
  const [needed, allowed] = [Math.round((base + actor * visitors) / 1e6), Math.round(memory / 1e6)];
  throw new UsageError(say('sizes.memory', { visitors, needed, allowed }));
}

/**
 * @throws UsageError when more connections would be open at once than generator or server may have,
 * or than fit into memory
 */
export function refuseLargeOverSockets(sized: Sized, engine: 'node' | 'k6', limits = systemLimits()): void {
  const { files, ports } = limits;
  const enough = Math.min(files - OTHER_FILES, ports);
  const [fault] = faultsOverSockets(connectedIn(sized, enough), limits);
  if (fault !== undefined) throw new UsageError(fault);
  refuseMemory(sized, MEMORY[engine], memoryAllowed(Infinity));
}

/** Messages about each limit that this many connections exceed; empty if they fit. */
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

/** From this many visitors on, drawing them takes seconds, so the user is told. */
const TOLD_FROM = 100_000;
export const isLarge = ({ data }: Scenario): boolean =>
  data.arrivals.reduce((sum, phase) => sum + phase.visitors, 0) >= TOLD_FROM;
