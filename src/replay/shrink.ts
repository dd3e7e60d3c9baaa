// Reduces a run that breaks a limit to the fewest visitors and agents, and to the shortest time.
import { say } from '../language/language.ts';
import { Arrivals } from '../model/population/arrivals.ts';
import { visitorPlan } from '../model/population/plan.ts';
import { agentId, visitorId } from '../model/rows/ids.ts';
import type { VisitorPlan } from '../model/rows/rows.ts';
import { FATES, type Profile } from '../model/rows/words.ts';
import type { VirtualRun } from '../model/runner/virtual/play.ts';
import { UsageError, type Scenario } from '../scenario/define.ts';
import { nearest } from '../scenario/nearest.ts';
import { EXPECTED } from '../scenario/schema.ts';
import { ddmin } from './ddmin.ts';
import type { Excerpt } from '../run/excerpt.ts';
import { virtualRun } from '../run/virtual-run.ts';
import { Trials, type Broken, type TrialOptions } from './trial.ts';

export interface ShrinkRequest extends TrialOptions {
  readonly scenario: Scenario;
  readonly profile: Profile;
  readonly seed: string;
  /** The limit to keep broken; default: the first one that is. */
  readonly limit?: string;
  /** Most runs that it may play. */
  readonly most: number;
  readonly stop: AbortSignal;
  /** Called for the whole run, and for every smaller one that still breaks the limit. */
  readonly watch: (progress: ShrinkProgress) => void;
}

export interface ShrinkProgress {
  readonly limit: string;
  readonly runs: number;
  readonly visitors: number;
  readonly agents: number;
}

export interface Shrunk {
  readonly broken: Broken;
  readonly before: { readonly visitors: number; readonly agents: number };
  /** What is left: the smallest run that was found. */
  readonly excerpt: Excerpt;
  /** The visitors who are left, and their plans. */
  readonly visitors: readonly { readonly id: string; readonly plan: VisitorPlan }[];
  readonly agents: number;
  readonly runs: number;
  /** Why it ended: nobody can be left out, the runs were used up, or somebody stopped it. */
  readonly ended: 'minimal' | 'most' | 'stopped';
}

interface Company {
  readonly visitors: readonly string[];
  readonly agents: readonly string[];
}

/** Runs reserved for cutting the time, after the people are found. */
const FOR_TIME = 3;

/** Fewer runs than these are of no use. */
export const LEAST_RUNS = 10;

/**
 * Delta debugging on visitors, then on agents, until neither gets fewer.
 * @throws UsageError when the run does not break the limit
 */
export async function shrink(request: ShrinkRequest): Promise<Shrunk> {
  refuseUnknown(request.limit);
  const { scenario, profile, seed, stop } = request;
  const whole = virtualRun(scenario, profile, seed);
  const trials = new Trials(scenario, whole, request);
  const limits = await trials.broken({});
  if (stop.aborted) throw new UsageError(say('shrink.stoppedAtOnce'));
  const broken = chosen(limits, request);
  const everybody = companyOf(whole);
  const { left, isMinimal } = await fewest(request, trials, broken.limit, everybody);
  return {
    broken,
    before: { visitors: everybody.visitors.length, agents: everybody.agents.length },
    excerpt: await withLessTime(trials, broken, excerptWith(left, everybody), stop),
    visitors: plansOf(whole, left.visitors),
    agents: left.agents.length,
    runs: trials.runs,
    ended: stop.aborted ? 'stopped' : isMinimal ? 'minimal' : 'most',
  };
}

async function fewest(
  { stop, most, watch }: ShrinkRequest,
  trials: Trials,
  limit: string,
  everybody: Company,
): Promise<{ left: Company; isMinimal: boolean }> {
  const told = ({ visitors, agents }: Company): void =>
    watch({ limit, runs: trials.runs, visitors: visitors.length, agents: agents.length });
  const isOver = (): boolean => stop.aborted || trials.runs + FOR_TIME >= most;
  let left = everybody;
  told(left);
  // With fewer agents, fewer visitors may be enough, and the other way round. So when one group
  // gets smaller, the other is searched again.
  const open = new Set<keyof Company>(['visitors', 'agents']);
  for (const who of open) {
    open.delete(who);
    const now = left;
    const isEnough = async (part: readonly string[]): Promise<boolean> => {
      const smaller = { ...now, [who]: part };
      const isBroken = await trials.breaks(excerptWith(smaller, everybody), limit);
      if (isBroken) told(smaller);
      return isBroken;
    };
    const { items, isMinimal } = await ddmin(now[who], isEnough, { isOver });
    left = { ...now, [who]: items };
    if (!isMinimal) return { left, isMinimal };
    if (items.length < now[who].length) open.add(who === 'visitors' ? 'agents' : 'visitors');
  }
  return { left, isMinimal: true };
}

/** Lists no more than needed: no agents if all of them are left, and nobody if everybody is. */
function excerptWith({ visitors, agents }: Company, everybody: Company): Excerpt {
  if (agents.length < everybody.agents.length) return { only: [...visitors, ...agents] };
  return visitors.length < everybody.visitors.length ? { only: visitors } : {};
}

/** The same people, until shortly after the limit is broken. */
async function withLessTime(trials: Trials, broken: Broken, excerpt: Excerpt, stop: AbortSignal): Promise<Excerpt> {
  if (stop.aborted) return excerpt;
  return trials.cutShort(excerpt, broken, await trials.find(excerpt, broken.limit));
}

const companyOf = ({ visitors, workload }: VirtualRun): Company => ({
  visitors: Array.from({ length: visitors }, (_, i) => visitorId(i)),
  agents: Array.from({ length: workload.agents.count }, (_, j) => agentId(j)),
});

/** Limits as a verdict names them: those of `expect`, what counts as lost as well, and each fate. */
const LIMITS = [...EXPECTED.filter((limit) => limit !== 'fates'), 'vanished', ...FATES.map((fate) => `fates.${fate}`)];

/** Runs before anything is played. @throws UsageError for a limit that no run could break */
function refuseUnknown(limit: string | undefined): void {
  if (limit === undefined || LIMITS.includes(limit)) return;
  throw new UsageError(say('shrink.noLimit', { limit, known: LIMITS, near: nearest(limit, LIMITS) }));
}

/** The limit that was asked for, else the first. */
function chosen(limits: readonly Broken[], { scenario, profile, seed, limit }: ShrinkRequest): Broken {
  const [first] = limits;
  if (first === undefined) throw new UsageError(say('shrink.nothing', { scenario: scenario.name, profile, seed }));
  if (limit === undefined) return first;
  const broken = limits.find((one) => one.limit === limit);
  if (broken !== undefined) return broken;
  const names = limits.map((one) => one.limit);
  throw new UsageError(say('shrink.notBroken', { limit, broken: names, near: nearest(limit, names) }));
}

function plansOf({ workload, lines }: VirtualRun, visitors: readonly string[]): Shrunk['visitors'] {
  const wanted = new Set(visitors);
  const arrivals = new Arrivals(workload.seed, workload.arrivals);
  const found: { id: string; plan: VisitorPlan }[] = [];
  for (let at = arrivals.next(); at !== undefined; at = arrivals.next()) {
    const i = arrivals.index - 1;
    if (wanted.has(visitorId(i))) found.push({ id: visitorId(i), plan: visitorPlan(workload, lines.sets, i, at) });
  }
  return found;
}
