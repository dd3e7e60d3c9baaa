// `run --replicates` as a function: one scenario, one profile, many seeds.
import { resolve } from 'node:path';
import type { Replicates } from '../result/replicates.ts';
import { outOf, profileOf, scenarioOf, type Played } from './asked.ts';
import { checked, REPLICATES, type ReplicatesOptions } from './options.ts';
import { seedsAsked } from './seeds.ts';
import { underWay } from './under-way.ts';

/**
 * Plays a scenario with many seeds, and reports common results and their spread. The call succeeds
 * whatever the verdict.
 * @returns `replicates.json` as an object, and its folder
 * @throws UsageError as {@link run} does, and when a seed cannot be played
 * @example const { document } = await replicates({ scenario: 'smoke', replicates: 20 })
 */
export async function replicates(options: ReplicatesOptions): Promise<Played<Replicates>> {
  const asked = checked('replicates', REPLICATES, options);
  const scenario = await scenarioOf(asked);
  const profile = profileOf(asked, scenario);
  const play = await seedsAsked(scenario, asked);
  return underWay(asked, async (stop, tell) => {
    const { document, folder } = await play(profile, outOf(asked), stop, tell);
    return { document, folder: resolve(folder.path) };
  });
}
