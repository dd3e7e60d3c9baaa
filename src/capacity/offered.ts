// Offered load of a desk: concurrent conversations if nobody had to wait, against its capacity.
import type { Duration } from '../model/core/distributions.ts';
import { normalQuantile } from '../model/core/numeric.ts';
import { DAY, SECOND, type Micros } from '../model/core/time.ts';
import { agentPlan, visitorPlan } from '../model/population/plan.ts';
import { horizonOf, type Workload } from '../model/population/workload.ts';
import type { VisitorPlan } from '../model/rows/rows.ts';
import { idleAfter, type SessionRules } from '../model/rules/rules.ts';
import type { Lines } from '../model/actors/settings.ts';

/** Demand for conversations, and places for them, in one phase of the arrivals. */
export interface Offered {
  readonly name: string;
  readonly from: Micros;
  readonly for: Micros;
  /** Expected visitors, and those that the seed draws. */
  readonly expected: number;
  readonly drawn: number;
  /** Demand in concurrent conversations: the mean over the phase, and the peak. */
  readonly wanted: { readonly mean: number; readonly most: number };
  /** Agents × capacity, mean over the phase. */
  readonly places: number;
  /** Mean demand ÷ mean places; above 1, demand exceeds capacity. null: there are no agents. */
  readonly occupancy: number | null;
}

/** Time step of the calculation. Queues of a few seconds do not matter. */
const STEP: Micros = 10 * SECOND;
/** Length of a silent conversation that no rule ends: longer than any run. */
const LONGEST: Micros = 10 * DAY;

/**
 * Iterations until answer times and the number of conversations fit each other: each slows the
 * other down.
 */
const ROUNDS = 4;

/**
 * Offered load by phase. Costs about as much as drawing every plan once.
 * @param drawn how many plans are drawn; with more visitors, the same plans repeat
 */
export function offeredLoad(
  workload: Workload,
  rules: SessionRules,
  sets: Lines['sets'],
  arrivals: readonly Micros[],
  drawn = arrivals.length,
): { readonly phases: readonly Offered[]; readonly holding: Micros } {
  const horizon = horizonOf(workload);
  const people = arrivals.slice(0, drawn).map((at, i) => places(visitorPlan(workload, sets, i, at), rules));
  const there = new Changes(horizon);
  for (let j = 0; j < workload.agents.count; j++) {
    const { at, leaves } = agentPlan(workload, j);
    there.add(at, leaves, rules.agents.capacity);
  }
  let parallel = 1;
  let phases: Offered[] = [];
  let held = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const answer = answerTime(workload, parallel);
    const wanted = new Changes(horizon);
    held = 0;
    const lengths = people.map(({ own, answers }) => own + answers * answer);
    arrivals.forEach((at, i) => {
      const length = lengths[i % lengths.length] ?? 0;
      wanted.add(at, at + length, 1);
      held += length;
    });
    phases = byPhase(workload, arrivals, wanted, there);
    const most = Math.max(...phases.map((p) => p.wanted.mean));
    parallel = Math.min(rules.agents.capacity, Math.max(1, most / Math.max(1, workload.agents.count)));
  }
  return { phases, holding: arrivals.length === 0 ? 0 : Math.round(held / arrivals.length) };
}

function byPhase(workload: Workload, arrivals: readonly Micros[], wanted: Changes, there: Changes): Offered[] {
  let from = 0;
  return workload.arrivals.map(({ name, for: length, visitors }): Offered => {
    const to = from + length;
    const [asked, seats] = [wanted.between(from, to), there.between(from, to)];
    const start = from;
    from = to;
    return {
      name,
      from: start,
      for: length,
      expected: visitors,
      drawn: arrivals.filter((at) => at >= start && at < to).length,
      wanted: asked,
      places: seats.mean,
      occupancy: seats.mean === 0 ? null : asked.mean / seats.mean,
    };
  });
}

/** Number present in each step, from arrivals and departures. */
class Changes {
  readonly #by: Float64Array;

  constructor(horizon: Micros) {
    this.#by = new Float64Array(Math.max(1, Math.ceil(horizon / STEP)) + 1);
  }

  add(from: Micros, to: Micros, n: number): void {
    const last = this.#by.length - 1;
    const [a, b] = [Math.min(last, Math.floor(from / STEP)), Math.min(last, Math.ceil(to / STEP))];
    this.#by[a] = (this.#by[a] ?? 0) + n;
    this.#by[b] = (this.#by[b] ?? 0) - n;
  }

  between(from: Micros, to: Micros): { mean: number; most: number } {
    const first = Math.min(this.#by.length - 2, Math.floor(from / STEP));
    const end = Math.min(this.#by.length - 1, Math.max(first + 1, Math.ceil(to / STEP)));
    let [now, sum, most] = [0, 0, 0];
    for (let step = 0; step < end; step++) {
      now += this.#by[step] ?? 0;
      if (step < first) continue;
      sum += now;
      most = Math.max(most, now);
    }
    return { mean: sum / Math.max(1, end - first), most };
  }
}

/**
 * Mean time from a visitor's message to the answer of an agent with this many parallel
 * conversations.
 */
function answerTime({ agents }: Workload, parallel: number): Micros {
  const { answer, glance, notice, noticePerSession, perSession } = agents.settings;
  const weights = agents.personas.reduce((sum, p) => sum + p.weight, 0);
  const pace = agents.personas.reduce((sum, p) => sum + p.weight * p.pace, 0) / Math.max(1, weights) / 1000;
  const busy = 1 + (perSession / 1000) * (parallel - 1);
  const distracted = 1 + (noticePerSession / 1000) * (parallel - 1);
  const noticed = meanOf(glance) / parallel + meanOf(notice) * distracted * (1 - 1 / parallel);
  return noticed + meanOf(answer) * pace * busy;
}

/**
 * How long the conversations of a visitor occupy a place: the visitor's own time (µs), and the
 * number of answers.
 */
function places(plan: VisitorPlan, rules: SessionRules): { readonly own: Micros; readonly answers: number } {
  const idle = rules.idle === null ? Infinity : idleAfter(rules.idle, plan.channel);
  let own = 0;
  let answers = 1;
  let closes = 0;
  for (const think of plan.think.slice(1)) {
    own += Math.min(think, idle);
    if (think >= idle) {
      if (plan.comesBack[Math.min(closes, plan.comesBack.length - 1)] !== true) return { own, answers };
      closes += 1;
    }
    answers += 1;
  }
  if (plan.ending === 'goodbye') return { own, answers: answers + 1 };
  if (plan.ending === 'closes') return { own, answers };
  return { own: own + Math.min(idle, LONGEST, plan.lingers + (rules.visitorGone ?? Infinity)), answers };
}

/** Number of quantiles that a mean is taken over. */
const GRID = 500;

/**
 * Mean of a distribution, µs. For a log-normal with its cap, it is taken over a grid of quantiles.
 */
export function meanOf(d: Duration): Micros {
  switch (d.kind) {
    case 'fixed':
      return d.value;
    case 'exponential':
      return d.mean;
    case 'uniform':
      return (d.low + d.high) / 2;
    case 'mixture':
      return meanOf(d.main) * (1 - d.otherShare / 1000) + meanOf(d.other) * (d.otherShare / 1000);
    case 'lognormal': {
      let sum = 0;
      for (let i = 0; i < GRID; i++)
        sum += Math.min(d.cap ?? Infinity, d.median * Math.exp(d.sigma * normalQuantile((i + 0.5) / GRID)));
      return sum / GRID;
    }
  }
}
