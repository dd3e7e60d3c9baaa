// A log-linear histogram of non-negative integers: many small ones merge exactly into one big one.

const SUB = 128;
const word = new Float64Array(1);
const bits = new Uint32Array(word.buffer);
const HIGH = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

/**
 * Bucket of a value ≥ 0, from the bits of the float: exact below 128, then 128 per octave (error
 * below 0.8 %).
 */
export function bucketOf(value: number): number {
  if (value < SUB) return value < 0 ? 0 : Math.floor(value);
  word[0] = value;
  return ((bits[HIGH] ?? 0) >>> 13) - ((1023 + 7) << 7) + SUB;
}

/** Lowest value of a bucket; the inverse of {@link bucketOf}. */
export function bucketLow(bucket: number): number {
  if (bucket < SUB) return bucket;
  word[0] = 0;
  bits[1 - HIGH] = 0;
  bits[HIGH] = (bucket - SUB + ((1023 + 7) << 7)) << 13;
  return word[0] ?? 0;
}

/** Summary in the unit of the samples. A quantile is the middle of its bucket, at most `max`. */
export interface Summary {
  readonly n: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** Sparse counts, `n` and `max`; merging adds counts, so the order of merging does not matter. */
export class Histogram {
  readonly counts = new Map<number, number>();
  n = 0;
  max = 0;

  add(value: number, times = 1): void {
    const bucket = bucketOf(value);
    this.counts.set(bucket, (this.counts.get(bucket) ?? 0) + times);
    this.n += times;
    if (value > this.max) this.max = value;
  }

  merge(other: Histogram): void {
    for (const [bucket, count] of other.counts) this.counts.set(bucket, (this.counts.get(bucket) ?? 0) + count);
    this.n += other.n;
    if (other.max > this.max) this.max = other.max;
  }

  /** Value below which a share `q` (0…1) of the samples lies; 0 when empty. */
  quantile(q: number): number {
    return this.n === 0 ? 0 : (this.rank(Math.max(1, Math.ceil(q * this.n))) ?? this.max);
  }

  /**
   * The middle of the bucket that holds the k-th smallest, from 1; undefined if there are fewer.
   */
  rank(k: number): number | undefined {
    let seen = 0;
    for (const [value, count] of this.pairs()) {
      seen += count;
      if (seen >= k) return value;
    }
    return undefined;
  }

  /** `[middle, count]` of every bucket in use, in order; no middle lies beyond `max`. */
  pairs(): [number, number][] {
    return [...this.counts]
      .sort(([a], [b]) => a - b)
      .map(([bucket, count]) => {
        const low = bucketLow(bucket);
        const middle = bucket < SUB ? low : Math.floor((low + bucketLow(bucket + 1)) / 2);
        return [Math.min(this.max, middle), count];
      });
  }

  /** `[lowest value, count]` of every bucket in use. */
  lows(): [number, number][] {
    return [...this.counts].map(([bucket, count]) => [bucketLow(bucket), count]);
  }

  summary(): Summary {
    return { n: this.n, p50: this.quantile(0.5), p95: this.quantile(0.95), p99: this.quantile(0.99), max: this.max };
  }

  /** `[bucket, count]` pairs in order, for JSON. */
  toJSON(): { n: number; max: number; counts: [number, number][] } {
    return { n: this.n, max: this.max, counts: [...this.counts].sort((a, b) => a[0] - b[0]) };
  }

  static from(data: { n: number; max: number; counts: readonly (readonly [number, number])[] }): Histogram {
    const made = new Histogram();
    made.n = data.n;
    made.max = data.max;
    for (const [bucket, count] of data.counts) made.counts.set(bucket, count);
    return made;
  }
}
