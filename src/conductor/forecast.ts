// What a run will be, from playing it once in virtual time: how many come, how many frames a second, when it ends.
import type { Corpus } from '../scenario/corpus/corpus.ts';
import { MINUTE, type Micros } from '../model/core/time.ts';
import { Arrivals } from '../model/population/arrivals.ts';
import { populationHash } from '../model/population/plan.ts';
import { horizonOf, type Workload } from '../model/population/workload.ts';
import { playEnd, playVirtual } from '../model/runner/virtual/play.ts';
import type { SessionRules } from '../model/rules/rules.ts';

export interface Forecast {
  readonly visitors: number;
  readonly populationHash: string;
  /** When each of them comes, in order. */
  readonly arrivals: readonly Micros[];
  readonly horizon: Micros;
  readonly playEnd: Micros;
  /** Frames a model second, sent and received on the client side, at the busiest minute. */
  readonly peakFrames: number;
  /** Messages of persons in all, and a model second at the busiest minute. */
  readonly messages: number;
  readonly peakMessages: number;
  /** Most clients connected at once, agents among them. */
  readonly peakConnected: number;
}

/** One way latency of the virtual network. */
export const VIRTUAL_LATENCY: Micros = 20_000;

/** Plays the workload in virtual time and counts. Costs about a second for thousands of visitors. */
export function forecast(
  workload: Workload,
  rules: SessionRules,
  corpus: Corpus,
  profile: string,
  tail?: Micros,
): Forecast {
  const { hash, visitors } = populationHash(workload, corpus.sets);
  const minutes = new Map<number, number>();
  const said = new Map<number, number>();
  let messages = 0;
  const busy = (t: Micros, frames: number): void => {
    const minute = Math.floor(t / MINUTE);
    minutes.set(minute, (minutes.get(minute) ?? 0) + frames);
  };
  const lines = { at: (i: number) => corpus.lines[i] ?? '', sets: corpus.sets };
  let connected = 0;
  const run = {
    workload,
    rules,
    lines,
    profile,
    latency: VIRTUAL_LATENCY,
    visitors,
    ...(tail !== undefined && { tail }),
  };
  const most = new Map<number, number>();
  playVirtual(run, (row) => {
    if (row.what === 'say') {
      messages += 1;
      const minute = Math.floor(row.t / MINUTE);
      said.set(minute, (said.get(minute) ?? 0) + 1);
    } else if (row.what === 'conn') {
      connected += row.is === 'open' ? 1 : row.is === 'failed' ? 0 : -1;
      const minute = Math.floor(row.t / MINUTE);
      most.set(minute, Math.max(most.get(minute) ?? 0, connected));
      if (row.is === 'open') busy(row.t, 4);
    } else if (row.what === 'send' || row.what === 'ack' || row.what === 'notice' || row.what === 'show')
      busy(row.t, 1);
    else if (row.what === 'look') busy(row.t, 2);
  });
  const page = rules.liveness.page;
  let peak = 0;
  for (const minute of new Set([...minutes.keys(), ...most.keys()])) {
    // Every quiet connection is asked once a period, and answers.
    const liveness = page === null ? 0 : ((most.get(minute) ?? 0) * 2 * MINUTE) / page.every;
    peak = Math.max(peak, (minutes.get(minute) ?? 0) + liveness);
  }
  return {
    visitors,
    populationHash: hash,
    arrivals: arrivalTimes(workload),
    horizon: horizonOf(workload),
    playEnd: playEnd(workload, rules, tail),
    peakFrames: peak / 60,
    messages,
    peakMessages: Math.max(0, ...said.values()) / 60,
    peakConnected: Math.max(0, ...most.values()),
  };
}

function arrivalTimes(workload: Workload): Micros[] {
  const times: Micros[] = [];
  const arrivals = new Arrivals(workload.seed, workload.arrivals);
  for (let at = arrivals.next(); at !== undefined; at = arrivals.next()) times.push(at);
  return times;
}

/** How many visitors should have come by `t`. */
export function plannedBy({ arrivals }: Pick<Forecast, 'arrivals'>, t: Micros): number {
  let low = 0;
  let high = arrivals.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((arrivals[middle] ?? Infinity) <= t) low = middle + 1;
    else high = middle;
  }
  return low;
}
