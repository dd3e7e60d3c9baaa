// Formulas of queueing theory from the literature, written without looking at the simulator.

/**
 * Erlang B: the share of customers lost when all c servers
 * are busy and nobody waits. `a` is the offered load λ/μ.
 */
export function erlangB(c: number, a: number): number {
  let b = 1;
  for (let n = 1; n <= c; n++) b = (a * b) / (n + a * b);
  return b;
}

/** Erlang C: the share of customers who must wait in M/M/c. */
export function erlangC(c: number, a: number): number {
  const b = erlangB(c, a);
  return (c * b) / (c - a * (1 - b));
}

/** The mean wait in M/M/c with service rate 1, and the probability of a wait longer than `t`. */
export const erlangCWait = (c: number, a: number): number => erlangC(c, a) / (c - a);
export const erlangCTail = (c: number, a: number, t: number): number => erlangC(c, a) * Math.exp(-(c - a) * t);

export interface Impatient {
  /** Share of customers who find all servers busy. */
  readonly wait: number;
  /** Share of customers who go unserved. */
  readonly leave: number;
}

/** Erlang A: M/M/c with service rate 1 and exponential patience of rate θ, from the birth-death chain. */
export function erlangA(c: number, lambda: number, theta: number): Impatient {
  let p = 1;
  let all = 0;
  let busy = 0;
  let queue = 0;
  for (let n = 0; n <= c || p > 1e-18 * all; n++) {
    all += p;
    if (n >= c) busy += p;
    queue += p * Math.max(0, n - c);
    p *= lambda / (Math.min(n + 1, c) + theta * Math.max(0, n + 1 - c));
  }
  return { wait: busy / all, leave: (theta * queue) / all / lambda };
}

/** M/M/c with service rate 1 where everybody leaves after a fixed wait τ (Baccelli & Hebuterne; Zeltyn & Mandelbaum 2005). */
export function fixedPatience(c: number, lambda: number, tau: number): Impatient {
  const epsilon = 1 / erlangB(c - 1, lambda);
  const d = c - lambda;
  const j = (d === 0 ? tau : (1 - Math.exp(-d * tau)) / d) + Math.exp(-d * tau) / c;
  return { wait: (lambda * j) / (epsilon + lambda * j), leave: (1 + (lambda - c) * j) / (epsilon + lambda * j) };
}

/**
 * Pollaczek and Khinchine: the mean wait in M/G/1, from the first two moments of the service time.
 */
export const waitOfOneServer = (lambda: number, mean: number, second: number): number =>
  (lambda * second) / (2 * (1 - lambda * mean));

/**
 * A session that a timer T closes after the last message,
 * with messages at rate r: the busy period of M/D/∞.
 */
export function idleSession(r: number, T: number): { messages: number; mean: number; variance: number } {
  const e = Math.exp(r * T);
  return { messages: e, mean: (e - 1) / r, variance: (e * e - 1 - 2 * r * T * e) / (r * r) };
}

/** E[e^(-s·duration)] of the same session. */
export function idleSessionLaplace(r: number, T: number, s: number): number {
  const e = Math.exp(-(s + r) * T);
  return ((s + r) * e) / (s + r * e);
}

/**
 * Response of M/G/∞ to arrivals of rate λ̄(1 + share·sin γt):
 * the amplitude of occupancy around λ̄E[S], and its lag.
 */
export function sineResponse(
  swing: number,
  gamma: number,
  S: number,
  kind: 'exponential' | 'fixed',
): { amplitude: number; lag: number } {
  if (kind === 'fixed') return { amplitude: ((2 * swing) / gamma) * Math.sin((gamma * S) / 2), lag: S / 2 };
  return { amplitude: (swing * S) / Math.sqrt(1 + gamma * S * (gamma * S)), lag: Math.atan(gamma * S) / gamma };
}

/**
 * The probability that the second of two things d apart overtakes
 * the first, if each takes an exponential time of mean m.
 */
export const overtakes = (d: number, m: number): number => Math.exp(-d / m) / 2;
