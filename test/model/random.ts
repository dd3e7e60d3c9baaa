// Seeded randomness for tests, independent of src. A failure names the seed that repeats it.

/** Seed of all random tests; STILLTHERE_TEST_SEED sets another one. */
export const SEED = process.env['STILLTHERE_TEST_SEED'] ?? 'still there?';

/** sfc32, seeded from text. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: string) {
    let h = 2166136261;
    const words = [0, 1, 2].map((salt) => {
      for (const c of `${salt}:${seed}`) h = Math.imul(h ^ (c.codePointAt(0) ?? 0), 16777619);
      return (h ^ (h >>> 15)) | 0;
    });
    [this.#a, this.#b, this.#c] = [words[0] ?? 1, words[1] ?? 2, words[2] ?? 3];
    for (let i = 0; i < 15; i++) this.word();
  }

  /** A uint32. */
  word(): number {
    const t = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (this.#c << 21) | (this.#c >>> 11);
    this.#c = (this.#c + t) | 0;
    return t >>> 0;
  }

  /** In [0, 1). */
  unit(): number {
    return this.word() / 4294967296;
  }

  /** An integer in [0, n). */
  below(n: number): number {
    return Math.floor(this.unit() * n);
  }

  /** An integer in [from, to]. */
  between(from: number, to: number): number {
    return from + this.below(to - from + 1);
  }

  chance(share: number): boolean {
    return this.unit() < share;
  }

  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new RangeError('nothing to pick from');
    return list[this.below(list.length)] as T;
  }

  /** Some of `list`, in its order; each with a chance of `share`. */
  some<T>(list: readonly T[], share = 0.5): T[] {
    return list.filter(() => this.chance(share));
  }

  shuffled<T>(list: readonly T[]): T[] {
    const all = [...list];
    for (let i = all.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [all[i], all[j]] = [all[j] as T, all[i] as T];
    }
    return all;
  }
}

/**
 * Runs `body` with `count` seeds. A failure names the trial and how to repeat it.
 * STILLTHERE_TEST_TRIAL runs one trial only.
 */
export function trials(what: string, count: number, body: (random: Random, trial: number) => void): void {
  const only = process.env['STILLTHERE_TEST_TRIAL'];
  for (let i = 0; i < count; i++) {
    if (only !== undefined && Number(only) !== i) continue;
    try {
      body(new Random(`${SEED}/${what}/${i}`), i);
    } catch (error) {
      const again = `STILLTHERE_TEST_SEED='${SEED}' STILLTHERE_TEST_TRIAL=${i}`;
      const text = error instanceof Error ? error.message : String(error);
      throw new Error(`${what}, trial ${i} of ${count}, repeat it with ${again}\n${text}`, { cause: error });
    }
  }
}

/** Mean, variance and the standard error of the mean. */
export function moments(values: readonly number[]): { mean: number; variance: number; error: number } {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const variance = values.reduce((sum, v) => sum + (v - mean) * (v - mean), 0) / (values.length - 1);
  return { mean, variance, error: Math.sqrt(variance / values.length) };
}
