// Judges a run while it is played, and frees finished threads, so that memory depends on who is
// present.
import { RowCounts } from '../../model/judge/evidence/row-counts.ts';
import { Evidence, hearFirst } from '../../model/judge/evidence.ts';
import { judge, judgeThreads, type JudgeOptions, type Judgement } from '../../model/judge/judge.ts';
import { Census } from '../../model/rows/census.ts';
import type { Row } from '../../model/rows/rows.ts';
import { Totals } from '../fold.ts';
import { summaryOf, type JudgedRun } from '../judged-run.ts';
import { UNHEARD } from './kin.ts';
import { gather, Threads, type Thread } from './threads.ts';

/**
 * Rows of finished threads that are collected before they are judged: enough to make judging cheap,
 * and to judge a small run as a whole.
 */
const ROWS_AT_ONCE = 20_000;

/**
 * Takes the rows of a run in the order in which they are made. The caller, which knows the whole
 * simulation, calls {@link over} when no row can follow in a visitor's thread. Like a drain for the
 * run, from then on absence means loss. If a message of a freed thread later appears on another
 * screen, it counts as a phantom instead of misrouted. The run is violated either way, so no memory
 * is kept for this case, which our desk never produces.
 */
export class Rolling {
  readonly #options: JudgeOptions;
  readonly #counts = new RowCounts();
  readonly #census = new Census();
  readonly #threads = new Threads();
  readonly #totals = new Totals();
  /** Rows of no thread: the run's own, and those of agents about themselves. */
  readonly #common: Row[] = [];
  readonly #agents = new Evidence();
  /**
   * Finished threads. A set, because a finished thread can be merged with another and finish again.
   */
  readonly #over = new Set<Thread>();
  readonly #rowsAtOnce: number;
  #waiting = 0;

  /** @param rowsAtOnce rows of finished threads that start a judgement */
  constructor(options: JudgeOptions, rowsAtOnce = ROWS_AT_ONCE) {
    this.#rowsAtOnce = rowsAtOnce;
    this.#options = options;
  }

  /** Rows taken so far. */
  get rows(): number {
    return this.#counts.rows;
  }

  /** Number of visitors whose thread is still kept. */
  get kept(): number {
    return this.#threads.visitors;
  }

  add(row: Row): void {
    const { by } = row;
    this.#counts.count(by, row.k, row);
    if (row.what === 'plan') this.#census.add(by, row.plan);
    if (UNHEARD.has(row.what)) return;
    const thread = this.#threads.find(by, row);
    if (thread !== undefined) gather(thread, row);
    else if (row.what === 'notice') return;
    else {
      this.#common.push(row);
      this.#agents.take(row);
    }
  }

  /** Says that no row will follow in the thread of this visitor. */
  over(visitor: string): void {
    const thread = this.#threads.of(visitor);
    thread.over += 1;
    if (thread.over < thread.visitors.length) return;
    if (!this.#over.has(thread)) this.#waiting += thread.rows;
    this.#over.add(thread);
    if (this.#waiting >= this.#rowsAtOnce) this.#settle();
  }

  /** Judges the remaining threads and returns the judged run. */
  finish(): JudgedRun {
    const evidence = new Evidence(this.#counts);
    evidence.heldBefore = this.#totals.judged;
    for (const row of this.#common) evidence.take(row);
    for (const thread of this.#threads.all()) this.#hand(thread, evidence);
    const judgement: Judgement = judge(evidence, this.#options);
    this.#totals.add(evidence, judgement);
    return summaryOf(evidence, judgement, this.#totals, this.#census.hash());
  }

  #settle(): void {
    const evidence = new Evidence(this.#counts, this.#agents.actors);
    for (const thread of this.#over) {
      // It may have been joined to another since, or with a visitor who is still present.
      if (thread.into !== undefined || thread.over < thread.visitors.length) continue;
      this.#hand(thread, evidence);
      this.#threads.forget(thread);
      for (const visitor of thread.visitors) this.#counts.putAway(visitor);
    }
    this.#over.clear();
    this.#waiting = 0;
    evidence.outages.push(...this.#agents.outages);
    for (const [agent, t] of this.#agents.absent) evidence.absent.set(agent, t);
    this.#totals.add(evidence, judgeThreads(evidence, this.#options, true));
  }

  #hand({ items, actors, told, heard }: Thread, evidence: Evidence): void {
    evidence.adopt(items, actors);
    for (const [pair, t] of heard) hearFirst(evidence.heard, pair, t);
    for (const row of told) evidence.take(row);
  }
}
