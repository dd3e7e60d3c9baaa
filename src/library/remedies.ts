// `remedies` as a function: compares the profiles of a scenario with the first, on the same
// visitors.
import { basename, join, resolve } from 'node:path';
import { parseProfiles } from '../cli/flags/profiles.ts';
import { say } from '../language/language.ts';
import type { Profile } from '../model/rows/words.ts';
import type { Remedies } from '../result/remedies.ts';
import { makeRunFolder } from '../run/folder.ts';
import { UsageError, type Scenario } from '../scenario/define.ts';
import { compared, type PlayedProfile } from '../study/remedies/remedies.ts';
import { writeAtomic } from '../system/files.ts';
import { engineOf, outOf, scenarioOf, seedOf, type Played } from './asked.ts';
import { checked, REMEDIES, type RemediesOptions } from './options.ts';
import { seedsAsked, type PlaySeeds } from './seeds.ts';
import { underWay, type Tell } from './under-way.ts';

const REPLICATES_DEFAULT = 20;

/**
 * Plays the profiles of a scenario on the same visitors and compares each with the first. After an
 * abort the document holds the profiles that were begun, with the seeds that were done, and
 * `run.interrupted`.
 * @returns `remedies.json` as an object, and its folder
 * @throws UsageError as {@link replicates} does, and when there is only one profile
 * @example const { document } = await remedies({ scenario: 'double-eleven-peak', profiles: ['bare',
 * 'all'] })
 */
export async function remedies(options: RemediesOptions): Promise<Played<Remedies>> {
  const { replicates = REPLICATES_DEFAULT, profiles: named, ...asked } = checked('remedies', REMEDIES, options);
  const scenario = await scenarioOf(asked);
  const profiles = profilesOf(scenario, named);
  const play = await seedsAsked(scenario, { ...asked, replicates });
  return underWay(asked, async (stop, tell) => {
    const sign = { hasLedger: false, replicates };
    const made = await makeRunFolder(outOf(asked), scenario, 'remedies', engineOf(asked), seedOf(asked), sign);
    const played = await allOf(profiles, play, made.path, stop, tell);
    const document = compared(played, { isInterrupted: stop.aborted });
    await writeAtomic(join(made.path, 'remedies.json'), `${JSON.stringify(document, null, 2)}\n`);
    return { document, folder: resolve(made.path) };
  });
}

type Profiles = readonly [Profile, ...Profile[]];

/** @throws UsageError when the scenario lacks one of them, and when there are fewer than two */
function profilesOf(scenario: Scenario, named: readonly string[] = Object.keys(scenario.data.profiles)): Profiles {
  const [base, ...others] = parseProfiles(named.join(), scenario);
  if (base === undefined || others.length === 0)
    throw new UsageError(say('remedies.onlyOne', { scenario: scenario.name, profile: base ?? '' }));
  return [base, ...others];
}

/**
 * Plays one profile after the other until it is stopped. The first is always played, so that there
 * is something to report.
 */
async function allOf(
  [base, ...others]: Profiles,
  play: PlaySeeds,
  out: string,
  stop: AbortSignal,
  tell: Tell,
): Promise<[PlayedProfile, ...PlayedProfile[]]> {
  const one = async (profile: Profile): Promise<PlayedProfile> => {
    const { document, folder } = await play(profile, out, stop, tell);
    return { document, folder: basename(folder.path) };
  };
  const played: [PlayedProfile, ...PlayedProfile[]] = [await one(base)];
  for (const profile of others) {
    if (stop.aborted) break;
    played.push(await one(profile));
  }
  return played;
}
