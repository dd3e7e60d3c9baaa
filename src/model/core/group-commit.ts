// Group commit: while rows are being written the next ones collect, and what was said after a row leaves when that row is committed.

/** What writes, and where effects go. */
export interface GroupCommitOptions<Effect> {
  /**
   * A commit is to be begun: at once, or a little later. Whoever writes fetches the rows with {@link GroupCommit.batch} and says
   * {@link GroupCommit.done}. `waited`: the rows came before an earlier commit was over. Never called while a commit is under way.
   */
  begin(waited: boolean): void;
  release(effect: Effect): void;
  /** Rows in one commit at most; default: any number. */
  readonly most?: number;
}

interface Held<Effect> {
  /** How many rows were persisted ahead of it. */
  readonly after: number;
  readonly effect: Effect;
}

/**
 * One commit at a time, so that the number of commits follows the store and not the traffic. Effects leave in the order in which they
 * were pushed, none before every row ahead of it is committed; what a released effect causes leaves behind those that were held already.
 */
export class GroupCommit<Row, Effect> {
  readonly #o: GroupCommitOptions<Effect>;
  readonly #most: number;
  /** Rows that are not committed, in order; those of the commit under way first. */
  #rows: Row[] = [];
  #isUnderWay = false;
  #isReleasing = false;
  /** How many of the first rows belong to the commit under way; 0 while it still takes rows. */
  #sealed = 0;
  #persisted = 0;
  #committed = 0;
  #held: Held<Effect>[] = [];

  constructor(options: GroupCommitOptions<Effect>) {
    this.#o = options;
    this.#most = options.most ?? Infinity;
  }

  persist(row: Row): void {
    this.#rows.push(row);
    this.#persisted += 1;
    if (!this.#isUnderWay && !this.#isReleasing) this.#begin(false);
  }

  /** Releases an effect when all rows before it are committed: now, if they are. */
  push(effect: Effect): void {
    if (this.isClear) this.#o.release(effect);
    else this.#held.push({ after: this.#persisted, effect });
  }

  /** Nothing is uncommitted and nothing is held: what is pushed now leaves at once. */
  get isClear(): boolean {
    return this.#committed === this.#persisted && this.#held.length === 0;
  }

  /** The commit under way takes no more rows: what comes is in the next one. */
  seal(): void {
    if (this.#isUnderWay && this.#sealed === 0) this.#sealed = Math.min(this.#rows.length, this.#most);
  }

  /** The rows of the commit under way, which takes no more from here on. */
  batch(): readonly Row[] {
    this.seal();
    return this.#rows.slice(0, this.#sealed);
  }

  /** The commit under way is done: the next one begins, and what waited for nothing else leaves. */
  done(): void {
    this.seal();
    this.#committed += this.#sealed;
    this.#rows.splice(0, this.#sealed);
    this.#sealed = 0;
    this.#isUnderWay = false;
    if (this.#rows.length > 0) this.#begin(true);
    this.#isReleasing = true;
    this.#release();
    this.#isReleasing = false;
    if (this.#rows.length > 0 && !this.#isUnderWay) this.#begin(true);
  }

  /** What was not committed is gone, and nothing that waited for it is ever released. @returns rows lost */
  crash(): number {
    const lost = this.#rows.length;
    this.#rows = [];
    this.#held = [];
    this.#sealed = 0;
    this.#isUnderWay = false;
    this.#persisted = this.#committed;
    return lost;
  }

  /** They are held until all have left, so that nothing that they cause overtakes them. */
  #release(): void {
    const held = this.#held;
    let left = 0;
    for (let next = held[0]; next !== undefined && next.after <= this.#committed; next = held[++left])
      this.#o.release(next.effect);
    held.splice(0, left);
  }

  #begin(waited: boolean): void {
    this.#isUnderWay = true;
    this.#o.begin(waited);
  }
}
