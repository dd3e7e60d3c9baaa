// A small scenario for tests: lines, people and rules to start from, and ways to play and judge it.
import type { AgentSettings, Lines } from '../../src/model/actors/settings.ts';
import type { Duration } from '../../src/model/core/distributions.ts';
import { Digest } from '../../src/model/core/hash.ts';
import { MINUTE, MS, SECOND, type Micros } from '../../src/model/core/time.ts';
import { Evidence } from '../../src/model/judge/evidence.ts';
import { judge, type Judgement, type JudgeOptions } from '../../src/model/judge/judge.ts';
import { Arrivals } from '../../src/model/population/arrivals.ts';
import type { Persona, Workload } from '../../src/model/population/workload.ts';
import type { Row } from '../../src/model/rows/rows.ts';
import { DEFAULT_RULES, type IdleRule, type SessionRules } from '../../src/model/rules/rules.ts';
import type { PathModel } from '../../src/model/runner/virtual/network.ts';
import { playVirtual, type VirtualRun } from '../../src/model/runner/virtual/play.ts';

export const TRADES = ['pre_sale', 'after_sale'];
const KINDS = ['visitor/open', 'visitor/turn', 'visitor/still_here', 'visitor/thanks', 'agent/reply', 'agent/close'];
const PER_SET = 7;

/** Lines that name their own set and number: `visitor/open/pre_sale 3`. */
export const LINES: Lines = (() => {
  const keys = KINDS.flatMap((kind) => TRADES.map((trade) => `${kind}/${trade}`));
  const sets = Object.fromEntries(keys.map((key, i) => [key, [i * PER_SET, (i + 1) * PER_SET] as const]));
  return { sets, at: (index) => `${keys[Math.floor(index / PER_SET)] ?? '?'} ${index % PER_SET}` };
})();

export const fixed = (value: Micros): Duration => ({ kind: 'fixed', value });
export const about = (median: Micros, sigma = 0.6): Duration => ({ kind: 'lognormal', median, sigma });

/** How soon agents notice alerts of each form. */
export const ATTENTION: AgentSettings['attention'] = {
  popup: fixed(SECOND),
  dot: fixed(10 * SECOND),
  mark: fixed(MINUTE),
};

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
  typingEvery: 5 * SECOND,
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
        declines: 0,
        noticePerSession: 0,
        attention: ATTENTION,
      },
      habits: [],
      spread: 0,
      ...agents,
    },
  };
}

/** The idle rule of the default desk with changes. */
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
  readonly tailMost?: Micros;
  readonly only?: readonly string[];
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

/**
 * Far more rows than any run of these tests has. Beyond
 * it, people and desk react to each other without end.
 */
const STORM = 60_000;

/** A run with all settings that virtual time needs. */
export const virtual = (run: Run): VirtualRun => ({
  ...run,
  lines: LINES,
  profile: run.profile ?? 'bare',
  latency: run.latency ?? 20 * MS,
  visitors: run.only?.filter((id) => id.startsWith('v')).length ?? visitorsOf(run.workload),
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

/** Rows of one kind, of one party if `by` is given. */
export function only<W extends Row['what']>(rows: readonly Row[], what: W, by?: string): (Row & { what: W })[] {
  return rows.filter((row): row is Row & { what: W } => row.what === what && (by === undefined || row.by === by));
}

// ── swarms: features switched on and off and weighted at random ──────────────────────────────────────────────────────

/** The settings for agents on the default desk, for tests that set only the others. */
export const STAFF = {
  capacityOf: {},
  mayExceed: ['same_agent', 'supervisor', 'reactivation'],
  routing: 'least_loaded',
  groups: [],
  ring: null,
  wrapUp: 0,
} satisfies Partial<SessionRules['agents']>;
