// A sample of a large scenario for its plan: fewer visitors, at a desk that is smaller by as much.
import { MINUTE, type Micros } from '../model/core/time.ts';
import { horizonOf, type Workload } from '../model/population/workload.ts';
import type { Forecast } from './forecast.ts';

/**
 * Most visitors that a plan draws and plays; of more it takes about this many. Some seconds of
 * work.
 */
export const DRAWN_MOST = 10_000;
/**
 * Number of windows in a sample. Some hundred visitors arrive in each, so that a peak is not
 * chance.
 */
const STRETCHES = 50;

/** A workload with fewer visitors: the first that the seed draws, arriving over the whole run. */
export interface Sample {
  readonly workload: Workload;
  /** How many visitors each of them stands for. */
  readonly each: number;
  /** Window in which peaks are counted. µs */
  readonly window: Micros;
}

/** The sample for a workload with this many visitors; undefined if all of them can be played. */
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

/** Scales the numbers of a sample up to all visitors. */
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
