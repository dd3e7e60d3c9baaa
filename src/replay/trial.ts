// Plays parts of a run in memory, to see which limits they break. Nothing is written or shown.
import { setImmediate as breath } from 'node:timers/promises';
import { playSim, type SimPlayed } from '../engines/sim/engine.ts';
import { MINUTE, SECOND, type Micros } from '../model/core/time.ts';
import { Evidence } from '../model/judge/evidence.ts';
import { judge } from '../model/judge/judge.ts';
import type { Row } from '../model/rows/rows.ts';
import type { VirtualRun } from '../model/runner/virtual/play.ts';
import type { Result } from '../result/schema.ts';
import { decide } from '../result/verdict.ts';
import type { Scenario } from '../scenario/define.ts';
import { judgingOf } from '../run/conclude.ts';
import { excerptOf, type Excerpt } from '../run/excerpt.ts';
import { findingsOf, type Finding } from './findings.ts';

/** A limit that a run breaks: a reason with its bound. */
export type Broken = Result['reasons'][number];

/** Violations and broken limits of a run. A limit on something that did not occur is not broken. */
export const brokenLimits = (reasons: Result['reasons']): Broken[] =>
  reasons.filter(({ bound }) => bound !== undefined);

export interface TrialOptions {
  /** What this process may take, bytes. */
  readonly memory: number;
  /** Aborting it ends the run that is being tried; that run has no result. */
  readonly stop?: AbortSignal;
}

/**
 * Plays parts of one run. All methods throw a SaidError when a part takes too much memory, and a
 * UsageError when there is no such part.
 */
export class Trials {
  readonly #scenario: Scenario;
  readonly #whole: VirtualRun;
  readonly #options: TrialOptions;
  /** How many parts have been played. */
  runs = 0;

  constructor(scenario: Scenario, whole: VirtualRun, options: TrialOptions) {
    this.#scenario = scenario;
    this.#whole = whole;
    this.#options = options;
  }

  /** The limits that a part breaks; empty if it was stopped. */
  async broken(excerpt: Excerpt): Promise<Broken[]> {
    const { judged, interrupted } = await this.#play(excerpt);
    if (interrupted) return [];
    const trust = { dishonest: [], broken: [], interrupted };
    return brokenLimits(decide(judged.numbers, judged, trust, this.#scenario.data.expect).reasons);
  }

  async breaks(excerpt: Excerpt, limit: string): Promise<boolean> {
    return (await this.broken(excerpt)).some((one) => one.limit === limit);
  }

  /** What counts against a limit in a part, one by one; `evidence` has all rows of it. */
  async find(excerpt: Excerpt, limit: string): Promise<{ findings: Finding[]; evidence: Evidence }> {
    const evidence = new Evidence();
    await this.#play(excerpt, (row) => evidence.add(row));
    return this.findIn(evidence, limit);
  }

  /** The same from the rows of a part that has been played. */
  findIn(evidence: Evidence, limit: string): { findings: Finding[]; evidence: Evidence } {
    const judgement = judge(evidence, judgingOf(this.#scenario, this.#whole.rules, 1, false));
    return { findings: findingsOf(limit, evidence, judgement), evidence };
  }

  /**
   * The same people until shortly after a limit is broken; the excerpt itself if that does not
   * break it.
   */
  async cutShort(
    excerpt: Excerpt,
    { limit, bound = 0 }: Broken,
    { findings, evidence }: { readonly findings: readonly Finding[]; readonly evidence: Evidence },
  ): Promise<Excerpt> {
    const end = evidence.phases.get('play_end')?.t ?? Infinity;
    const times = findings.map(({ at }) => at).sort((a, b) => a - b);
    // `bound` findings are allowed, and the next one breaks the limit. If a share is allowed, all
    // of them may be needed.
    for (const at of new Set([times[Math.floor(bound)], times.at(-1)])) {
      const until = at === undefined ? Infinity : soonAfter(at);
      if (until >= end) continue;
      if (await this.breaks({ ...excerpt, until }, limit)) return { ...excerpt, until };
    }
    return excerpt;
  }

  async #play(excerpt: Excerpt, row?: (row: Row) => void): Promise<SimPlayed> {
    // A small part ends before it yields to the event loop. Without this pause, a thousand of them
    // could not be stopped.
    await breath();
    this.runs += 1;
    const run = excerptOf(this.#whole, excerpt);
    const { memory, stop } = this.#options;
    return playSim({
      run,
      judging: judgingOf(this.#scenario, run.rules, 1, false),
      memory,
      ...(stop !== undefined && { stop }),
      ...(row !== undefined && { row }),
    });
  }
}

/** The next round time, because people read it. */
function soonAfter(at: Micros): Micros {
  const step = at < 10 * MINUTE ? SECOND : MINUTE;
  return at - (at % step) + step;
}
