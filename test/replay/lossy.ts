// A small scenario that loses messages: people think for
// too long, and the desk drops what comes after a close.
import { simulate } from '../../src/run/virtual-run.ts';
import type { Excerpt } from '../../src/run/excerpt.ts';
import type { RunOutcome } from '../../src/run/request.ts';
import type { Profile } from '../../src/model/rows/words.ts';
import { defineScenario, type Scenario } from '../../src/scenario/define.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';

/** The scenario with these changes. */
export const lossy = (change: Partial<ScenarioInput> = {}): Scenario =>
  defineScenario({
    name: 'lossy',
    shows: 'people who think for longer than the desk waits',
    locale: 'en',
    arrivals: [{ name: 'steady', for: '2m', visitors: 40 }],
    channels: { web: 1 },
    personas: {
      talker: {
        weight: 1,
        trade: 'after_sale',
        turns: 3,
        think: { median: '20s', sigma: 0.5 },
        patience: '1m',
        endings: { closes: 1, goodbye: 1, silent: 1 },
        comesBack: 500,
      },
    },
    agents: { count: 3, answer: '3s', perSession: 100, glance: '1s', notice: '1s' },
    rules: { idle: { after: '15s' } },
    profiles: {
      bare: { afterClose: { policy: 'drop' } },
      '+leave-message': { afterClose: { policy: 'leave_message' } },
    },
    ...change,
  });

/** Plays a part of the scenario into `out`. */
export function played(
  scenario: Scenario,
  out: string,
  { profile = 'bare', ...excerpt }: Excerpt & { profile?: Profile } = {},
): Promise<RunOutcome> {
  const stop = new AbortController().signal;
  return simulate({ scenario, profile, seed: '1', out, stop, watch: () => {}, ...excerpt });
}
