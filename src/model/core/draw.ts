// Random draws as a function, not a stream: draw(seed, owner, purpose, k) never changes.
import { hash32 } from './hash.ts';

/** Who a draw belongs to: one visitor or agent under one seed. Made once per actor by {@link owner}. */
export interface Owner {
  readonly a: number;
  readonly b: number;
}

/** Hashes a seed and the name of an owner (`v17`, `a3`, `arrivals`) into the key of all its draws. */
export function owner(seed: string, name: string): Owner {
  const text = `${seed}\u0000${name}`;
  return { a: hash32(text), b: hash32(text, 0x9747b28c) };
}

/**
 * What a draw decides. "Same seed, same people" depends on these numbers: append, never reorder.
 */
export const PURPOSE = {
  gap: 1,
  persona: 2,
  channel: 3,
  turns: 4,
  think: 5,
  thinkMixture: 6,
  ending: 7,
  patience: 8,
  habit: 9,
  habitOnset: 10,
  habitLength: 11,
  prompt: 12,
  promptDelay: 13,
  comesBack: 14,
  line: 15,
  typing: 16,
  reading: 17,
  notice: 18,
  backoff: 19,
  latency: 20,
  value: 21,
  annoyance: 22,
  agentPersona: 23,
  silentLeave: 24,
  secret: 25,
  kind: 26,
  absence: 27,
  absenceLength: 28,
  replyPatience: 29,
  glance: 30,
  latencyMixture: 31,
  alert: 32,
  ring: 33,
  decline: 34,
} as const;
export type Purpose = (typeof PURPOSE)[keyof typeof PURPOSE];

const imul = Math.imul;
const TWO32 = 4294967296;
let x = 0;
let y = 0;
let z = 0;
let w = 0;

/** pcg4d of Jarzynski & Olano, "Hash Functions for GPU Rendering" (JCGT 9(3), 2020): four words in, four mixed words out. */
function mix(a: number, b: number, purpose: number, k: number): void {
  x = (imul(a, 1664525) + 1013904223) | 0;
  y = (imul(b, 1664525) + 1013904223) | 0;
  z = (imul(purpose, 1664525) + 1013904223) | 0;
  w = (imul(k, 1664525) + 1013904223) | 0;
  x = (x + imul(y, w)) | 0;
  y = (y + imul(z, x)) | 0;
  z = (z + imul(x, y)) | 0;
  w = (w + imul(y, z)) | 0;
  x ^= x >>> 16;
  y ^= y >>> 16;
  z ^= z >>> 16;
  w ^= w >>> 16;
  x = (x + imul(y, w)) | 0;
  y = (y + imul(z, x)) | 0;
  z = (z + imul(x, y)) | 0;
  w = (w + imul(y, z)) | 0;
}

/** A uint32, uniform. `k` is a natural index (turn, prompt, attempt…), never "the next number". */
export function drawWord(of: Owner, purpose: Purpose, k: number): number {
  mix(of.a, of.b, purpose, k);
  return x >>> 0;
}

/** A number in the open interval (0, 1) with 53 random bits; never 0 or 1, so that ln and quantiles are finite. */
export function drawUnit(of: Owner, purpose: Purpose, k: number): number {
  mix(of.a, of.b, purpose, k);
  const high = (x >>> 0) * 2097152 + (y >>> 11);
  return (high + 0.5) / (TWO32 * 2097152);
}

/** An integer in [0, n), uniform up to a bias of n / 2^32. */
export function drawBelow(of: Owner, purpose: Purpose, k: number, n: number): number {
  return Math.floor((drawWord(of, purpose, k) * n) / TWO32);
}

/** True with a chance of `thousandths` in 1000. */
export function drawChance(of: Owner, purpose: Purpose, k: number, thousandths: number): boolean {
  return drawBelow(of, purpose, k, 1000) < thousandths;
}

/** 32 hexadecimal digits from an owner's `secret` draws. Predictable from the seed: for load tests only. */
export function hexSecret(of: Owner): string {
  let text = '';
  for (let k = 0; k < 4; k++) text += drawWord(of, PURPOSE.secret, k).toString(16).padStart(8, '0');
  return text;
}
