// How long packets take between an actor and the desk: a function of the seed, the actor and the time, and of nothing that anybody does.
import { sample, type Duration } from '../../core/distributions.ts';
import { owner, PURPOSE } from '../../core/draw.ts';
import { SECOND, type Micros } from '../../core/time.ts';

/** One way, every packet. µs */
export interface Delay {
  /** Of this actor's packets, without what changes from moment to moment. */
  base(actor: string): Micros;
  /** What is added at `t`; undefined when nothing ever is. */
  readonly jitter?: (actor: string, t: Micros) => Micros;
}

/** The path of a scenario. */
export interface PathModel {
  /** One way; drawn once an actor. */
  readonly latency: Duration;
  /** Added to it; drawn anew for every second of model time. */
  readonly jitter?: Duration;
}

/** The same for everybody and always. */
export const sameDelay = (latency: Micros): Delay => ({ base: () => latency });

/** How often jitter is drawn. Not scaled with a scenario: jitter belongs to machines. µs */
const GRID = SECOND;

/** Which part of a mixture it is, is drawn for the network alone: who is slow is not who thinks long. */
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
