// How long packets take between an actor and the desk: a function of seed, actor and time only.
import { sample, type Duration } from '../../core/distributions.ts';
import { owner, PURPOSE } from '../../core/draw.ts';
import { SECOND, type Micros } from '../../core/time.ts';

/** One-way delay of every packet. µs */
export interface Delay {
  /** The part of this actor's delay that never changes. */
  base(actor: string): Micros;
  /** The part added at `t`; undefined if nothing ever is. */
  readonly jitter?: (actor: string, t: Micros) => Micros;
}

/** The path of a scenario. */
export interface PathModel {
  /** One way; drawn once per actor. */
  readonly latency: Duration;
  /** Added to it; drawn for every second of model time. */
  readonly jitter?: Duration;
}

/** The same delay for everybody at all times. */
export const sameDelay = (latency: Micros): Delay => ({ base: () => latency });

/** How often jitter is drawn. Not scaled with a scenario, because jitter belongs to machines. µs */
const GRID = SECOND;

/**
 * The part of a mixture is drawn for the network alone, so that slow networks do not coincide with
 * long think times.
 */
const ofNetwork = (d: Duration): Duration => (d.kind === 'mixture' ? { ...d, purpose: PURPOSE.latencyMixture } : d);

/** Delays drawn from a seed. */
export function drawnDelay(seed: string, path: PathModel): Delay {
  const latency = ofNetwork(path.latency);
  const jitter = path.jitter && ofNetwork(path.jitter);
  const base = (actor: string): Micros =>
    latency.kind === 'fixed' ? latency.value : sample(latency, owner(seed, actor), PURPOSE.latency, 0);
  if (jitter === undefined) return { base };
  return {
    base,
    jitter: (actor, t) => sample(jitter, owner(seed, actor), PURPOSE.latency, 1 + Math.floor(t / GRID)),
  };
}
