// The judged run without its evidence: numbers, times, and whether the evidence suffices.
import type { Evidence } from '../model/judge/evidence.ts';
import { judge, type JudgeOptions, type Judgement } from '../model/judge/judge.ts';
import type { Numbers, Totals } from './fold.ts';
import { fold } from './fold.ts';

/** A judged run without its evidence. */
export interface JudgedRun extends Pick<Judgement, 'missing' | 'undrained' | 'latency'> {
  readonly numbers: Numbers;
  /** Hash of the visitors and agents that have rows. */
  readonly populationHash: string;
  /**
   * Whether all arrivals came and no row is missing; only then does the hash cover the whole
   * population.
   */
  readonly isWhole: boolean;
  /** Rows of the ledger. */
  readonly rows: number;
}

/** Judges a run from all of its evidence at once. */
export function judgeRun(evidence: Evidence, options: JudgeOptions): JudgedRun {
  const judgement = judge(evidence, options);
  return {
    ...trustOf(evidence, judgement),
    latency: judgement.latency,
    numbers: fold(evidence, judgement),
    populationHash: evidence.populationHash(),
  };
}

/** The same for a run that was judged in parts. @param last the part with the run's own rows */
export function summaryOf(last: Evidence, judgement: Judgement, totals: Totals, populationHash: string): JudgedRun {
  return {
    ...trustOf(last, judgement),
    latency: totals.latency,
    numbers: totals.numbers(judgement.attempted),
    populationHash,
  };
}

function trustOf(
  evidence: Evidence,
  { missing, undrained }: Judgement,
): Pick<JudgedRun, 'missing' | 'undrained' | 'isWhole' | 'rows'> {
  return {
    missing,
    undrained,
    isWhole: evidence.phases.has('arrivals_end') && missing.length === 0,
    rows: evidence.rows,
  };
}
