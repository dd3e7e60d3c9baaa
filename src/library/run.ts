// `run` as a function: one scenario, one profile, one seed.
import { resolve } from 'node:path';
import type { Result } from '../result/schema.ts';
import { outOf, playerAsked, profileOf, scenarioOf, seedOf, type Played } from './asked.ts';
import { checked, RUN, type RunOptions } from './options.ts';
import { underWay } from './under-way.ts';

/**
 * Plays a scenario under one profile and judges it. The call succeeds whatever the verdict: look at
 * `document.verdict`. It writes only the folder of the run, and never ends the process.
 * @returns `result.json` as an object, and its folder
 * @throws UsageError with one message for all errors in the options or the scenario, before the run
 * starts
 * @example const { document } = await run({ scenario: 'smoke' })
 */
export async function run(options: RunOptions): Promise<Played<Result>> {
  const asked = checked('run', RUN, options);
  const scenario = await scenarioOf(asked);
  const profile = profileOf(asked, scenario);
  const play = await playerAsked(scenario, asked);
  return underWay(asked, async (stop, tell) => {
    const { result, folder } = await play({
      profile,
      seed: seedOf(asked),
      out: outOf(asked),
      stop,
      watch: ({ phase, model }) => tell({ profile, phase, modelSeconds: model / 1e6 }),
    });
    return { document: result, folder: resolve(folder.path) };
  });
}
