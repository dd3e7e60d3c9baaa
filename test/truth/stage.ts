// Plays a desk reduced to what a formula describes, with no other randomness, and reads the ledger.
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { Duration } from '../../src/model/core/distributions.ts';
import type { ArrivalPhase, Habit, Persona, Workload } from '../../src/model/population/workload.ts';
import type { Row, WitnessMessage, WitnessSession } from '../../src/model/rows/rows.ts';
import type { SessionRules } from '../../src/model/rules/rules.ts';
import { playVirtual } from '../../src/model/runner/virtual/play.ts';
import { moments, Random, SEED } from '../model/random.ts';

export const SECOND = 1_000_000;
export const HOUR = 3_600 * SECOND;
/** Longer than any run. */
export const FOREVER = 100 * 24 * HOUR;
/**
 * One way, µs: so short that the packets of a conversation
 * (about a dozen) do not matter beside a second.
 */
export const LATENCY = 1;

export const fixed = (value: number): Duration => ({ kind: 'fixed', value });
export const exponential = (mean: number): Duration => ({ kind: 'exponential', mean });
/** For times of zero length, because a draw above 0 takes thousandths of whole milliseconds. */
export const AT_ONCE = fixed(0);

const KINDS = ['open', 'turn', 'still_here', 'thanks'].map((kind) => `visitor/${kind}/trade`);
const LINES = {
  sets: Object.fromEntries(
    [...KINDS, 'agent/reply', 'agent/close'].map((key, i) => [key, [i * 9, i * 9 + 9] as const]),
  ),
  at: (index: number) => `line ${index}`,
};

/** The settings of a test. Otherwise nothing happens by itself on this desk. */
export interface Stage {
  readonly seed: string;
  readonly arrivals: readonly ArrivalPhase[];
  readonly persona?: Partial<Persona>;
  readonly personas?: readonly Persona[];
  readonly turnsMost?: number;
  readonly agents: number;
  readonly capacity?: number;
  readonly answer?: Duration;
  readonly notice?: Duration;
  readonly perSession?: number;
  readonly habits?: readonly Habit[];
  readonly rules?: Partial<SessionRules>;
  readonly latency?: number;
  readonly tail?: number;
  /**
   * The length of a second for times that the test does not set. Scaling a stage scales it too. µs
   */
  readonly second?: number;
}

/** Arrivals at an even rate. `length` is whole seconds. */
export const evenly = (visitors: number, length: number): ArrivalPhase[] => [{ name: 'even', for: length, visitors }];

/** Writes once, waits without limit, and closes the chat after the answer. */
export const persona = (change: Partial<Persona> = {}): Persona => ({
  name: 'plain',
  trade: 'trade',
  weight: 1,
  turns: 1,
  think: AT_ONCE,
  patience: fixed(FOREVER),
  replyPatience: fixed(FOREVER),
  lingers: fixed(FOREVER),
  endings: { closes: 1, goodbye: 0, silent: 0 },
  comesBack: 0,
  answersPrompt: 0,
  promptDelay: AT_ONCE,
  lead: 0,
  annoyed: 0,
  typing: 0,
  typingEvery: 0,
  activity: 0,
  ...change,
});

export function workloadOf(stage: Stage): Workload {
  const second = stage.second ?? SECOND;
  const notice = stage.notice ?? AT_ONCE;
  return {
    seed: stage.seed,
    arrivals: stage.arrivals,
    personas: stage.personas ?? [persona(stage.persona)],
    channels: [{ channel: 'web', weight: 1 }],
    habits: stage.habits ?? [],
    turnsMost: stage.turnsMost ?? 1,
    agents: {
      count: stage.agents,
      personas: [{ name: 'steady', weight: 1, pace: 1000 }],
      settings: {
        answer: stage.answer ?? AT_ONCE,
        perSession: stage.perSession ?? 0,
        glance: notice,
        notice,
        typing: 0,
        declines: 0,
        noticePerSession: 0,
        attention: { popup: AT_ONCE, dot: AT_ONCE, mark: AT_ONCE },
      },
      habits: [],
      spread: 0,
    },
    client: {
      liveness: { every: 30 * second, limit: 60 * second },
      backoff: { first: second, most: 30 * second },
      connectFails: 2 * second,
      throttle: { soon: second, late: 60 * second, after: 300 * second },
    },
  };
}

export function rulesOf(stage: Stage): SessionRules {
  const second = stage.second ?? SECOND;
  const clock = { every: 30 * second, limit: 60 * second };
  return {
    idle: null,
    channels: {},
    welcome: null,
    prompt: null,
    bot: null,
    alert: null,
    slowReply: null,
    transfer: null,
    sweep: 0,
    queue: { timeout: null, then: 'close', nobody: 'wait' },
    afterClose: { policy: 'new_session', window: 0, linked: false, byChannel: {} },
    visitorGone: null,
    hours: null,
    inactive: null,
    agents: {
      capacity: stage.capacity ?? 1,
      capacityOf: {},
      mayExceed: [],
      routing: 'least_loaded',
      groups: [],
      ring: null,
      wrapUp: 0,
      handOver: null,
      presence: 'transport',
      supervisors: [],
    },
    liveness: { transport: clock, page: clock },
    ...stage.rules,
  };
}

/** Plays a stage until its ledger is drained, row by row. */
export function playRows(stage: Stage, sink: (row: Row) => void): void {
  playVirtual(
    {
      workload: workloadOf(stage),
      rules: rulesOf(stage),
      lines: LINES,
      profile: 'bare',
      latency: stage.latency ?? LATENCY,
      visitors: 0,
      tail: stage.tail ?? FOREVER / 2,
    },
    sink,
  );
}

export function ledgerOf(stage: Stage): Row[] {
  const rows: Row[] = [];
  playRows(stage, (row) => rows.push(row));
  return rows;
}

/** A session that has ended. */
export type Ended = WitnessSession & { readonly closedAt: number };

/** Plays a stage and keeps the sessions and messages. All sessions must have ended. */
export function play(stage: Stage): { sessions: Ended[]; messages: WitnessMessage[] } {
  const sessions: Ended[] = [];
  const messages: WitnessMessage[] = [];
  playRows(stage, (row) => {
    if (row.what === 'w_message') messages.push(row.message);
    if (row.what !== 'w_session') return;
    const { closedAt } = row.session;
    if (closedAt === undefined) assert.fail(`${row.session.id} is still open at the end`);
    sessions.push({ ...row.session, closedAt });
  });
  return { sessions, messages };
}

// ── measured against a reference ────────────────────────────────────────────────────────────────────────────────────

/** Random parameters of a test, from the seed of all tests and the name of the test. */
export const parameters = (what: string): Random => new Random(`${SEED}/truth/${what}`);

/**
 * The mean of `values`, corrected by regression for the `controls`: figures of the same runs whose
 * true mean is 1. Example: when more visitors came than expected, more wait. The mean must not
 * depend on the correction, which reduces its standard error.
 */
function steadied(values: readonly number[], controls: readonly (readonly number[])[]): Mean {
  const n = values.length;
  const left = [values, ...controls.map((control) => control.map((x) => x - 1))];
  let spread = 1 / n;
  for (let j = left.length - 1; j > 0; j--) {
    const x = left[j] ?? [];
    const { mean, variance } = moments(x);
    const square = variance * (n - 1);
    for (let i = 0; i < j; i++) {
      const slope = (left[i] ?? []).reduce((sum, y, at) => sum + y * ((x[at] ?? 0) - mean), 0) / square;
      left[i] = (left[i] ?? []).map((y, at) => y - slope * (x[at] ?? 0));
    }
    spread += (mean * mean) / square;
  }
  const { mean, variance } = moments(left[0] ?? []);
  return { mean, error: Math.sqrt(((variance * (n - 1)) / (n - 1 - controls.length)) * spread) };
}

export interface Mean {
  readonly mean: number;
  readonly error: number;
}

/**
 * The mean and the standard error of each figure over independent runs,
 * because values inside one run are correlated. `controls` name figures with
 * a true mean of 1, see {@link steadied}; the test must check them as well.
 */
export function replicates<K extends string>(
  what: string,
  count: number,
  run: (seed: string) => Record<K, number>,
  controls: readonly NoInfer<K>[] = [],
): Record<K, Mean> {
  const runs = Array.from({ length: count }, (_, i) => run(`${SEED}/${what}/${i}`));
  const all = (key: K): number[] => runs.map((one) => one[key]);
  const found = (Object.keys(runs[0] ?? {}) as K[]).map((key) => [
    key,
    steadied(all(key), controls.includes(key) ? [] : controls.map(all)),
  ]);
  return Object.fromEntries(found) as Record<K, Mean>;
}

/**
 * The measured value may differ from the reference by four standard errors. The standard error must
 * be small, or the test would prove nothing.
 * @param within largest standard error, as a share of `scale`
 */
export function agrees(
  t: TestContext,
  what: string,
  measured: Mean,
  reference: number,
  within = 0.02,
  scale = Math.abs(reference),
): void {
  const off = (measured.mean - reference) / measured.error;
  const text = `${what}: ${measured.mean.toPrecision(6)} ± ${measured.error.toPrecision(2)}, reference ${reference.toPrecision(6)}, off by ${off.toFixed(1)} s.e.`;
  t.diagnostic(text);
  const again = `repeat it with STILLTHERE_TEST_SEED='${SEED}'`;
  assert.ok(
    measured.error > 0 && measured.error <= within * scale,
    `${text}; the s.e. may be ${within * 100} %; ${again}`,
  );
  assert.ok(Math.abs(off) <= 4, `${text}; ${again}`);
}
