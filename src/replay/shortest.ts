// Finds a shorter run in virtual time that breaks the same limit: one thread, up to the violation.
import { memoryAllowed } from '../engines/sim/memory.ts';
import { SaidError } from '../language/language.ts';
import { isVisitor } from '../model/rows/ids.ts';
import type { Evidence } from '../model/judge/evidence.ts';
import type { Result } from '../result/schema.ts';
import { isShareLimit } from '../result/verdict.ts';
import type { Scenario } from '../scenario/define.ts';
import { excerptOf, type Excerpt } from '../run/excerpt.ts';
import { virtualRun } from '../run/virtual-run.ts';
import { brokenLimits, Trials, type TrialOptions } from './trial.ts';

/** Larger runs are not searched, because that takes as long as playing them again. */
const MOST_VISITORS = 5_000;
/** How many findings are tried. */
const MOST_FINDINGS = 3;

export interface ShortestOptions {
  /** What this process may take, bytes. */
  readonly memory?: number | undefined;
  /** All rows of that run, if they were kept. Otherwise it is played again to get them. */
  readonly seen?: Evidence | undefined;
  /** Aborting it ends the search. */
  readonly stop?: AbortSignal;
}

/**
 * An excerpt that breaks the first limit that the run broke; it was played to confirm that.
 * @returns undefined when the run broke no limit or is too large to be searched, when nothing
 * shorter breaks it, or when the search was ended
 */
export async function shortestOf(
  scenario: Scenario,
  result: Result,
  { memory = memoryAllowed(), seen, stop = new AbortController().signal }: ShortestOptions = {},
): Promise<Excerpt | undefined> {
  try {
    const shortest = stop.aborted ? undefined : await search(scenario, result, { memory, stop }, seen);
    // When the search was ended, its result may not be cut down yet.
    return stop.aborted ? undefined : shortest;
  } catch (error) {
    // All rows of a run take more memory than the run itself. It is already judged, and gets no
    // excerpt.
    if (error instanceof SaidError) return undefined;
    throw error;
  }
}

async function search(
  scenario: Scenario,
  result: Result,
  options: TrialOptions,
  seen: Evidence | undefined,
): Promise<Excerpt | undefined> {
  const { verdict, run, reasons } = result;
  const [broken] = brokenLimits(reasons);
  if ((verdict !== 'violated' && verdict !== 'failed') || run.engine !== 'sim' || broken === undefined)
    return undefined;
  const given = givenBy(run);
  const whole = virtualRun(scenario, run.profile, run.seed);
  if (excerptOf(whole, given).visitors >= MOST_VISITORS) return undefined;
  const trials = new Trials(scenario, whole, options);
  const found = seen === undefined ? await trials.find(given, broken.limit) : trials.findIn(seen, broken.limit);
  // For percentage limits everybody stays and only the time is cut: with one visitor every rate is
  // 0 or 100 %.
  if (isShareLimit(broken.limit)) return unless(given, await trials.cutShort(given, broken, found));
  for (const { actors } of found.findings.slice(0, MOST_FINDINGS)) {
    // First the thread alone, else its visitors with all agents.
    for (const only of [actors, actors.filter(isVisitor)]) {
      const alone = { ...given, only };
      if (!(await trials.breaks(alone, broken.limit))) continue;
      return unless(given, await trials.cutShort(alone, broken, await trials.find(alone, broken.limit)));
    }
  }
  return unless(given, await trials.cutShort(given, broken, found));
}

/** The excerpt that a run played, from its result. */
export function givenBy({ until, only }: Result['run']): Excerpt {
  return { ...(until !== undefined && { until }), ...(only !== undefined && { only }) };
}

const unless = (given: Excerpt, found: Excerpt): Excerpt | undefined =>
  found.until === given.until && found.only?.join() === given.only?.join() ? undefined : found;
