// Counts every party's rows, so that a missing one is noticed; finished parties become sums.
import type { RowBody } from '../../rows/rows.ts';
import type { Remark } from './remarks.ts';

interface Book {
  next: number;
  gaps: number;
  ended: boolean;
  said: number;
}

/** What the counts are compared with. */
export interface Expected {
  /** Parties at the start of the run; undefined if no row says so. */
  readonly run: { readonly visitors: number; readonly agents: number } | undefined;
  /** Whether arrivals went on to their end. A run that was cut short misses nobody. */
  readonly allCame: boolean;
  /** Messages in the evidence. Their number must equal the number that the people report. */
  readonly held: number;
}

/** At most this many remarks are reported. */
const MOST = 5;

/** The row counts of all parties of a run. */
export class RowCounts {
  readonly #open = new Map<string, Book>();
  readonly #closed = { visitors: 0, agents: 0, said: 0 };
  /** Faults of ledgers that were folded into the sums. */
  readonly #faults: { readonly by: string; readonly remark: Remark }[] = [];
  rows = 0;

  /** Counts one row. Rows of one party come in order. */
  count(by: string, k: number, body: RowBody): void {
    this.rows += 1;
    let book = this.#open.get(by);
    if (book === undefined) this.#open.set(by, (book = { next: 0, gaps: 0, ended: false, said: 0 }));
    if (k !== book.next) book.gaps += Math.max(1, Math.abs(k - book.next));
    book.next = k + 1;
    if (body.what !== 'end') return;
    book.ended = true;
    book.said = body.said;
    if (body.rows !== book.next) book.gaps += 1;
  }

  /** Folds a finished party into the sums, which frees its memory. It may write no more rows. */
  putAway(by: string): void {
    const book = this.#open.get(by);
    if (book === undefined) return;
    this.#open.delete(by);
    const remark = faultOf(by, book);
    if (remark !== undefined && this.#faults.length < MOST) this.#faults.push({ by, remark });
    this.#closed.said += book.said;
    if (by.startsWith('v')) this.#closed.visitors += 1;
    if (by.startsWith('a')) this.#closed.agents += 1;
  }

  /** How many messages the people sent by their own count: Σ fates must equal it. */
  get attempted(): number {
    let { said } = this.#closed;
    for (const book of this.#open.values()) said += book.said;
    return said;
  }

  /** Whether this party has written its last row; false for one that was folded into the sums. */
  isClosed(by: string): boolean {
    return this.#open.get(by)?.ended === true;
  }

  /** What is missing in the ledger; empty if every party's rows are complete, with an `end` row. */
  problems({ run, allCame, held }: Expected): Remark[] {
    const found: Remark[] = [];
    const note = (remark: Remark): void => void (found.length < MOST && found.push(remark));
    if (run === undefined) note({ key: 'judge.noRun' });
    for (const by of ['conductor', 'server']) if (!this.#open.has(by)) note({ key: 'judge.noRow', args: { by } });
    let { visitors, agents } = this.#closed;
    const faults = [...this.#faults];
    for (const [by, book] of this.#open) {
      if (by.startsWith('v')) visitors += 1;
      if (by.startsWith('a')) agents += 1;
      const remark = faultOf(by, book);
      if (remark !== undefined) faults.push({ by, remark });
    }
    for (const { remark } of faults.sort((a, b) => (a.by < b.by ? -1 : 1))) note(remark);
    if (allCame && run !== undefined && visitors < run.visitors)
      note({ key: 'judge.noVisitors', args: { n: run.visitors - visitors, of: run.visitors } });
    if (allCame && run !== undefined && agents < run.agents)
      note({ key: 'judge.noAgents', args: { n: run.agents - agents, of: run.agents } });
    const said = this.attempted;
    if (found.length === 0 && held !== said) note({ key: 'judge.miscounted', args: { said, held } });
    return found;
  }
}

function faultOf(by: string, book: Book): Remark | undefined {
  if (book.gaps > 0) return { key: 'judge.gaps', args: { n: book.gaps, by } };
  return book.ended ? undefined : { key: 'judge.notClosed', args: { by } };
}
