// How long somebody waited, with those who never got what they waited for and those who still wait.

/** What holds times: a `Histogram` where there are many, `Values` where a limit is set on them. */
export interface Times<Self> {
  readonly n: number;
  readonly max: number;
  add(value: number): void;
  merge(other: Self): void;
  /** `[value, count]` in order of value. */
  pairs(): [number, number][];
  /** The k-th smallest, from 1; undefined where there are fewer. */
  rank(k: number): number | undefined;
  toJSON(): unknown;
}

export interface WaitsJson<Json> {
  readonly ended: Json;
  readonly open: Json;
  readonly never: number;
  readonly late: number;
}

/** What waits say, in the unit they were fed with. A quantile is null where it is not reached: too many never got what they waited for. */
export interface WaitSummary {
  /** How many got it. */
  readonly n: number;
  /** How many waited. */
  readonly of: number;
  readonly never: number;
  /** Who still waited when play ended. */
  readonly open: number;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  /** The longest of those that ended, and of those that had not: beyond the longer one nothing is known. */
  readonly max: number;
  readonly openMax: number;
}

/** A share is reached when it is, but for the rounding of a product of very many fractions. */
const ROUNDING = 1e-9;

/** Waits that ended, that will never end, and that had not ended when nobody looked any more. Merging does not depend on the order. */
export class Waits<T extends Times<T>> {
  readonly ended: T;
  /** How long those had waited who still did. */
  readonly open: T;
  never = 0;
  /** Of those that ended: so many after whoever waited had given up. */
  late = 0;

  constructor(make: () => T) {
    this.ended = make();
    this.open = make();
  }

  /** How many waited. */
  get of(): number {
    return this.ended.n + this.never + this.open.n;
  }

  merge(other: Waits<T>): void {
    this.ended.merge(other.ended);
    this.open.merge(other.open);
    this.never += other.never;
    this.late += other.late;
  }

  /**
   * The time within which a share `q` (0…1) got what they waited for: Kaplan and Meier's estimate (JASA 53, 1958), in which who still
   * waits counts as longer than that, and who never will as for ever. With nobody who still waits it is the nearest rank.
   * @returns null where the share is not reached, or nobody waited
   */
  quantile(q: number): number | null {
    if (this.open.n === 0) return this.ended.rank(Math.max(1, Math.ceil(q * this.of))) ?? null;
    return this.curve().find(([, reached]) => reached >= q - ROUNDING)?.[0] ?? null;
  }

  /**
   * What share had got what they waited for within each time at which somebody did, in order of time, by the same estimate. Exact for
   * a histogram but for its buckets.
   */
  curve(): [time: number, share: number][] {
    const open = this.open.pairs();
    let waiting = this.of;
    let unmet = 1;
    let at = 0;
    return this.ended.pairs().map(([value, count]) => {
      // One who still waits after the same time is counted as longer.
      for (; at < open.length && (open[at]?.[0] ?? Infinity) < value; at++) waiting -= open[at]?.[1] ?? 0;
      unmet *= 1 - count / waiting;
      waiting -= count;
      return [value, 1 - unmet];
    });
  }

  /** Beyond this nothing is known of {@link curve}: whoever had waited longest still did. Infinity where nobody, or somebody for ever, waits. */
  get known(): number {
    return this.open.n === 0 || this.never > 0 ? Infinity : Math.max(this.open.max, this.ended.max);
  }

  toJSON(): WaitsJson<ReturnType<T['toJSON']>> {
    const { ended, open, never, late } = this;
    return {
      ended: ended.toJSON() as ReturnType<T['toJSON']>,
      open: open.toJSON() as ReturnType<T['toJSON']>,
      never,
      late,
    };
  }

  /** The waits that {@link toJSON} gave out. @param from makes the times again */
  static from<T extends Times<T>, Json>(
    { ended, open, never, late }: WaitsJson<Json>,
    from: (json: Json) => T,
  ): Waits<T> {
    const both = [from(ended), from(open)];
    const made = new Waits<T>(() => both.shift() as T);
    made.never = never;
    made.late = late;
    return made;
  }

  summary(): WaitSummary {
    return {
      n: this.ended.n,
      of: this.of,
      never: this.never,
      open: this.open.n,
      p50: this.quantile(0.5),
      p95: this.quantile(0.95),
      p99: this.quantile(0.99),
      max: this.ended.max,
      openMax: this.open.max,
    };
  }
}
