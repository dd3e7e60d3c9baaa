// Judges a stored ledger part by part to bound memory; the numbers equal those of judging it at
// once.
import { RowCounts } from '../../model/judge/evidence/row-counts.ts';
import { Evidence } from '../../model/judge/evidence.ts';
import { judge, judgeThreads, type JudgeOptions } from '../../model/judge/judge.ts';
import { Census } from '../../model/rows/census.ts';
import type { Row } from '../../model/rows/rows.ts';
import { Totals } from '../fold.ts';
import { judgeRun, summaryOf, type JudgedRun } from '../judged-run.ts';
import { UNHEARD } from './kin.ts';
import { LedgerIndex, type Part, type Place } from './ledger-index.ts';
import type { Stretch } from './strands.ts';

/** Rows judged at once, some 40 MB; a run with fewer is judged as a whole. */
const ROWS_AT_ONCE = 100_000;

/** A ledger that can be read more than once, piece by piece; the place of a row never changes. */
export interface Pieces {
  /** All rows of the ledger, in their order. */
  all(take: (row: Row, at: Place) => void): Promise<void>;
  /** The rows on wanted lines of a stretch; other lines are skipped. Call it after {@link all}. */
  some(stretch: Stretch, isWanted: (line: number) => boolean, take: (row: Row) => void): Promise<void>;
}

/**
 * Threads are independent of each other. Whether the drain is complete depends on those present at
 * its start, so they are judged first, with the run's own rows. All others follow in the order in
 * which they began.
 * @param rowsAtOnce about how many rows are held at a time
 */
export async function judgeInParts(
  ledger: Pieces,
  options: JudgeOptions,
  rowsAtOnce = ROWS_AT_ONCE,
): Promise<JudgedRun> {
  const survey = new Survey(rowsAtOnce);
  await ledger.all((row, place) => survey.add(row, place));
  if (survey.whole !== undefined) return judgeRun(survey.whole, options);
  const [first, ...others] = survey.index.divide(rowsAtOnce);
  const present = await evidenceOf(ledger, survey, { part: first, at: 0 });
  const judgement = judge(present, options);
  const totals = new Totals();
  for (const [i, part] of others.entries()) {
    const evidence = await evidenceOf(ledger, survey, { part, at: i + 1 });
    totals.add(evidence, judgeThreads(evidence, options, judgement.drained));
  }
  present.heldBefore = totals.judged;
  totals.add(present, judgement);
  return summaryOf(present, { ...judgement, missing: present.problems() }, totals, survey.census.hash());
}

/**
 * One pass over every row: counts rows and people, keeps common rows, and finds which rows belong
 * to one thread.
 */
class Survey {
  readonly counts = new RowCounts();
  readonly census = new Census();
  readonly index = new LedgerIndex();
  /**
   * Rows of no thread: the run's own, and those of agents about themselves. Each part is judged
   * with them.
   */
  readonly common: Row[] = [];
  /** All evidence while there are few rows; then undefined. */
  whole: Evidence | undefined = new Evidence(this.counts);
  readonly #rowsAtOnce: number;

  constructor(rowsAtOnce: number) {
    this.#rowsAtOnce = rowsAtOnce;
  }

  add(row: Row, at: Place): void {
    this.counts.count(row.by, row.k, row);
    if (row.what === 'plan') this.census.add(row.by, row.plan);
    if (this.counts.rows > this.#rowsAtOnce) this.whole = undefined;
    if (UNHEARD.has(row.what)) return;
    this.whole?.take(row);
    if (!this.index.add(row, at)) this.common.push(row);
  }
}

async function evidenceOf(
  ledger: Pieces,
  { counts, common, index }: Survey,
  { part, at }: { readonly part: Part | undefined; readonly at: number },
): Promise<Evidence> {
  const evidence = new Evidence(counts);
  for (const row of common) evidence.take(row);
  const isWanted = (line: number): boolean => index.partOf(line) === at;
  for (const stretch of part?.stretches ?? []) await ledger.some(stretch, isWanted, (row) => evidence.take(row));
  return evidence;
}
