// Which rows of a whole ledger belong together, in a few numbers for each thread: what it takes to judge a long run in parts.
import { numberOf } from '../model/rows/ids.ts';
import type { Row } from '../model/rows/rows.ts';
import { Kin } from './kin.ts';

/** Pieces of a ledger, counted from 0; both ends belong to it. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Where a row stands: in which piece, and on which line of the ledger. */
export interface Place {
  readonly piece: number;
  readonly line: number;
}

/** What is known of a thread before it is judged. */
interface Strand {
  rows: number;
  /** Where its people's rows stand, and where the server's word on them does: a run's end, and so far apart. */
  people: Stretch | undefined;
  told: Stretch | undefined;
}

/** Threads that are judged together, and where their rows stand. */
export interface Part {
  readonly rows: number;
  readonly stretches: readonly Stretch[];
}

/** Takes every row of a ledger in the order of the file. Whose thread is whose is known only after the last one. */
export class LedgerIndex extends Kin<number> {
  readonly #visitors = new Map<string, number>();
  readonly #sessions = new Map<string, number>();
  /** By agent and number: no text is kept for a message. */
  readonly #replies = new Map<string, Map<number, number>>();
  /** Of each thread, the one that it was united with; its own number where it stands for itself. */
  readonly #up: number[] = [];
  readonly #strands: Strand[] = [];
  /** Sessions in which a fence was sent: whether the drain is complete depends on them, and so does every other verdict. */
  readonly #fenced = new Set<string>();
  /** By line of the ledger. */
  readonly #threads = new LineNumbers();
  #partOf: readonly number[] = [];

  /**
   * @param at where the row stands
   * @returns whether it belongs to a thread; the run's own rows do not, nor those of agents about themselves
   */
  add(row: Row, at: Place): boolean {
    if (row.what === 'fence') this.#fenced.add(row.session);
    const thread = this.find(row.by, row);
    if (thread === undefined) return false;
    gather(this.#strands[thread], newStrand(row.by === 'server', at.piece));
    this.#threads.set(at.line, thread);
    return true;
  }

  /**
   * Divides all threads into parts of about so many rows, in the order in which they begin. The first part holds those who were
   * still there when the run was drained; it may be larger, or empty.
   */
  divide(rowsAtOnce: number): Part[] {
    const fenced = new Set([...this.#fenced].flatMap((session) => this.opened(session) ?? []));
    const parts = [emptyStrand()];
    const partOf: number[] = [];
    for (const [root, strand] of [...this.#wholeStrands()].sort(([, a], [, b]) => begins(a) - begins(b))) {
      const last = parts.at(-1);
      if (!fenced.has(root) && (parts.length === 1 || (last?.rows ?? 0) >= rowsAtOnce)) parts.push(emptyStrand());
      const at = fenced.has(root) ? 0 : parts.length - 1;
      partOf[root] = at;
      gather(parts[at], strand);
    }
    this.#partOf = partOf;
    return parts.map(({ rows, people, told }) => ({ rows, stretches: stretchesOf(people, told) }));
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
    const known = this.said(reply);
    if (known !== thread) this.unite(known, thread);
  }

  protected unite(a: number, b: number): number {
    this.#up[b] = a;
    return a;
  }

  #repliesOf(reply: string): Map<number, number> {
    const agent = reply.slice(0, reply.indexOf('/'));
    let known = this.#replies.get(agent);
    if (known === undefined) this.#replies.set(agent, (known = new Map<number, number>()));
    return known;
  }

  #make(): number {
    const made = this.#up.length;
    this.#up.push(made);
    this.#strands.push(emptyStrand());
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

  /** What is known of each thread that stands for itself, together with all that were united with it. */
  #wholeStrands(): Map<number, Strand> {
    const whole = new Map<number, Strand>();
    for (const [thread, strand] of this.#strands.entries()) {
      const root = this.#root(thread);
      const known = whole.get(root);
      if (known === undefined) whole.set(root, { ...strand });
      else gather(known, strand);
    }
    return whole;
  }
}

/** A number for many lines, four bytes each. */
class LineNumbers {
  readonly #blocks: Int32Array[] = [];

  get(line: number): number | undefined {
    const known = this.#blocks[Math.floor(line / BLOCK)]?.[line % BLOCK] ?? 0;
    return known === 0 ? undefined : known - 1;
  }

  set(line: number, value: number): void {
    const block = (this.#blocks[Math.floor(line / BLOCK)] ??= new Int32Array(BLOCK));
    block[line % BLOCK] = value + 1;
  }
}

const BLOCK = 1 << 16;

const emptyStrand = (): Strand => ({ rows: 0, people: undefined, told: undefined });

/** Of one row. */
function newStrand(isTold: boolean, piece: number): Strand {
  const stretch = { from: piece, to: piece };
  return { rows: 1, people: isTold ? undefined : stretch, told: isTold ? stretch : undefined };
}

const begins = ({ people, told }: Strand): number => people?.from ?? told?.from ?? 0;

function around(known: Stretch | undefined, more: Stretch): Stretch {
  if (known === undefined) return more;
  // Rows come in the order of the file: most of them extend nothing.
  if (known.from <= more.from && known.to >= more.to) return known;
  return { from: Math.min(known.from, more.from), to: Math.max(known.to, more.to) };
}

function gather(into: Strand | undefined, { rows, people, told }: Strand): void {
  if (into === undefined) return;
  into.rows += rows;
  if (people !== undefined) into.people = around(into.people, people);
  if (told !== undefined) into.told = around(into.told, told);
}

/** In order of the file, without a piece that stands in both. */
function stretchesOf(people: Stretch | undefined, told: Stretch | undefined): Stretch[] {
  if (people === undefined || told === undefined) return [people ?? told ?? []].flat();
  return told.from > people.to ? [people, told] : [around(people, told)];
}
