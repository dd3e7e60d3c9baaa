// Arrival times of a non-homogeneous Poisson process, one after the other, by inverting its integral in integers.
import { drawUnit, owner, PURPOSE, type Owner } from '../core/draw.ts';
import { ln } from '../core/numeric.ts';
import { SECOND, type Micros } from '../core/time.ts';
import type { ArrivalPhase } from './workload.ts';

/**
 * Expected visitors, and the position inside a piece, are counted in millionths: exact integers,
 * also under time scaling.
 */
const MILLION = 1_000_000;

interface Piece {
  readonly start: Micros;
  readonly seconds: number;
  readonly mass: number;
  readonly from: number;
  readonly to: number;
}

/** Cuts a phase into pieces whose rate is constant or a straight line. */
function pieces(phase: ArrivalPhase, start: Micros): Piece[] {
  const shape = phase.curve ?? [1];
  const total = shape.reduce((sum, w) => sum + w, 0);
  const seconds = phase.for / SECOND / shape.length;
  if (!Number.isInteger(seconds)) {
    throw new Error(
      `arrivals "${phase.name}": ${phase.for / SECOND} s cannot be cut into ${shape.length} parts of whole seconds`,
    );
  }
  const [from, to] = phase.ramp ?? [1, 1];
  return shape.map((weight, i) => ({
    start: start + i * seconds * SECOND,
    seconds,
    mass: Math.round((phase.visitors * MILLION * weight) / total),
    from,
    to,
  }));
}

/** Share of a straight-line piece after which `share` of its mass has come; both in millionths. */
function invert(share: number, from: number, to: number): number {
  if (from === to) return share;
  const u = share / MILLION;
  const root = Math.sqrt(from * from + u * (to - from) * (to + from));
  return Math.min(MILLION - 1, Math.floor((MILLION * (root - from)) / (to - from)));
}

/** Walks through the arrivals of a workload: `next()` gives the time of visitor 0, 1, 2 …, then undefined. */
export class Arrivals {
  readonly #of: Owner;
  readonly #pieces: Piece[] = [];
  #piece = 0;
  /** Mass of all pieces before the current one, and of all arrivals so far. */
  #before = 0;
  #mass = 0;
  #index = 0;

  constructor(seed: string, phases: readonly ArrivalPhase[]) {
    this.#of = owner(seed, 'arrivals');
    let start = 0;
    for (const phase of phases) {
      this.#pieces.push(...pieces(phase, start));
      start += phase.for;
    }
  }

  /** Number of arrivals handed out so far: the index of the next visitor. */
  get index(): number {
    return this.#index;
  }

  next(): Micros | undefined {
    this.#mass += Math.max(1, Math.round(-MILLION * ln(drawUnit(this.#of, PURPOSE.gap, this.#index))));
    for (; this.#piece < this.#pieces.length; this.#piece++) {
      const piece = this.#pieces[this.#piece] as Piece;
      const inside = this.#mass - this.#before;
      if (inside < piece.mass) {
        this.#index += 1;
        return piece.start + piece.seconds * invert(Math.floor((inside * MILLION) / piece.mass), piece.from, piece.to);
      }
      this.#before += piece.mass;
    }
    return undefined;
  }
}

/** How many visitors come in all. */
export function countArrivals(seed: string, phases: readonly ArrivalPhase[]): number {
  const arrivals = new Arrivals(seed, phases);
  while (arrivals.next() !== undefined);
  return arrivals.index;
}
