// Hashes that are equal on every engine: a 32-bit hash of text, and a running digest of rows.

/** FNV-1a over UTF-16 code units, finished with murmur3's mixer so that short keys spread. @returns uint32 */
export function hash32(text: string, basis = 0x811c9dc5): number {
  let h = basis;
  for (let i = 0; i < text.length; i++) {
    h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Eight hexadecimal digits of a uint32. */
export function hex32(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}

/** A running 64-bit digest of a sequence of strings (two FNV-style lanes). Not cryptographic. */
export class Digest {
  #a = 0x811c9dc5;
  #b = 0x9747b28c;

  /** Adds one string and a separator, so that ["ab","c"] and ["a","bc"] differ. */
  add(text: string): void {
    let a = this.#a;
    let b = this.#b;
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i);
      a = Math.imul(a ^ c, 0x01000193);
      b = Math.imul(b ^ c, 0x85ebca6b) ^ (b >>> 15);
    }
    this.#a = Math.imul(a ^ 0x1f, 0x01000193);
    this.#b = Math.imul(b ^ 0x1f, 0xc2b2ae35) ^ (b >>> 13);
  }

  /** A digest of the same sequence that continues independently. */
  copy(): Digest {
    const twin = new Digest();
    twin.#a = this.#a;
    twin.#b = this.#b;
    return twin;
  }

  /** Sixteen hexadecimal digits. */
  hex(): string {
    return hex32(this.#a) + hex32(this.#b);
  }
}
