// A few of the people of a large scenario, at a desk that is smaller by as much: what a plan plays in place of all of them.
import { MINUTE, type Micros } from '../model/core/time.ts';
import { horizonOf, type Workload } from '../model/population/workload.ts';
import type { Forecast } from './forecast.ts';

/** Visitors whom a plan draws and plays; of more it takes about so many. Some seconds of work. */
export const DRAWN_MOST = 10_000;
/** Stretches that the evening of a sample is cut into: some hundred visitors come in each, so that the busiest is not one of chance. */
const STRETCHES = 50;

/** A workload with fewer people: the first of those whom the seed brings, arriving all over the evening. */
export interface Sample {
  readonly workload: Workload;
  /** How many visitors each of them stands for. */
  readonly each: number;
  /** Stretch over which the busiest is looked for. µs */
  readonly window: Micros;
}

/** The sample for a workload that brings so many visitors; undefined where all of them can be played. */
export function sampleOf(workload: Workload, visitors: number, most = DRAWN_MOST): Sample | undefined {
  if (visitors <= most) return undefined;
  const each = visitors / most;
  const { arrivals, agents } = workload;
  const count = agents.count === 0 ? 0 : Math.max(1, Math.round(agents.count / each));
  return {
    workload: {
      ...workload,
      arrivals: arrivals.map((phase) => ({ ...phase, visitors: phase.visitors / each })),
      agents: { ...agents, count },
    },
    each,
    window: MINUTE * Math.ceil(horizonOf(workload) / STRETCHES / MINUTE),
  };
}

/** What the sample comes to for everybody: its numbers, each as many times as a visitor stands for. */
export function scaledUp(
  seen: Forecast,
  { each }: Sample,
  arrivals: readonly Micros[],
): Omit<Forecast, 'populationHash'> {
  const { horizon, playEnd } = seen;
  return {
    visitors: arrivals.length,
    arrivals,
    horizon,
    playEnd,
    peakFrames: seen.peakFrames * each,
    messages: Math.round(seen.messages * each),
    peakMessages: seen.peakMessages * each,
    peakConnected: Math.round(seen.peakConnected * each),
  };
}
