// A stable event heap in typed arrays: pops in order of time, equal times in order of insertion.

/**
 * Binary heap of (time, payload) pairs. Payloads are numbers whose meaning the owner defines. Equal
 * times leave in the order in which they were put in. Grows by doubling.
 */
export class EventHeap {
  #time: Float64Array;
  #seq: Float64Array;
  #payload: Float64Array;
  #size = 0;
  #next = 0;

  constructor(capacity = 64) {
    this.#time = new Float64Array(capacity);
    this.#seq = new Float64Array(capacity);
    this.#payload = new Float64Array(capacity);
  }

  get size(): number {
    return this.#size;
  }

  /** Time of the earliest event, or Infinity when empty. */
  get nextTime(): number {
    return this.#size === 0 ? Infinity : (this.#time[0] ?? Infinity);
  }

  /** Payload of the earliest event, without removing it. @throws RangeError when empty */
  peek(): number {
    if (this.#size === 0) throw new RangeError('peek into an empty event heap');
    return this.#payload[0] as number;
  }

  push(time: number, payload: number): void {
    if (this.#size === this.#time.length) this.#grow();
    const seq = this.#next++;
    let i = this.#size++;
    const t = this.#time;
    const s = this.#seq;
    const p = this.#payload;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if ((t[parent] as number) <= time) break;
      t[i] = t[parent] as number;
      s[i] = s[parent] as number;
      p[i] = p[parent] as number;
      i = parent;
    }
    t[i] = time;
    s[i] = seq;
    p[i] = payload;
  }

  /** Removes the earliest event and returns its payload. @throws RangeError when empty */
  pop(): number {
    if (this.#size === 0) throw new RangeError('pop from an empty event heap');
    const t = this.#time;
    const s = this.#seq;
    const p = this.#payload;
    const top = p[0] as number;
    const n = --this.#size;
    const time = t[n] as number;
    const seq = s[n] as number;
    const payload = p[n] as number;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= n) break;
      const right = child + 1;
      if (right < n && earlier(t[right] as number, s[right] as number, t[child] as number, s[child] as number))
        child = right;
      if (!earlier(t[child] as number, s[child] as number, time, seq)) break;
      t[i] = t[child] as number;
      s[i] = s[child] as number;
      p[i] = p[child] as number;
      i = child;
    }
    t[i] = time;
    s[i] = seq;
    p[i] = payload;
    return top;
  }

  #grow(): void {
    const larger = (old: Float64Array): Float64Array => {
      const fresh = new Float64Array(old.length * 2);
      fresh.set(old);
      return fresh;
    };
    this.#time = larger(this.#time);
    this.#seq = larger(this.#seq);
    this.#payload = larger(this.#payload);
  }
}

function earlier(timeA: number, seqA: number, timeB: number, seqB: number): boolean {
  return timeA < timeB || (timeA === timeB && seqA < seqB);
}
