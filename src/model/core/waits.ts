// Waiting times, including waits that never end and waits still open when play ended.

/** A store of times: `Histogram` for many, `Values` where a limit is set on them. */
export interface Times<Self> {
  readonly n: number;
  readonly max: number;
  add(value: number): void;
  merge(other: Self): void;
  /** `[value, count]` in order of value. */
  pairs(): [number, number][];
  /** The k-th smallest, from 1; undefined if there are fewer. */
  rank(k: number): number | undefined;
  toJSON(): unknown;
}

export interface WaitsJson<Json> {
  readonly ended: Json;
  readonly open: Json;
  readonly never: number;
  readonly late: number;
}

/**
 * Summary of waits, in the unit of the samples. A quantile is null if too many never got what they
 * waited for.
 */
export interface WaitSummary {
  /** How many got it. */
  readonly n: number;
  /** How many waited. */
  readonly of: number;
  readonly never: number;
  /** How many still waited when play ended. */
  readonly open: number;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  /**
   * The longest wait that ended, and the longest still open. Beyond the longer one nothing is
   * known.
   */
  readonly max: number;
  readonly openMax: number;
}

/** Tolerance for the rounding of a product of very many fractions. */
const ROUNDING = 1e-9;

/**
 * Waits that ended, will never end, or were open when play ended. Merging does not depend on the
 * order.
 */
export class Waits<T extends Times<T>> {
  readonly ended: T;
  /** How long each open wait had lasted when play ended. */
  readonly open: T;
  never = 0;
  /** How many of the ended waits ended after the person had given up. */
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
   * The time within which a share `q` (0…1) got what they waited for: Kaplan and Meier's estimate
   * (JASA 53, 1958). An open wait counts as longer than its time so far, and one that never ends as
   * infinite. Without open waits it is the nearest rank.
   * @returns null where the share is not reached, or nobody waited
   */
  quantile(q: number): number | null {
    if (this.open.n === 0) return this.ended.rank(Math.max(1, Math.ceil(q * this.of))) ?? null;
    return this.curve().find(([, reached]) => reached >= q - ROUNDING)?.[0] ?? null;
  }

  /**
   * The share that had got what they waited for, at each time at which somebody did, in order of
   * time. Same estimate as {@link quantile}; for a histogram it is exact but for the buckets.
   */
  curve(): [time: number, share: number][] {
    const open = this.open.pairs();
    let waiting = this.of;
    let unmet = 1;
    let at = 0;
    return this.ended.pairs().map(([value, count]) => {
      // A wait still open after the same time counts as longer.
      for (; at < open.length && (open[at]?.[0] ?? Infinity) < value; at++) waiting -= open[at]?.[1] ?? 0;
      unmet *= 1 - count / waiting;
      waiting -= count;
      return [value, 1 - unmet];
    });
  }

  /**
   * Beyond this time {@link curve} is unknown: the longest wait was open. Infinity if none is, or
   * some never end.
   */
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

  /** Restores the waits from {@link toJSON}. @param from restores the times */
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
