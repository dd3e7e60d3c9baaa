// Group commit: one commit at a time; an effect leaves once every row before it is committed.

/** What writes, and where effects go. */
export interface GroupCommitOptions<Effect> {
  /**
   * A commit shall begin, at once or a little later. The writer takes the rows with
   * {@link GroupCommit.batch}, and calls {@link GroupCommit.done}. Never called during a commit.
   * @param waited whether the rows came before the previous commit was done
   */
  begin(waited: boolean): void;
  release(effect: Effect): void;
  /** Most rows in one commit; default: any number. */
  readonly most?: number;
}

interface Held<Effect> {
  /** Number of rows persisted before it. */
  readonly after: number;
  readonly effect: Effect;
}

/**
 * Makes one commit at a time, so that the number of commits follows the store and not the traffic.
 * Effects leave in the order in which they were pushed, each after every row before it is
 * committed. What a released effect causes leaves after the effects that were already held.
 */
export class GroupCommit<Row, Effect> {
  readonly #o: GroupCommitOptions<Effect>;
  readonly #most: number;
  /** Uncommitted rows in order; those of the commit under way come first. */
  #rows: Row[] = [];
  #isUnderWay = false;
  #isReleasing = false;
  /** How many of the first rows are in the commit under way; 0 while it still takes rows. */
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

  /** Releases an effect once all rows before it are committed; at once if they already are. */
  push(effect: Effect): void {
    if (this.isClear) this.#o.release(effect);
    else this.#held.push({ after: this.#persisted, effect });
  }

  /** Everything is committed and nothing is held, so that an effect pushed now leaves at once. */
  get isClear(): boolean {
    return this.#committed === this.#persisted && this.#held.length === 0;
  }

  /** Closes the commit under way to more rows; later rows go into the next one. */
  seal(): void {
    if (this.#isUnderWay && this.#sealed === 0) this.#sealed = Math.min(this.#rows.length, this.#most);
  }

  /** The rows of the commit under way; it takes no more rows afterwards. */
  batch(): readonly Row[] {
    this.seal();
    return this.#rows.slice(0, this.#sealed);
  }

  /**
   * Ends the commit under way, begins the next one and releases the effects that waited only for
   * it.
   */
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

  /**
   * Drops all uncommitted rows and every effect that waited for one.
   * @returns number of rows lost
   */
  crash(): number {
    const lost = this.#rows.length;
    this.#rows = [];
    this.#held = [];
    this.#sealed = 0;
    this.#isUnderWay = false;
    this.#persisted = this.#committed;
    return lost;
  }

  /** Effects stay in the list until all have left, so that nothing they cause overtakes them. */
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
