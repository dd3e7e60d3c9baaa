// What a scenario would do, without playing it to anybody: who comes, what load that is, how fast and how large it can be.
import { SPACING } from '../engines/socket-runtime.ts';
import type { Message } from '../language/language.ts';
import { SECOND, type Micros } from '../model/core/time.ts';
import { CHANNELS, type Channel, type Profile } from '../model/rows/words.ts';
import { afterCloseOn, type AfterClose, type SessionRules } from '../model/rules/rules.ts';
import { corpusOf, rulesOf, workloadOf, type Scenario } from '../scenario/define.ts';
import { forecast, type Forecast } from './forecast.ts';
import { offeredLoad, type Offered } from './offered.ts';
import { speedLimit } from './speed.ts';

/** What an engine would need for it. */
export interface EngineNeeds {
  readonly engine: 'sim' | 'node' | 'k6';
  /** Model seconds per real second; null in virtual time. */
  readonly speed: number | null;
  readonly wallSeconds: number;
  readonly memoryBytes: number;
}

export interface Plan {
  readonly schema: 'stillthere/plan/1';
  readonly scenario: { readonly name: string; readonly shows: string; readonly hash: string };
  readonly profile: Profile;
  readonly seed: string;
  readonly populationHash: string;
  readonly visitors: number;
  readonly agents: number;
  /** Model time from the first arrivals to their end, and to the end of play. µs */
  readonly horizon: Micros;
  readonly playEnd: Micros;
  /** Arrivals in equal steps of model time. */
  readonly arrivals: { readonly step: Micros; readonly counts: readonly number[] };
  /** Mean time that a visitor's conversations take a place. µs */
  readonly holding: Micros;
  readonly phases: readonly Offered[];
  /** At the busiest minute, a model second; `connected` is the most at once, agents among them. */
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
  /** Paths of the scenario that nobody wrote, so that our defaults stand there. */
  readonly byDefault: readonly string[];
}

/** What decides about timeouts and late messages. µs; null is "off". */
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

/** A quiet machine with two cores: timers 1 ms late at most and alarms spaced on top, and what `npm run bench` calls frames a CPU second there. */
export const USUAL = { epsilon: 1000 + SPACING, framesPerCpuSecond: 150_000 } as const;

/** Memory of the generator by `npm run bench`, the higher figures: without actors, and of an actor that is connected. */
const MEMORY = {
  node: { base: 150e6, actor: 20e3 },
  k6: { base: 60e6, actor: 145e3 },
} as const;
/** Virtual time keeps what the judge needs of every message. */
const SIM_MEMORY = { base: 150e6, message: 2.5e3 } as const;
/** Preparing (a look at the machine, starting the server) and draining, around play itself. Real seconds. */
const AROUND = 12;
/** A run in virtual time also writes the ledger and judges it: this many times the play alone. */
const SIM_WORK = 2;

/** Makes the plan of a scenario under a profile. Nothing is started or written; the play in virtual time is in memory only. */
export function planOf(scenario: Scenario, profile: Profile, seed: string): Plan {
  const began = performance.now();
  const rules = rulesOf(scenario, profile);
  const workload = workloadOf(scenario, seed);
  const corpus = corpusOf(scenario, seed);
  const seen = forecast(workload, rules, corpus, profile, scenario.data.tail);
  const virtualSeconds = (performance.now() - began) / 1000;
  const limitOf = (engine: 'node' | 'k6') =>
    speedLimit({ calibration: USUAL, workload, rules, offered: seen.peakFrames, engine });
  const [node, k6] = [limitOf('node'), limitOf('k6')];
  const { phases, holding } = offeredLoad(workload, rules, corpus.sets, seen.arrivals);
  const { name, data, hash } = scenario;
  const speedOf = (limit: number): number => (data.speed === 'auto' ? limit : data.speed);
  return {
    schema: 'stillthere/plan/1',
    scenario: { name, shows: data.shows, hash },
    profile,
    seed,
    populationHash: seen.populationHash,
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
      {
        engine: 'sim',
        speed: null,
        wallSeconds: virtualSeconds * SIM_WORK,
        memoryBytes: SIM_MEMORY.base + SIM_MEMORY.message * seen.messages,
      },
      needsOf('node', speedOf(node.limit), seen),
      needsOf('k6', speedOf(k6.limit), seen),
    ],
    rules: Object.fromEntries(
      (Object.keys(data.profiles) as Profile[]).map((one) => [one, thatMatter(rulesOf(scenario, one), scenario)]),
    ),
    byDefault: byDefault(scenario.input, data),
  };
}

function needsOf(engine: 'node' | 'k6', speed: number, { playEnd, peakConnected }: Forecast): EngineNeeds {
  const { base, actor } = MEMORY[engine];
  return { engine, speed, wallSeconds: playEnd / 1e6 / speed + AROUND, memoryBytes: base + actor * peakConnected };
}

/** Steps of the curve of arrivals that people can still read. */
const STEPS = 60;
const NICE = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400];

function curveOf({ arrivals, horizon }: Forecast): Plan['arrivals'] {
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
    idleAfter: rules.idle?.after ?? null,
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

/** Keys under which people's behaviour stands that nobody wrote: of each persona, of the agents and of the client. */
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

/** Stretches in which more conversations are wanted than there are places. */
export const overfull = ({ phases }: Plan): readonly Offered[] =>
  phases.filter((p) => (p.occupancy === null ? p.wanted.mean > 0 : p.occupancy > 1));

/** Stretches that are full only for a while: the queue comes and goes. */
export const tight = ({ phases }: Plan): readonly Offered[] =>
  phases.filter((p) => p.occupancy !== null && p.occupancy <= 1 && p.wanted.most > p.places);
