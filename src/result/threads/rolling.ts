// Judges a run while it is played: a thread that is over is judged, added up and forgotten, so that memory grows with those who are there.
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
 * Rows of threads that are over and wait for their judgement. So many stay together that judging them at once is cheap, and
 * that a small run is judged as a whole.
 */
const ROWS_AT_ONCE = 20_000;

/**
 * Takes the rows of a run in the order in which they are made. Somebody who knows the whole world says with {@link over} when
 * nothing can follow in a visitor's thread: that is what a drain is for the run, and absence means loss from there on. A message of
 * a thread that has been forgotten and then turns up on somebody else's screen is a phantom there instead of misrouted: the run is
 * violated all the same, and memory is not kept for what a desk of ours never does.
 */
export class Rolling {
  readonly #options: JudgeOptions;
  readonly #counts = new RowCounts();
  readonly #census = new Census();
  readonly #threads = new Threads();
  readonly #totals = new Totals();
  /** What belongs to no thread: the run's own rows and those of the agents about themselves. */
  readonly #common: Row[] = [];
  readonly #agents = new Evidence();
  /** A thread that was over, got company and is over again is in it once. */
  readonly #over = new Set<Thread>();
  readonly #rowsAtOnce: number;
  #waiting = 0;

  /** @param rowsAtOnce judges when so many rows of threads that are over have come together */
  constructor(options: JudgeOptions, rowsAtOnce = ROWS_AT_ONCE) {
    this.#rowsAtOnce = rowsAtOnce;
    this.#options = options;
  }

  /** Rows taken so far. */
  get rows(): number {
    return this.#counts.rows;
  }

  /** Visitors whose thread is not forgotten yet. */
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

  /** Nothing will follow in the thread of this visitor. */
  over(visitor: string): void {
    const thread = this.#threads.of(visitor);
    thread.over += 1;
    if (thread.over < thread.visitors.length) return;
    if (!this.#over.has(thread)) this.#waiting += thread.rows;
    this.#over.add(thread);
    if (this.#waiting >= this.#rowsAtOnce) this.#settle();
  }

  /** Judges what is left, and says what the whole run came to. */
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
      // It may have been joined to another since, or have got company that is still there.
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
