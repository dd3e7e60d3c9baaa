// Looks for the shortest run in virtual time that goes wrong as a longer one did: one thread of it, until shortly after the fact.
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

/** Larger runs are not looked through: that takes as long as playing them again. */
const MOST_VISITORS = 5_000;
/** How many of the things that went wrong are tried. */
const MOST_FINDINGS = 3;

export interface ShortestOptions {
  /** What this process may take, bytes. */
  readonly memory?: number | undefined;
  /** All rows of that run, where somebody has kept them: it need not be played again for them then. */
  readonly seen?: Evidence | undefined;
  /** Aborting it ends the search. */
  readonly stop?: AbortSignal;
}

/**
 * An excerpt that breaks the first limit that the run broke: it has been played, and did.
 * @returns undefined when the run broke no limit or is too large to be looked through, when nothing shorter does, or when the
 * search was ended
 */
export async function shortestOf(
  scenario: Scenario,
  result: Result,
  { memory = memoryAllowed(), seen, stop = new AbortController().signal }: ShortestOptions = {},
): Promise<Excerpt | undefined> {
  try {
    const shortest = stop.aborted ? undefined : await search(scenario, result, { memory, stop }, seen);
    // What was found in the end may be the last part that was not yet cut down.
    return stop.aborted ? undefined : shortest;
  } catch (error) {
    // All rows of a run take more room than the run did: it is done and judged, and goes without.
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
  // One visitor alone is soon 100 % of a share, which says nothing of it: there, everybody stays and only the time is cut.
  if (isShareLimit(broken.limit)) return unless(given, await trials.cutShort(given, broken, found));
  for (const { actors } of found.findings.slice(0, MOST_FINDINGS)) {
    // The thread alone, else its visitors and everybody who answers.
    for (const only of [actors, actors.filter(isVisitor)]) {
      const alone = { ...given, only };
      if (!(await trials.breaks(alone, broken.limit))) continue;
      return unless(given, await trials.cutShort(alone, broken, await trials.find(alone, broken.limit)));
    }
  }
  return unless(given, await trials.cutShort(given, broken, found));
}

/** What of a run was played, by its result. */
export function givenBy({ until, only }: Result['run']): Excerpt {
  return { ...(until !== undefined && { until }), ...(only !== undefined && { only }) };
}

const unless = (given: Excerpt, found: Excerpt): Excerpt | undefined =>
  found.until === given.until && found.only?.join() === given.only?.join() ? undefined : found;
