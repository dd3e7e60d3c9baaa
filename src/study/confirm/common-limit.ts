// How fast the same people may honestly be played under several rules, by one calibration.
// It is the lowest limit of all rules.
import { honestSpeed } from '../../capacity/calibrate.ts';
import { forecast } from '../../capacity/forecast.ts';
import { speedLimit, type SpeedLimit } from '../../capacity/speed.ts';
import type { Engine } from '../../engines/engine.ts';
import type { Profile } from '../../model/rows/words.ts';
import { corpusOf, rulesOf, workloadOf, type Scenario } from '../../scenario/define.ts';
import { tailOf } from '../../scenario/surroundings.ts';

export interface LimitSought {
  readonly scenario: Scenario;
  readonly profiles: readonly Profile[];
  readonly seed: string;
  readonly engine: Engine;
  /** The fastest that any of them will be played at. */
  readonly atMost: number;
  /** Aborting it ends the calibration early. */
  readonly stop: AbortSignal;
}

/**
 * The lowest honest limit of all profiles, so that they can be compared at one speed. The
 * calibration takes some seconds.
 */
export async function commonLimit({
  scenario,
  profiles,
  seed,
  engine,
  atMost,
  stop,
}: LimitSought): Promise<SpeedLimit> {
  const workload = workloadOf(scenario, seed);
  const corpus = corpusOf(scenario, seed);
  const asked = profiles.map((profile) => {
    const rules = rulesOf(scenario, profile);
    return { rules, plan: forecast(workload, rules, corpus, profile, tailOf(scenario.data)) };
  });
  // ε is measured under the heaviest load of all profiles.
  const busiest = asked.reduce((a, b) => (b.plan.peakFrames > a.plan.peakFrames ? b : a));
  const { calibration } = await honestSpeed({ engine, workload, ...busiest, atMost, stop });
  const limits = asked.map(({ rules, plan }) =>
    speedLimit({ calibration, workload, rules, offered: plan.peakFrames, engine: engine.name }),
  );
  return limits.reduce((a, b) => (b.limit < a.limit ? b : a));
}
