// Honest speed: how far time may be compressed before lateness and load distort the result.
import { availableParallelism } from 'node:os';
import { message, type Message, type Said } from '../language/language.ts';
import type { Duration } from '../model/core/distributions.ts';
import { normalTail } from '../model/core/numeric.ts';
import { formatDuration } from '../model/core/time.ts';
import type { Workload } from '../model/population/workload.ts';
import { ruleDurations, type SessionRules } from '../model/rules/rules.ts';

/** Result of the calibration of this machine. */
export interface Calibration {
  /** ε: p99.9 of the delay of a timer plus one way to the server, real µs. */
  readonly epsilon: number;
  /**
   * Number of connections, each with its own timer, with which ε was measured; absent if it was
   * assumed.
   */
  readonly actors?: number;
  /** Frames (sent or received) that one CPU second of this machine carries through a WebSocket in Node. */
  readonly framesPerCpuSecond: number;
  /** Why the machine could not be measured; ε is then assumed, on the safe side. */
  readonly unmeasured?: Said;
}

/** A limit on speed and where it comes from. */
export interface SpeedLimit {
  readonly limit: number;
  readonly bound: Message;
  readonly all: readonly { readonly bound: Message; readonly limit: number }[];
  /**
   * Why the machine could not be measured, and the generator lateness that is assumed instead, µs.
   */
  readonly unmeasured?: { readonly why: Said; readonly lateness: number };
}

/** An honest generator is late by no more than this at its p99, real µs. */
export const LATENESS_P99_MOST = 20_000;

/** Bias in any share that time compression may cause: 1 percentage point. */
const DELTA = 0.01;
/** Every compressed rule stays at least this many times longer than ε. */
export const RESOLUTION = 20;
/** Share of the machine that generator and server may use together. */
const BUDGET = 0.6;
/**
 * Frames per CPU second in k6, as a share of Node's with the same actors; measured by `npm run
 * bench`.
 */
const K6_SHARE = 0.5;
/** Total cost of a frame with actors, ledger, and desk, as a multiple of carrying it alone. */
const WORK_PER_FRAME = 3;

/**
 * N = min(δ / (ε · max h), D_min / (20 ε), capacity / offered), with h the hazard of think time and
 * D the rule durations, liveness included.
 * The first bound keeps the bias of any timeout share below δ. The second keeps every rule far
 * above lateness. The third keeps the machine below its budget.
 * @param offered frames per model second in the busiest minute
 */
export function speedLimit(options: {
  calibration: Calibration;
  workload: Workload;
  rules: SessionRules;
  offered: number;
  engine: 'node' | 'k6';
}): SpeedLimit {
  const { calibration, workload, rules, offered, engine } = options;
  const { epsilon: lateness, actors } = calibration;
  const measured = { lateness, ...(actors !== undefined && { actors }) };
  const epsilon = lateness / 1e6;
  const [shortName, shortest] = Object.entries(ruleDurations(rules)).reduce(
    (a, b) => (b[1] < a[1] ? b : a),
    ['idle.after', Infinity],
  );
  const hazard = Math.max(...workload.personas.map((p) => maxHazard(p.think)));
  const share = engine === 'k6' ? K6_SHARE : 1;
  const capacity = (calibration.framesPerCpuSecond / WORK_PER_FRAME) * share * availableParallelism() * BUDGET;
  const all = [
    // Constant think times set no speed limit: their hazard is 0, so no share can shift by a
    // little. Only the other bounds apply.
    ...(hazard === 0
      ? []
      : [
          {
            bound: message('speed.bias', { share: DELTA, hazard: `${(hazard * 100).toPrecision(2)} %`, ...measured }),
            limit: DELTA / (epsilon * hazard),
          },
        ]),
    {
      bound: message('speed.rule', { rule: shortName, length: formatDuration(shortest), ...measured }),
      limit: shortest / 1e6 / (RESOLUTION * epsilon),
    },
    {
      bound: message('speed.load', { offered: Math.round(offered), carried: Math.round(capacity) }),
      limit: capacity / Math.max(offered, 1e-9),
    },
  ];
  const lowest = all.reduce((a, b) => (b.limit < a.limit ? b : a));
  const { unmeasured: why } = calibration;
  const limit = floorSpeed(lowest.limit);
  if (why === undefined) return { limit, bound: lowest.bound, all };
  const bound = message('speed.assumed', { bound: lowest.bound, why });
  return { limit, bound, all, unmeasured: { why, lateness } };
}

/**
 * Speeds are whole numbers above 1 and have two digits below, so that they are easy to repeat. At 0
 * nothing can be played.
 */
const floorSpeed = (limit: number): number => (limit >= 1 ? Math.floor(limit) : Math.floor(limit * 100) / 100);

/**
 * The highest hazard (per second) of a distribution of think time, scanned over its body. It is 0
 * for a constant time, because a jump has no density. Lateness then matters only within N·ε of a
 * deadline, which the bound on rules keeps small.
 */
export function maxHazard(d: Duration): number {
  // For a mixture, the part with the highest hazard counts: its hazard is at any time a weighted
  // mean of the hazards of its parts.
  if (d.kind === 'mixture') return Math.max(maxHazard(d.main), maxHazard(d.other));
  if (d.kind === 'exponential') return 1e6 / d.mean;
  if (d.kind === 'fixed') return 0;
  if (d.kind === 'uniform') return d.high === d.low ? 0 : 2e6 / (d.high - d.low);
  let most = 0;
  for (let x = -3; x <= 3; x += 0.05) {
    const t = (d.median / 1e6) * Math.exp(d.sigma * x);
    const density = Math.exp(-(x * x) / 2) / (t * d.sigma * Math.sqrt(2 * Math.PI));
    most = Math.max(most, density / Math.max(1e-9, normalTail(x)));
  }
  return most;
}
