// Indexes a stored ledger by thread in a few numbers each, so that a long run can be judged in
// parts.
import { Column, Numbers } from '../../model/rows/columns.ts';
import { numberOf } from '../../model/rows/ids.ts';
import type { Row } from '../../model/rows/rows.ts';
import { Kin } from './kin.ts';
import { LineNumbers, Strands, type Stretch } from './strands.ts';

/** Where a row is: the piece, and the line of the ledger. */
export interface Place {
  readonly piece: number;
  readonly line: number;
}

/** Threads that are judged together, and where their rows are. */
export interface Part {
  readonly rows: number;
  readonly stretches: readonly Stretch[];
}

/**
 * Takes every row of a ledger in file order. Which threads are joined is final only after the last
 * row.
 */
export class LedgerIndex extends Kin<number> {
  readonly #visitors = new Column();
  readonly #sessions = new Column();
  /** Threads of agents' messages by agent and number, so that no text is kept for a message. */
  readonly #replies = new Map<string, Numbers>();
  /** For each thread, the thread that it was joined to; its own number if none. */
  readonly #up: number[] = [];
  readonly #strands = new Strands();
  /**
   * Sessions with a fence (end-of-run marker). The completeness of the drain, and so every verdict,
   * depends on them.
   */
  readonly #fenced = new Set<string>();
  /** Threads by line of the ledger. */
  readonly #threads = new LineNumbers();
  #partOf = new Int32Array(0);

  /**
   * @param at where the row is
   * @returns whether it belongs to a thread; the run's own rows and those of agents about
   * themselves do not
   */
  add(row: Row, at: Place): boolean {
    if (row.what === 'fence') this.#fenced.add(row.session);
    const thread = this.find(row.by, row);
    if (thread === undefined) return false;
    this.#strands.take(thread, row.by === 'server', at.piece);
    this.#threads.set(at.line, thread);
    return true;
  }

  /**
   * Divides all threads into parts of about so many rows, in the order in which they begin. The
   * first part holds those still present when the run was drained; it may be larger, or empty.
   */
  divide(rowsAtOnce: number): Part[] {
    const fenced = new Set([...this.#fenced].flatMap((session) => this.opened(session) ?? []));
    const [strands, roots] = this.#wholeStrands();
    const parts = new Strands();
    let last = parts.make();
    const partOf = new Int32Array(this.#up.length);
    for (const root of roots.sort((a, b) => strands.begins(a) - strands.begins(b))) {
      if (!fenced.has(root) && (last === FIRST || parts.rows(last) >= rowsAtOnce)) last = parts.make();
      const at = fenced.has(root) ? FIRST : last;
      partOf[root] = at;
      parts.gather(at, strands, root);
    }
    this.#partOf = partOf;
    return Array.from({ length: last + 1 }, (_, at) => ({ rows: parts.rows(at), stretches: parts.stretches(at) }));
  }

  /**
   * The part in which a line is judged, after {@link divide}; undefined for a line without a
   * thread.
   */
  partOf(line: number): number | undefined {
    const thread = this.#threads.get(line);
    return thread === undefined ? undefined : this.#partOf[this.#root(thread)];
  }

  of(visitor: string): number {
    const known = this.#visitors.get(visitor);
    if (known !== undefined) return this.#root(known);
    const made = this.#make();
    this.#visitors.set(visitor, made);
    return made;
  }

  protected opened(session: string): number | undefined {
    const known = this.#sessions.get(session);
    return known === undefined ? undefined : this.#root(known);
  }

  protected opens(session: string, whose: number | undefined): number {
    const thread = whose ?? this.#make();
    this.#sessions.set(session, thread);
    return thread;
  }

  /**
   * Makes the thread even before the message is written, because the rows of its author may follow
   * those of its reader.
   */
  protected said(reply: string): number {
    const ofAgent = this.#repliesOf(reply);
    const known = ofAgent.get(numberOf(reply));
    if (known !== undefined) return this.#root(known);
    const made = this.#make();
    ofAgent.set(numberOf(reply), made);
    return made;
  }

  protected says(reply: string, thread: number): void {
    const ofAgent = this.#repliesOf(reply);
    const known = ofAgent.get(numberOf(reply));
    if (known === undefined) ofAgent.set(numberOf(reply), thread);
    else if (this.#root(known) !== thread) this.unite(this.#root(known), thread);
  }

  protected unite(a: number, b: number): number {
    this.#up[b] = a;
    return a;
  }

  #repliesOf(reply: string): Numbers {
    const agent = reply.slice(0, reply.indexOf('/'));
    let known = this.#replies.get(agent);
    if (known === undefined) this.#replies.set(agent, (known = new Numbers()));
    return known;
  }

  #make(): number {
    const made = this.#up.length;
    this.#up.push(made);
    this.#strands.make();
    return made;
  }

  /** The root of a thread. The path to it is shortened for the next call. */
  #root(thread: number): number {
    let at = thread;
    for (let up = this.#up[at]; up !== undefined && up !== at; up = this.#up[at]) {
      this.#up[at] = this.#up[up] ?? up;
      at = up;
    }
    return at;
  }

  /** The data of each root thread, summed over all threads joined to it; and the list of roots. */
  #wholeStrands(): [Strands, number[]] {
    const whole = new Strands();
    const roots: number[] = [];
    const isMet = new Uint8Array(this.#up.length);
    for (let n = 0; n < this.#up.length; n++) whole.make();
    for (const thread of this.#up.keys()) {
      const root = this.#root(thread);
      if (isMet[root] === 0) roots.push(root);
      isMet[root] = 1;
      whole.gather(root, this.#strands, thread);
    }
    return [whole, roots];
  }
}

/** The part of those present when the run was drained. */
const FIRST = 0;
