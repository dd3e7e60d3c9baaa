// Plays one profile with many seeds for the library, sums it up and writes the documents.
import { memoryOf } from '../cli/flags/virtual.ts';
import { refuseWorkers } from '../cli/flags/replicates.ts';
import type { Profile } from '../model/rows/words.ts';
import type { Replicates } from '../result/replicates.ts';
import type { RunFolder } from '../run/folder.ts';
import type { Scenario } from '../scenario/define.ts';
import {
  replicateOneByOne,
  replicateVirtually,
  writeReplicates,
  type PlayOne,
} from '../study/replicates/replicates.ts';
import { withSummary } from '../study/replicates/together.ts';
import { engineOf, playerAsked, seedOf } from './asked.ts';
import type { ReplicatesOptions } from './options.ts';
import type { Tell } from './under-way.ts';

/** Plays one profile; its folder is made in `out`. */
export type PlaySeeds = (
  profile: Profile,
  out: string,
  stop: AbortSignal,
  tell: Tell,
) => Promise<{ readonly folder: RunFolder; readonly document: Replicates }>;

/**
 * How the seeds of a profile are played, as the options say.
 * @throws UsageError on options that contradict each other
 */
export async function seedsAsked(scenario: Scenario, asked: ReplicatesOptions): Promise<PlaySeeds> {
  const { replicates, workers, memory } = asked;
  const engine = engineOf(asked);
  refuseWorkers({
    engine,
    replicates: String(replicates),
    ...(workers !== undefined && { workers: String(workers) }),
  });
  const play = await playerAsked(scenario, asked);
  const options = {
    ...(workers !== undefined && { workers }),
    ...(memory !== undefined && { memory: memoryOf(memory) }),
  };
  return async (profile, out, stop, tell) => {
    const request = { scenario, profile, seed: seedOf(asked), replicates, out };
    const one: PlayOne = (seed, within, done) =>
      play({
        profile,
        seed,
        out: within,
        stop,
        watch: ({ phase, model }) =>
          tell({ profile, phase, modelSeconds: model / 1e6, seeds: { done, of: replicates } }),
      });
    const { folder, document: played } = await (engine === 'sim'
      ? replicateVirtually(request, {
          ...options,
          stop,
          watch: ({ done, of }) => tell({ profile, phase: 'playing', seeds: { done, of } }),
        })
      : replicateOneByOne(request, engine, one, stop));
    const document = withSummary(played);
    await writeReplicates(folder, document);
    return { folder, document };
  };
}
