// A small evening at the desk for tests: lines, people and rules to start from, random ones, and ways to play and judge them.
import type { Lines } from '../../src/model/actors/settings.ts';
import type { Duration } from '../../src/model/core/distributions.ts';
import { PURPOSE } from '../../src/model/core/draw.ts';
import { Digest } from '../../src/model/core/hash.ts';
import { MINUTE, MS, SECOND, type Micros } from '../../src/model/core/time.ts';
import { Evidence } from '../../src/model/judge/evidence.ts';
import { judge, type Judgement, type JudgeOptions } from '../../src/model/judge/judge.ts';
import { Arrivals } from '../../src/model/population/arrivals.ts';
import type { Habit, Persona, Workload } from '../../src/model/population/workload.ts';
import type { Row } from '../../src/model/rows/rows.ts';
import { CHANNELS } from '../../src/model/rows/words.ts';
import {
  AFTER_CLOSE,
  ANCHORS,
  DEFAULT_RULES,
  PENDING,
  RESETS,
  type IdleRule,
  type SessionRules,
} from '../../src/model/rules/rules.ts';
import type { PathModel } from '../../src/model/runner/virtual/network.ts';
import { playVirtual, type VirtualRun } from '../../src/model/runner/virtual/play.ts';
import type { Random } from './random.ts';

const TRADES = ['pre_sale', 'after_sale'];
const KINDS = ['visitor/open', 'visitor/turn', 'visitor/still_here', 'visitor/thanks', 'agent/reply', 'agent/close'];
const PER_SET = 7;

/** Lines that say themselves what they are: `visitor/open/pre_sale 3`. */
export const LINES: Lines = (() => {
  const keys = KINDS.flatMap((kind) => TRADES.map((trade) => `${kind}/${trade}`));
  const sets = Object.fromEntries(keys.map((key, i) => [key, [i * PER_SET, (i + 1) * PER_SET] as const]));
  return { sets, at: (index) => `${keys[Math.floor(index / PER_SET)] ?? '?'} ${index % PER_SET}` };
})();

export const fixed = (value: Micros): Duration => ({ kind: 'fixed', value });
export const about = (median: Micros, sigma = 0.6): Duration => ({ kind: 'lognormal', median, sigma });

export const persona = (change: Partial<Persona> = {}): Persona => ({
  name: 'shopper',
  trade: 'pre_sale',
  weight: 1,
  turns: 3,
  think: about(20 * SECOND, 1),
  patience: fixed(10 * MINUTE),
  replyPatience: fixed(10 * MINUTE),
  lingers: fixed(MINUTE),
  endings: { closes: 1, goodbye: 1, silent: 1 },
  comesBack: 700,
  answersPrompt: 500,
  promptDelay: about(10 * SECOND),
  lead: 300,
  annoyed: 300,
  typing: 0,
  activity: 0,
  ...change,
});

type AgentsChange = Partial<Workload['agents']>;

export function workload(
  change: Omit<Partial<Workload>, 'agents'> & { agents?: AgentsChange; visitors?: number } = {},
): Workload {
  const { agents, visitors = 20, ...rest } = change;
  return {
    seed: '1',
    arrivals: [{ name: 'evening', for: 5 * MINUTE, visitors }],
    personas: [persona()],
    channels: [{ channel: 'web', weight: 1 }],
    habits: [],
    turnsMost: 8,
    client: {
      liveness: { every: 30 * SECOND, limit: 60 * SECOND },
      backoff: { first: SECOND, most: 30 * SECOND },
      connectFails: 2 * SECOND,
      throttle: { soon: SECOND, late: 60 * SECOND, after: 5 * MINUTE },
    },
    ...rest,
    agents: {
      count: 4,
      personas: [{ name: 'steady', weight: 1, pace: 1000 }],
      settings: {
        answer: about(5 * SECOND),
        perSession: 150,
        glance: fixed(SECOND),
        notice: about(4 * SECOND),
        typing: 0,
      },
      habits: [],
      spread: 0,
      ...agents,
    },
  };
}

/** The idle rule of the default desk, changed. */
export const idleRule = (change: Partial<IdleRule>): IdleRule => ({ ...(DEFAULT_RULES.idle as IdleRule), ...change });

/** Rules with short times: two minutes idle, page and transport checked every 30 s. */
export function rules(change: Partial<SessionRules> = {}): SessionRules {
  const clock = { every: 30 * SECOND, limit: 60 * SECOND };
  return {
    ...DEFAULT_RULES,
    idle: idleRule({ after: 2 * MINUTE }),
    liveness: { transport: clock, page: clock },
    ...change,
  };
}

export interface Run {
  readonly workload: Workload;
  readonly rules: SessionRules;
  readonly latency?: Micros;
  readonly tail?: Micros;
  readonly profile?: string;
  readonly path?: PathModel;
  readonly commit?: Micros;
  readonly crashes?: NonNullable<VirtualRun['crashes']>;
}

export function visitorsOf(w: Workload): number {
  const arrivals = new Arrivals(w.seed, w.arrivals);
  let count = 0;
  while (arrivals.next() !== undefined) count += 1;
  return count;
}

/** Far more rows than any evening of these tests has; beyond it people and desk are chasing each other. */
const STORM = 60_000;

/** A run with all that virtual time wants to know. */
export const virtual = (run: Run): VirtualRun => ({
  ...run,
  lines: LINES,
  profile: run.profile ?? 'bare',
  latency: run.latency ?? 20 * MS,
  visitors: visitorsOf(run.workload),
});

/** Plays a run in virtual time. @returns its ledger */
export function play(run: Run): Row[] {
  const rows: Row[] = [];
  playVirtual(virtual(run), (row) => {
    rows.push(row);
    if (rows.length > STORM) throw new Error(`a storm: ${STORM} rows and no end, the last is ${JSON.stringify(row)}`);
  });
  return rows;
}

export function digestOf(rows: readonly Row[]): string {
  const digest = new Digest();
  for (const row of rows) digest.add(JSON.stringify(row));
  return digest.hex();
}

export function evidenceOf(rows: readonly Row[]): Evidence {
  const evidence = new Evidence();
  for (const row of rows) evidence.add(row);
  return evidence;
}

export function judged(rows: readonly Row[], judgedBy: SessionRules, change: Partial<JudgeOptions> = {}): Judgement {
  return judge(evidenceOf(rows), {
    rules: judgedBy,
    speed: 1,
    epsilon: 50 * MS,
    prematureWithin: 10 * MINUTE,
    generatorLate: false,
    ...change,
  });
}

/** How often each key occurs. */
export function tally<T>(items: readonly T[], key: (item: T) => string | undefined): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) {
    const k = key(item);
    if (k !== undefined) counts[k] = (counts[k] ?? 0) + 1;
  }
  return counts;
}

/** Rows of one kind, of one party if it is named. */
export function only<W extends Row['what']>(rows: readonly Row[], what: W, by?: string): (Row & { what: W })[] {
  return rows.filter((row): row is Row & { what: W } => row.what === what && (by === undefined || row.by === by));
}

// ── swarms: features switched on and off and weighted at random ──────────────────────────────────────────────────────

function randomTime(random: Random, from: Micros, to: Micros): Micros {
  return Math.round((from * Math.pow(to / from, random.unit())) / MS) * MS;
}

function randomDuration(random: Random, from: Micros, to: Micros): Duration {
  const one = (): Duration => {
    const length = randomTime(random, from, to);
    const kind = random.below(4);
    if (kind === 0) return fixed(length);
    if (kind === 1) return { kind: 'exponential', mean: length };
    if (kind === 2) return { kind: 'uniform', low: from, high: from + length };
    return { kind: 'lognormal', median: length, sigma: random.unit() * 1.5, cap: 20 * length };
  };
  if (random.chance(0.8)) return one();
  return { kind: 'mixture', main: one(), other: one(), otherShare: random.below(300), purpose: PURPOSE.thinkMixture };
}

function randomHabits(random: Random, kinds: readonly Habit['kind'][]): Habit[] {
  return random.some(kinds, 0.5).map((kind) => ({
    name: `${kind} at times`,
    kind,
    share: random.pick([50, 300, 1000]),
    onset: randomDuration(random, 5 * SECOND, 5 * MINUTE),
    length: randomDuration(random, SECOND, 4 * MINUTE),
    times: kind === 'killed' ? 1 : random.between(1, 4),
  }));
}

export function randomWorkload(random: Random, seed: string): Workload {
  const total = random.between(2, 25);
  const phases = random.between(1, 3);
  return workload({
    seed,
    arrivals: Array.from({ length: phases }, (_, i) => ({
      name: `phase ${i}`,
      for: random.between(1, 5) * 12 * SECOND,
      visitors: Math.ceil(total / phases),
      ...(random.chance(0.4) && { ramp: [random.between(1, 5), random.between(1, 5)] as const }),
      ...(random.chance(0.3) && { curve: [random.below(4), random.below(4), 1, random.below(4)] }),
    })),
    personas: TRADES.slice(0, random.between(1, 2)).map((trade) =>
      persona({
        name: `${trade} person`,
        trade,
        weight: random.between(1, 3),
        turns: random.between(1, 5),
        think: randomDuration(random, 500 * MS, 4 * MINUTE),
        patience: randomDuration(random, 10 * SECOND, 20 * MINUTE),
        replyPatience: randomDuration(random, 10 * SECOND, 20 * MINUTE),
        lingers: randomDuration(random, SECOND, 5 * MINUTE),
        endings: { closes: random.below(3), goodbye: random.below(3), silent: random.between(1, 3) },
        comesBack: random.pick([0, 500, 1000]),
        answersPrompt: random.pick([0, 500, 1000]),
        typing: random.pick([0, 0, 5 * SECOND]),
        activity: random.pick([0, 0, randomTime(random, 5 * SECOND, MINUTE)]),
      }),
    ),
    channels: random
      .shuffled(CHANNELS)
      .slice(0, random.between(1, 3))
      .map((channel) => ({ channel, weight: 1 })),
    habits: randomHabits(random, ['hidden', 'frozen', 'killed', 'offline']),
    agents: {
      count: random.between(1, 6),
      settings: {
        answer: randomDuration(random, 500 * MS, MINUTE),
        perSession: random.below(500),
        glance: randomDuration(random, 100 * MS, 5 * SECOND),
        notice: randomDuration(random, 100 * MS, MINUTE),
        typing: random.pick([0, 0, 5 * SECOND]),
      },
      habits: randomHabits(random, ['hidden', 'frozen', 'offline']),
      spread: random.below(3) * 10 * SECOND,
      ...(random.chance(0.2) && { leave: { share: 300, at: randomDuration(random, MINUTE, 10 * MINUTE) } }),
    },
  });
}

/** One to three crashes of the server before `end`, at random moments and for random times. */
export function randomCrashes(random: Random, end: Micros): { at: Micros; for: Micros }[] {
  const crashes = [];
  let at = 0;
  for (let left = random.between(1, 3); left > 0; left--) {
    at += random.below(Math.ceil(Math.min(end - at, 10 * MINUTE) / 2));
    const length = 1 + random.below(random.pick([SECOND, 30 * SECOND, 3 * MINUTE]));
    if (at + length >= end) break;
    crashes.push({ at, for: length });
    at += length + 1;
  }
  return crashes;
}

/** Rules that make sense together. `drop` (P8), the defect of the mission, only where it is asked for. */
export function randomRules(random: Random, drop = false): SessionRules {
  const after = randomTime(random, 20 * SECOND, 30 * MINUTE);
  const anchor = random.pick(ANCHORS);
  const own: Partial<Record<(typeof ANCHORS)[number], (typeof RESETS)[number]>> = {
    last_agent_message: 'agent',
    first_agent_reply_after_visitor: 'agent',
    visitor_page_activity: 'activity',
  };
  const idle = random.chance(0.1)
    ? null
    : idleRule({
        after,
        anchor,
        resets: RESETS.filter((reset) => reset === (own[anchor] ?? 'visitor') || random.chance(0.6)),
        onlyIfPending: random.pick(['any', 'any', ...PENDING]),
        byChannel: random.chance(0.3) ? { web: randomTime(random, after / 2, 2 * after) } : {},
      });
  const every = random.pick([10, 30, 60]) * SECOND;
  const clock = { every, limit: random.between(2, 4) * every };
  const policies = AFTER_CLOSE.filter((policy) => drop || policy !== 'drop');
  return {
    idle,
    prompt:
      idle !== null && random.chance(0.5)
        ? {
            before: Math.floor(after / random.between(2, 6) / MS) * MS,
            text: 'still there?',
            max: random.between(1, 3),
            every: random.chance(0.3) ? randomTime(random, 5 * SECOND, after) : null,
          }
        : null,
    welcome: random.chance(0.3) ? { text: 'welcome' } : null,
    bot: random.chance(0.4)
      ? {
          after: randomTime(random, 10 * SECOND, after),
          text: 'may I help?',
          options: [
            { id: 'faq', label: 'Delivery', answer: 'two days' },
            { id: 'human', label: 'A human', answer: null },
          ],
          max: random.between(1, 3),
        }
      : null,
    sweep: random.pick([0, 0, 5 * SECOND, MINUTE]),
    queue: {
      timeout: random.chance(0.5) ? null : randomTime(random, 10 * SECOND, 10 * MINUTE),
      then: random.pick(['close', 'leave_message']),
    },
    afterClose: { policy: random.pick(policies), byChannel: random.chance(0.3) ? { web: random.pick(policies) } : {} },
    visitorGone: random.chance(0.5) ? null : randomTime(random, 20 * SECOND, 10 * MINUTE),
    agents: {
      capacity: random.between(1, 6),
      handOver: random.chance(0.5) ? null : randomTime(random, 5 * SECOND, 5 * MINUTE),
      presence: random.pick(['transport', 'manual']),
    },
    liveness: { transport: clock, page: random.chance(0.3) ? null : clock },
  };
}
