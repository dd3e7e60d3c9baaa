// Forecast of a run, from playing it once in virtual time: visitors, frame rate, and its end.
import type { Corpus } from '../scenario/corpus/corpus.ts';
import { MINUTE, SECOND, type Micros } from '../model/core/time.ts';
import { Arrivals } from '../model/population/arrivals.ts';
import { populationHash } from '../model/population/plan.ts';
import { horizonOf, type Workload } from '../model/population/workload.ts';
import type { Row } from '../model/rows/rows.ts';
import type { SessionRules } from '../model/rules/rules.ts';
import { playVirtual, type VirtualRun } from '../model/runner/virtual/play.ts';

export interface Forecast {
  readonly visitors: number;
  readonly populationHash: string;
  /** Arrival time of each visitor, in order. */
  readonly arrivals: readonly Micros[];
  readonly horizon: Micros;
  /**
   * When everything has ended or play is cut, in virtual time. Other engines end at about the same
   * time.
   */
  readonly playEnd: Micros;
  /** Frames per model second, sent and received on the client side, in the busiest minute. */
  readonly peakFrames: number;
  /** Messages of visitors and agents in all, and per model second in the busiest minute. */
  readonly messages: number;
  readonly peakMessages: number;
  /** Most clients connected at once, including agents. */
  readonly peakConnected: number;
}

/** One-way latency of the virtual network. µs */
export const VIRTUAL_LATENCY: Micros = 20_000;

/** Options of a forecast. */
export interface ForecastOptions extends Pick<VirtualRun, 'tail' | 'tailMost'> {
  /**
   * Window in which peaks are counted; default: a minute. With few visitors, single minutes are
   * noisy.
   */
  readonly window?: Micros | undefined;
}

/** Plays the workload in virtual time and counts. Costs about a second for thousands of visitors. */
export function forecast(
  workload: Workload,
  rules: SessionRules,
  corpus: Corpus,
  profile: string,
  { window = MINUTE, ...tail }: ForecastOptions = {},
): Forecast {
  const { hash, visitors } = populationHash(workload, corpus.sets);
  const lines = { at: (i: number) => corpus.lines[i] ?? '', sets: corpus.sets };
  const load = new Load(window);
  const run = {
    workload,
    rules,
    lines,
    profile,
    latency: VIRTUAL_LATENCY,
    visitors,
    ...tail,
  };
  const { playEnd } = playVirtual(run, (row) => load.add(row));
  return {
    visitors,
    populationHash: hash,
    arrivals: arrivalTimes(workload),
    horizon: horizonOf(workload),
    playEnd,
    ...load.peak(rules.liveness.page?.every),
  };
}

/** Frames, messages, and connections of a play, counted in equal windows. */
class Load {
  readonly #window: Micros;
  readonly #frames = new Map<number, number>();
  readonly #said = new Map<number, number>();
  readonly #connected: Connected;
  #messages = 0;

  constructor(window: Micros) {
    this.#window = window;
    this.#connected = new Connected(window);
  }

  add(row: Row): void {
    switch (row.what) {
      case 'say':
        this.#messages += 1;
        this.#count(this.#said, row.t, 1);
        return;
      case 'conn':
        this.#connected.change(row.t, row.is === 'open' ? 1 : row.is === 'failed' ? 0 : -1);
        if (row.is === 'open') this.#count(this.#frames, row.t, 4);
        return;
      case 'send':
      case 'ack':
      case 'notice':
      case 'show':
        this.#count(this.#frames, row.t, 1);
        return;
      case 'look':
        this.#count(this.#frames, row.t, 2);
        return;
      default:
      // No other row stands for a frame on the wire.
    }
  }

  /**
   * The peaks.
   * @param every interval at which a quiet connection is asked whether it is alive, µs; undefined:
   * never
   */
  peak(every: Micros | undefined): Pick<Forecast, 'peakFrames' | 'messages' | 'peakMessages' | 'peakConnected'> {
    const seconds = this.#window / SECOND;
    const connected = this.#connected.most();
    let peak = 0;
    for (const at of new Set([...this.#frames.keys(), ...connected.keys()])) {
      // Every quiet connection is asked once per interval, and answers.
      const liveness = every === undefined ? 0 : ((connected.get(at) ?? 0) * 2 * this.#window) / every;
      peak = Math.max(peak, (this.#frames.get(at) ?? 0) + liveness);
    }
    return {
      peakFrames: peak / seconds,
      messages: this.#messages,
      peakMessages: Math.max(0, ...this.#said.values()) / seconds,
      peakConnected: Math.max(0, ...connected.values()),
    };
  }

  #count(in_: Map<number, number>, t: Micros, n: number): void {
    const at = Math.floor(t / this.#window);
    in_.set(at, (in_.get(at) ?? 0) + n);
  }
}

/**
 * Connected clients: the most in each minute, or the mean over each longer window, where single
 * moments are noisy.
 */
class Connected {
  readonly #window: Micros;
  readonly #by = new Map<number, number>();
  #now = 0;
  #since: Micros = 0;

  constructor(window: Micros) {
    this.#window = window;
  }

  change(t: Micros, n: number): void {
    this.#hold(t);
    this.#now += n;
    if (this.#isByMinute) this.#by.set(this.#at(t), Math.max(this.#by.get(this.#at(t)) ?? 0, this.#now));
  }

  /** By window. */
  most(): ReadonlyMap<number, number> {
    return this.#by;
  }

  get #isByMinute(): boolean {
    return this.#window <= MINUTE;
  }

  #at(t: Micros): number {
    return Math.floor(t / this.#window);
  }

  /**
   * Adds the clients connected since the last change to each window until `t`, weighted by time.
   */
  #hold(t: Micros): void {
    while (!this.#isByMinute && this.#since < t) {
      const at = this.#at(this.#since);
      const to = Math.min(t, (at + 1) * this.#window);
      this.#by.set(at, (this.#by.get(at) ?? 0) + (this.#now * (to - this.#since)) / this.#window);
      this.#since = to;
    }
  }
}

/** When the visitors of a workload come, in order. Cheap even for a million. */
export function arrivalTimes(workload: Workload): Micros[] {
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

/** Preparing (calibration, starting the server) and draining, around play itself. Real seconds. */
const AROUND = 12;

/** About how long a run over sockets takes at a speed. @param playEnd model µs @returns real s */
export const socketSeconds = (playEnd: Micros, speed: number): number => playEnd / 1e6 / speed + AROUND;
