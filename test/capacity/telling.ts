// An engine that plays nobody and is as late in a rehearsal as a test says.
import type { Engine } from '../../src/engines/engine.ts';
import type { RehearsalPlan } from '../../src/engines/rehearsal.ts';
import { Histogram } from '../../src/model/core/histogram.ts';

/** An engine that plays nobody, and tells of windows with this lateness as soon as all are connected. @returns what it was asked for, too */
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
          // The report in which the last one connects tells of opening, and is not one of the windows.
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

/** So many of each value. */
export function of(...values: readonly (readonly [value: number, times: number])[]): Histogram {
  const made = new Histogram();
  for (const [value, times] of values) made.add(value, times);
  return made;
}
