// Agreement with reality: plays the same people in virtual time and over sockets.
// Virtual time plays them at speed 1, and with latencies that are stretched as compression does.
import { rm } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { setImmediate as breath } from 'node:timers/promises';
import type { Engine } from '../../engines/engine.ts';
import { say } from '../../language/language.ts';
import type { Profile } from '../../model/rows/words.ts';
import { Evidence } from '../../model/judge/evidence.ts';
import { playVirtual } from '../../model/runner/virtual/play.ts';
import type { Result } from '../../result/schema.ts';
import { corpusOf, rulesOf, UsageError, workloadOf, type Scenario } from '../../scenario/define.ts';
import { figuresOf, type Figures } from './figures.ts';
import { measureLoopback, type Loopback } from './loopback.ts';
import { honestSpeed } from '../../capacity/calibrate.ts';
import { judgingOf } from '../../run/conclude.ts';
import { tailOf } from '../../scenario/surroundings.ts';
import { makeRunFolder, type RunFolder } from '../../run/folder.ts';
import { forecast } from '../../capacity/forecast.ts';
import { seedsOf } from '../replicates/replicates.ts';
import type { Moment } from '../../run/request.ts';
import { conduct } from '../../run/live-run.ts';
import { virtualRun } from '../../run/virtual-run.ts';
import type { Calibration, SpeedLimit } from '../../capacity/speed.ts';

/** An engine over real sockets, and the version of k6 where it is that. */
export interface RealEngine {
  readonly engine: Engine;
  readonly k6?: string;
}

export interface AgreeRequest {
  readonly scenario: Scenario;
  readonly profile: Profile;
  /** S of the seeds S/1, S/2, … */
  readonly seed: string;
  readonly replicates: number;
  readonly engines: readonly RealEngine[];
  /** Each is compared on its own; `auto`: the highest that all engines may honestly play. */
  readonly speeds: readonly (number | 'auto')[];
  readonly out: string;
  /** Keep the ledgers of runs that went well, too. */
  readonly keepLedgers: boolean;
  readonly stop: AbortSignal;
  readonly watch: (step: AgreeStep) => void;
}

/** The current step. */
export type AgreeStep =
  | { readonly is: 'measuring' }
  | { readonly is: 'virtual'; readonly at: number; readonly seed: string }
  | {
      readonly is: 'real';
      readonly at: number;
      readonly seed: string;
      readonly engine: string;
      readonly speed: number;
      readonly moment: Moment;
    };

/** A run over sockets that was played for a pair, used or not. */
export interface RealRun {
  readonly engine: Engine['name'];
  readonly speed: number;
  readonly seed: string;
  readonly result: Result;
  /** Can its numbers be trusted? Violations that it found do not matter. */
  readonly isUsed: boolean;
}

/** How fast an engine may honestly play here, by a calibration for this speed. */
export interface EngineAt {
  readonly engine: Engine['name'];
  readonly speed: number;
  readonly limit: SpeedLimit;
  readonly calibration: Calibration;
}

/** All runs at one speed, in the order of the seeds. */
export interface SpeedPlayed {
  readonly speed: number;
  /** Virtual time with the latencies of the machine times the speed. */
  readonly compressed: readonly Figures[];
  readonly real: Readonly<Partial<Record<Engine['name'], readonly Figures[]>>>;
}

export interface Agreed {
  readonly folder: RunFolder;
  readonly startedAt: string;
  readonly machine: { readonly cores: number; readonly load: number };
  readonly loopback: Loopback;
  readonly engines: readonly EngineAt[];
  /** Virtual time with the latencies of the machine, at speed 1. */
  readonly virtual: readonly Figures[];
  readonly speeds: readonly SpeedPlayed[];
  readonly runs: readonly RealRun[];
}

/** Most attempts for a run that cannot be trusted (its generator was late, its server died). */
const TRIES = 3;

/** Reasons that make the evidence worthless; all others are findings. */
const UNTRUSTED: ReadonlySet<string> = new Set(['target', 'generator', 'ledger', 'drain', 'run']);

/**
 * Plays everything seed by seed, so that drift on a shared machine affects all runs alike. Aborting
 * `stop` ends it after the current run; what was played by then is returned.
 * @throws UsageError for faults of the request, and for `auto` where no speed is honest; Error when
 * the loopback server does not start
 */
export async function agree(request: AgreeRequest): Promise<Agreed> {
  const { scenario, profile, seed, replicates, stop } = request;
  const startedAt = new Date().toISOString();
  const machine = { cores: availableParallelism(), load: loadavg()[0] ?? 0 };
  const rules = rulesOf(scenario, profile);
  const folder = await agreeFolder(request);
  const began = { runs: 0 };
  try {
    request.watch({ is: 'measuring' });
    const loopback = await measureLoopback(rules, 'process');
    const engines = stop.aborted ? [] : await lookAtEngines(request);
    const speeds = [...new Set(engines.map(({ speed }) => speed))];
    const play = new Pairs(request, folder, loopback, engines, began);
    for (const [at, one] of seedsOf(seed, replicates).entries()) {
      if (stop.aborted) break;
      await play.seed(at, one, speeds);
    }
    return { folder, startedAt, machine, loopback, engines, ...play.played(speeds) };
  } catch (error) {
    // Without any run, the empty folder is removed.
    if (began.runs === 0) await rm(folder.path, { recursive: true, force: true });
    throw error;
  }
}

function agreeFolder({ out, scenario, profile, engines, seed, replicates }: AgreeRequest): Promise<RunFolder> {
  const names = engines.map(({ engine }) => engine.name).join('-');
  const named = { ...scenario, name: `agree-${scenario.name}` };
  return makeRunFolder(out, named, profile, names, seed, { hasLedger: false, replicates });
}

/**
 * The honest limit of each engine at each speed; `auto` becomes the lowest limit of all engines.
 * Empty when it was stopped.
 */
async function lookAtEngines({ scenario, profile, seed, replicates, engines, speeds, stop }: AgreeRequest) {
  const [first = seed] = seedsOf(seed, replicates);
  const rules = rulesOf(scenario, profile);
  const workload = workloadOf(scenario, first);
  const plan = forecast(workload, rules, corpusOf(scenario, first), profile, tailOf(scenario.data));
  const looked: EngineAt[] = [];
  for (const asked of speeds) {
    const looks: Omit<EngineAt, 'speed'>[] = [];
    for (const { engine } of engines) {
      const atMost = asked === 'auto' ? {} : { atMost: asked };
      looks.push({ engine: engine.name, ...(await honestSpeed({ engine, workload, rules, plan, stop, ...atMost })) });
    }
    if (stop.aborted) return [];
    const speed = asked === 'auto' ? lowestOf(looks) : asked;
    looked.push(...looks.map((look) => ({ ...look, speed })));
  }
  return looked;
}

/**
 * The lowest limit of all engines.
 * @throws UsageError if it is 0, because then no speed is possible
 */
function lowestOf(looks: readonly Omit<EngineAt, 'speed'>[]): number {
  const lowest = looks.reduce((a, b) => (b.limit.limit < a.limit.limit ? b : a));
  const { limit, bound } = lowest.limit;
  if (limit === 0) throw new UsageError(say('agree.noHonestSpeed', { engine: lowest.engine, bound }));
  return limit;
}

/** Plays seeds and keeps their figures. */
class Pairs {
  readonly #request: AgreeRequest;
  readonly #folder: RunFolder;
  readonly #loopback: Loopback;
  readonly #engines: readonly EngineAt[];
  readonly #began: { runs: number };
  readonly #virtual: Figures[] = [];
  readonly #compressed = new Map<number, Figures[]>();
  readonly #real = new Map<string, Figures[]>();
  readonly #runs: RealRun[] = [];

  constructor(
    request: AgreeRequest,
    folder: RunFolder,
    loopback: Loopback,
    engines: readonly EngineAt[],
    began: { runs: number },
  ) {
    this.#request = request;
    this.#folder = folder;
    this.#loopback = loopback;
    this.#engines = engines;
    this.#began = began;
  }

  async seed(at: number, seed: string, speeds: readonly number[]): Promise<void> {
    const { watch, engines, stop } = this.#request;
    watch({ is: 'virtual', at, seed });
    const virtual = (speed: number): Figures => inVirtualTime(this.#request, seed, this.#loopback, speed);
    this.#virtual.push(virtual(1));
    for (const speed of speeds) {
      // Virtual time does not yield to the event loop, so Ctrl-C takes effect here.
      await breath();
      keep(this.#compressed, speed, virtual(speed));
    }
    await breath();
    // In turns, so that neither engine is always the first.
    const inTurn = at % 2 === 0 ? engines : [...engines].reverse();
    for (const speed of speeds)
      for (const engine of inTurn) {
        if (stop.aborted) return;
        await this.#overSockets(at, seed, engine, speed);
      }
  }

  played(speeds: readonly number[]): Pick<Agreed, 'virtual' | 'speeds' | 'runs'> {
    const real = (speed: number): SpeedPlayed['real'] =>
      Object.fromEntries(
        this.#request.engines.map(({ engine }) => [engine.name, this.#real.get(`${engine.name} ${speed}`) ?? []]),
      );
    return {
      virtual: this.#virtual,
      speeds: speeds.map((speed) => ({
        speed,
        compressed: this.#compressed.get(speed) ?? [],
        real: real(speed),
      })),
      runs: this.#runs,
    };
  }

  async #overSockets(at: number, seed: string, { engine, k6 }: RealEngine, speed: number): Promise<void> {
    const { scenario, profile, stop, watch, keepLedgers } = this.#request;
    const limit = this.#engines.find((e) => e.engine === engine.name && e.speed === speed)?.limit;
    for (let n = 0; n < TRIES && !stop.aborted; n++) {
      let figures: Figures | undefined;
      this.#began.runs += 1;
      const { result, folder } = await conduct({
        scenario,
        profile,
        seed,
        engine,
        speed,
        out: this.#folder.path,
        stop,
        watch: (moment) => watch({ is: 'real', at, seed, engine: engine.name, speed, moment }),
        evidence: (evidence, judging) => (figures = figuresOf(seed, evidence, judging)),
        ...(k6 !== undefined && { k6 }),
        ...(limit !== undefined && { limit }),
      });
      const isUsed = figures !== undefined && result.reasons.every((reason) => !UNTRUSTED.has(reason.limit));
      this.#runs.push({ engine: engine.name, speed, seed, result, isUsed });
      if (figures === undefined || !isUsed) continue;
      keep(this.#real, `${engine.name} ${speed}`, figures);
      if (!keepLedgers) await rm(folder.ledger, { force: true });
      return;
    }
  }
}

/**
 * Virtual time with the latencies of a machine times `speed`, judged like a run at that speed. The
 * same seed gives the same figures.
 */
export function inVirtualTime(
  { scenario, profile }: Pick<AgreeRequest, 'scenario' | 'profile'>,
  seed: string,
  { latency, commit }: Pick<Loopback, 'latency' | 'commit'>,
  speed: number,
): Figures {
  // The scenario's network exists only in virtual time, and loopback has none of it.
  const { path: _, ...run } = virtualRun(scenario, profile, seed);
  const evidence = new Evidence();
  const stretched = { latency: Math.round(latency * speed), commit: Math.round(commit * speed) };
  playVirtual({ ...run, ...stretched }, (row) => evidence.add(row));
  return figuresOf(seed, evidence, judgingOf(scenario, run.rules, speed, false));
}

function keep<K>(lists: Map<K, Figures[]>, key: K, figures: Figures): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [figures]);
  else list.push(figures);
}
