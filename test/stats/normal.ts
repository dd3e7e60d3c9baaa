// Normal deviates for Monte Carlo tests.
import type { Random } from '../model/random.ts';

/** `n` independent normal values (Box & Muller, 1958). */
export function normals(random: Random, n: number, mean: number, sd: number): number[] {
  return Array.from({ length: n }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random.unit()));
    return mean + sd * radius * Math.cos(2 * Math.PI * random.unit());
  });
}
