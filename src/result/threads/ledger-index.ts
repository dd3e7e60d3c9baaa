// Which rows of a whole ledger belong together, in a few numbers for each thread: what it takes to judge a long run in parts.
import { Column, Numbers } from '../../model/rows/columns.ts';
import { numberOf } from '../../model/rows/ids.ts';
import type { Row } from '../../model/rows/rows.ts';
import { Kin } from './kin.ts';
import { LineNumbers, Strands, type Stretch } from './strands.ts';

/** Where a row stands: in which piece, and on which line of the ledger. */
export interface Place {
  readonly piece: number;
  readonly line: number;
}

/** Threads that are judged together, and where their rows stand. */
export interface Part {
  readonly rows: number;
  readonly stretches: readonly Stretch[];
}

/** Takes every row of a ledger in the order of the file. Whose thread is whose is known only after the last one. */
export class LedgerIndex extends Kin<number> {
  readonly #visitors = new Column();
  readonly #sessions = new Column();
  /** By agent and number: no text is kept for a message. */
  readonly #replies = new Map<string, Numbers>();
  /** Of each thread, the one that it was united with; its own number where it stands for itself. */
  readonly #up: number[] = [];
  readonly #strands = new Strands();
  /** Sessions in which a fence was sent: whether the drain is complete depends on them, and so does every other verdict. */
  readonly #fenced = new Set<string>();
  /** By line of the ledger. */
  readonly #threads = new LineNumbers();
  #partOf = new Int32Array(0);

  /**
   * @param at where the row stands
   * @returns whether it belongs to a thread; the run's own rows do not, nor those of agents about themselves
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
   * Divides all threads into parts of about so many rows, in the order in which they begin. The first part holds those who were
   * still there when the run was drained; it may be larger, or empty.
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

  /** The part in which a line is judged, after {@link divide}; undefined where it is none of a thread. */
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

  /** Also before it is said: the rows of its author may stand behind those of its reader. */
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

  /** The thread that stands for this one. The way there is made shorter for the next time. */
  #root(thread: number): number {
    let at = thread;
    for (let up = this.#up[at]; up !== undefined && up !== at; up = this.#up[at]) {
      this.#up[at] = this.#up[up] ?? up;
      at = up;
    }
    return at;
  }

  /** What is known of each thread that stands for itself, together with all that were united with it; and which these are. */
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

/** The part of those who were there when the run was drained. */
const FIRST = 0;
