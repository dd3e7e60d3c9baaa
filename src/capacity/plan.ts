// The plan of a scenario: who comes, what load that is, how fast and how large a run can be.
import { SPACING } from '../engines/socket-runtime.ts';
import type { Message } from '../language/language.ts';
import { SECOND, type Micros } from '../model/core/time.ts';
import { CHANNELS, type Channel, type Profile } from '../model/rows/words.ts';
import { afterCloseOn, idleAfter, type AfterClose, type SessionRules } from '../model/rules/rules.ts';
import { corpusOf, rulesOf, workloadOf, type Scenario } from '../scenario/define.ts';
import { tailOf } from '../scenario/surroundings.ts';
import type { Workload } from '../model/population/workload.ts';
import type { Corpus } from '../scenario/corpus/corpus.ts';
import { arrivalTimes, forecast, socketSeconds, type Forecast } from './forecast.ts';
import { offeredLoad, type Offered } from './offered.ts';
import { sampleOf, scaledUp } from './sample.ts';
import { speedLimit } from './speed.ts';

/** What an engine would need for a run. */
export interface EngineNeeds {
  readonly engine: 'sim' | 'node' | 'k6';
  /** Model seconds per real second; null in virtual time. */
  readonly speed: number | null;
  readonly wallSeconds: number;
  readonly memoryBytes: number;
  /**
   * The same with `--ledger`, for an engine that keeps no ledger by default; it needs no more
   * memory.
   */
  readonly withLedger?: { readonly wallSeconds: number; readonly fileBytes: number };
}

/**
 * The sample that was drawn and played because there are too many visitors. Arrivals are still
 * those of all visitors.
 */
export interface SampleDrawn {
  readonly visitors: number;
  readonly agents: number;
  /** How many visitors each of them stands for. */
  readonly each: number;
  /** Window in which peaks were counted. µs */
  readonly window: Micros;
}

export interface Plan {
  readonly schema: 'stillthere/plan/1';
  readonly scenario: { readonly name: string; readonly shows: string; readonly hash: string };
  readonly profile: Profile;
  readonly seed: string;
  /** Only if all visitors were drawn. */
  readonly populationHash?: string;
  /** Only if a sample was drawn: loads, rates, and needs are then estimates from it. */
  readonly sample?: SampleDrawn;
  readonly visitors: number;
  readonly agents: number;
  /** Model time until the arrivals end, and until play ends. µs */
  readonly horizon: Micros;
  readonly playEnd: Micros;
  /** Arrivals in equal steps of model time. */
  readonly arrivals: { readonly step: Micros; readonly counts: readonly number[] };
  /** Mean time that a visitor's conversations occupy a place. µs */
  readonly holding: Micros;
  readonly phases: readonly Offered[];
  /**
   * Rates per model second in the busiest minute (of a sample: in its `window`). `connected` is the
   * most at once, including agents.
   */
  readonly peak: { readonly messages: number; readonly frames: number; readonly connected: number };
  readonly messages: number;
  /** The highest honest speed of a machine such as {@link USUAL}; `asked` is what the scenario says. */
  readonly speed: {
    readonly asked: number | 'auto';
    readonly limit: { readonly node: number; readonly k6: number };
    readonly bound: { readonly node: Message; readonly k6: Message };
  };
  readonly engines: readonly EngineNeeds[];
  readonly rules: Readonly<Record<string, RulesThatMatter>>;
  /** Paths that the scenario does not set, so that defaults are used. */
  readonly byDefault: readonly string[];
}

/** Rules that decide about timeouts and late messages. µs; null is "off". */
export interface RulesThatMatter {
  readonly idleAfter: Micros | null;
  readonly anchor: string | null;
  readonly promptBefore: Micros | null;
  readonly queueTimeout: Micros | null;
  readonly queueThen: string;
  readonly handOver: Micros | null;
  readonly visitorGone: Micros | null;
  readonly capacity: number;
  readonly afterClose: Readonly<Partial<Record<Channel, AfterClose>>>;
}

/**
 * A quiet machine with two cores: timers at most 1 ms late, plus their spacing, and the frames per
 * CPU second of `npm run bench`.
 */
const USUAL = { epsilon: 1000 + SPACING, framesPerCpuSecond: 150_000 } as const;

/**
 * Memory of the generator by `npm run bench`, the higher figures: without actors, and per connected
 * actor. Bytes
 */
export const MEMORY = {
  node: { base: 150e6, actor: 20e3 },
  k6: { base: 60e6, actor: 145e3 },
} as const;
/**
 * Memory of virtual time, bytes. It keeps the actors who are present, and judges while it plays.
 * Source: resident memory of runs with 80 to 15 000 connected at once. About half of it is alive;
 * the rest is garbage that is not collected yet.
 */
export const SIM_MEMORY = { base: 170e6, actor: 40e3 } as const;
/**
 * Time of a run in virtual time, as a multiple of play alone: with judging, and also with writing
 * the ledger.
 */
const SIM_WORK = { judged: 2.3, written: 3.5 } as const;
/** Ledger bytes per message: all rows of all parties. */
const LEDGER = 780;

/**
 * Makes the plan of a scenario under a profile. Nothing is started or written; virtual time plays
 * it in memory only.
 */
export function planOf(scenario: Scenario, profile: Profile, seed: string): Plan {
  const rules = rulesOf(scenario, profile);
  const workload = workloadOf(scenario, seed);
  const corpus = corpusOf(scenario, seed);
  const { seen, populationHash, sample, playSeconds } = looked(scenario, profile, { workload, rules, corpus });
  const limitOf = (engine: 'node' | 'k6') =>
    speedLimit({ calibration: USUAL, workload, rules, offered: seen.peakFrames, engine });
  const [node, k6] = [limitOf('node'), limitOf('k6')];
  const { phases, holding } = offeredLoad(workload, rules, corpus.sets, seen.arrivals, sample?.visitors);
  const { name, data, hash } = scenario;
  const speedOf = (limit: number): number => (data.speed === 'auto' ? limit : data.speed);
  return {
    schema: 'stillthere/plan/1',
    scenario: { name, shows: data.shows, hash },
    profile,
    seed,
    ...(populationHash !== undefined && { populationHash }),
    ...(sample !== undefined && { sample }),
    visitors: seen.visitors,
    agents: workload.agents.count,
    horizon: seen.horizon,
    playEnd: seen.playEnd,
    arrivals: curveOf(seen),
    holding,
    phases,
    peak: { messages: seen.peakMessages, frames: seen.peakFrames, connected: seen.peakConnected },
    messages: seen.messages,
    speed: {
      asked: data.speed,
      limit: { node: node.limit, k6: k6.limit },
      bound: { node: node.bound, k6: k6.bound },
    },
    engines: [
      simNeeds(playSeconds, seen),
      needsOf('node', speedOf(node.limit), seen),
      needsOf('k6', speedOf(k6.limit), seen),
    ],
    rules: Object.fromEntries(
      Object.keys(data.profiles).map((one) => [one, thatMatter(rulesOf(scenario, one), scenario)]),
    ),
    byDefault: byDefault(scenario.input, data),
  };
}

interface Looked {
  readonly seen: Omit<Forecast, 'populationHash'>;
  readonly populationHash?: string;
  readonly sample?: SampleDrawn;
  /** How long virtual time would take for all of them here. Real seconds */
  readonly playSeconds: number;
}

/** Plays all visitors in virtual time, or a sample of very many, and measures how long it takes. */
function looked(
  scenario: Scenario,
  profile: Profile,
  { workload, rules, corpus }: { workload: Workload; rules: SessionRules; corpus: Corpus },
): Looked {
  const arrivals = arrivalTimes(workload);
  const sample = sampleOf(workload, arrivals.length);
  const began = performance.now();
  const played = forecast(sample?.workload ?? workload, rules, corpus, profile, {
    ...tailOf(scenario.data),
    window: sample?.window,
  });
  const seconds = (performance.now() - began) / 1000;
  if (sample === undefined) return { seen: played, populationHash: played.populationHash, playSeconds: seconds };
  const { each, window } = sample;
  return {
    seen: scaledUp(played, sample, arrivals),
    sample: { visitors: played.visitors, agents: sample.workload.agents.count, each, window },
    playSeconds: seconds * each,
  };
}

function simNeeds(playSeconds: number, { messages, peakConnected }: Looked['seen']): EngineNeeds {
  const { base, actor } = SIM_MEMORY;
  return {
    engine: 'sim',
    speed: null,
    wallSeconds: playSeconds * SIM_WORK.judged,
    memoryBytes: base + actor * peakConnected,
    withLedger: { wallSeconds: playSeconds * SIM_WORK.written, fileBytes: LEDGER * messages },
  };
}

function needsOf(engine: 'node' | 'k6', speed: number, { playEnd, peakConnected }: Looked['seen']): EngineNeeds {
  const { base, actor } = MEMORY[engine];
  return { engine, speed, wallSeconds: socketSeconds(playEnd, speed), memoryBytes: base + actor * peakConnected };
}

/** Most steps of the arrival curve that people can still read. */
const STEPS = 60;
const NICE = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400];

function curveOf({ arrivals, horizon }: Looked['seen']): Plan['arrivals'] {
  const seconds = NICE.find((s) => horizon / SECOND / s <= STEPS) ?? Math.ceil(horizon / SECOND / STEPS);
  const step = seconds * SECOND;
  const counts = Array.from({ length: Math.max(1, Math.ceil(horizon / step)) }, () => 0);
  for (const at of arrivals) {
    const n = Math.min(counts.length - 1, Math.floor(at / step));
    counts[n] = (counts[n] ?? 0) + 1;
  }
  return { step, counts };
}

function thatMatter(rules: SessionRules, { data }: Scenario): RulesThatMatter {
  const played = CHANNELS.filter((channel) => (data.channels[channel] ?? 0) > 0);
  return {
    idleAfter: rules.idle === null ? null : idleAfter(rules.idle),
    anchor: rules.idle?.anchor ?? null,
    promptBefore: rules.prompt?.before ?? null,
    queueTimeout: rules.queue.timeout,
    queueThen: rules.queue.then,
    handOver: rules.agents.handOver,
    visitorGone: rules.visitorGone,
    capacity: rules.agents.capacity,
    afterClose: Object.fromEntries(played.map((channel) => [channel, afterCloseOn(rules, channel)])),
  };
}

/**
 * Keys of people's behaviour that the scenario does not set: of each persona, of the agents, and of
 * the client.
 */
function byDefault(input: Scenario['input'], data: Scenario['data']): string[] {
  const missing = (written: object | undefined, filled: object, path: string): string[] =>
    Object.keys(filled)
      .filter((key) => !Object.hasOwn(written ?? {}, key))
      .map((key) => `${path}.${key}`);
  return [
    ...Object.entries(data.personas).flatMap(([name, persona]) =>
      missing(input.personas[name], persona, `personas.${name}`),
    ),
    ...missing(input.agents, data.agents, 'agents').filter((path) => !/\.(habits|spread)$/.test(path)),
    ...missing(input.client, data.client, 'client'),
    ...(input.prematureWithin === undefined ? ['prematureWithin'] : []),
  ];
}

/** Phases in which the mean demand exceeds the places. */
export const overfull = ({ phases }: Plan): readonly Offered[] =>
  phases.filter((p) => (p.occupancy === null ? p.wanted.mean > 0 : p.occupancy > 1));

/** Phases in which only the peak demand exceeds the places: the queue comes and goes. */
export const tight = ({ phases }: Plan): readonly Offered[] =>
  phases.filter((p) => p.occupancy !== null && p.occupancy <= 1 && p.wanted.most > p.places);
