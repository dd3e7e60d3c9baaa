// Finds the nearest known word to a misspelt one, or to a synonym from another product.

/** Words of other products, and our words for the same. */
const MEANT: Readonly<Record<string, string>> = {
  customer: 'visitor',
  client: 'visitor',
  consumer: 'visitor',
  user: 'visitor',
  operator: 'agent',
  representative: 'agent',
  rep: 'agent',
};

/** The known word that was probably meant, or undefined when none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const meant = MEANT[word.toLowerCase()];
  if (meant !== undefined && known.includes(meant)) return meant;
  let best: { word: string; off: number } | undefined;
  for (const candidate of known) {
    const off = distance(word.toLowerCase(), candidate.toLowerCase());
    if (best === undefined || off < best.off) best = { word: candidate, off };
  }
  return best !== undefined && best.off <= Math.max(2, word.length / 3) && best.off < best.word.length
    ? best.word
    : undefined;
}

/** The edit distance between two words; two swapped neighbours count as one edit. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let off = Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, (row[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        off = Math.min(off, (before[j - 2] ?? 0) + 1);
      next[j] = off;
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? 0;
}
