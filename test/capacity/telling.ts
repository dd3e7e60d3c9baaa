// An engine that plays nobody and reports the lateness that a test chooses.
import type { Engine } from '../../src/engines/engine.ts';
import type { RehearsalPlan } from '../../src/engines/rehearsal.ts';
import { Histogram } from '../../src/model/core/histogram.ts';

/**
 * An engine that plays nobody. It reports windows with this lateness as soon as all are connected.
 * @returns the engine, and the rehearsals it was asked for
 */
export function telling(windows: readonly Histogram[], connected: number): { engine: Engine; asked: RehearsalPlan[] } {
  const asked: RehearsalPlan[] = [];
  const engine: Engine = {
    name: 'node',
    shards: () => 1,
    launch: ({ job, hooks }) => {
      if (job.rehearsal !== undefined) asked.push(job.rehearsal);
      const tell = (lateness: Histogram): void =>
        hooks.health(0, {
          lateness: lateness.toJSON(),
          lag: 0,
          actors: connected,
          connected,
          unsettled: 0,
          framesOut: 0,
          framesIn: 1_000,
          badFrames: 0,
          atRest: false,
          phase: 'playing',
        });
      return {
        ready: Promise.resolve(),
        done: Promise.resolve({ rows: 0, whole: true }),
        start: () => {
          // The report in which the last actor connects covers
          // the opening, and is not one of the windows.
          tell(of([60_000, 10_000]));
          windows.forEach(tell);
        },
        rest: () => undefined,
        fence: () => undefined,
        finish: () => undefined,
        dispose: () => Promise.resolve(),
      };
    },
  };
  return { engine, asked };
}

/** A histogram with so many of each value. */
export function of(...values: readonly (readonly [value: number, times: number])[]): Histogram {
  const made = new Histogram();
  for (const [value, times] of values) made.add(value, times);
  return made;
}
