// What `--profile` names.
import { say } from '../../language/language.ts';
import { PROFILES, type Profile } from '../../model/rows/words.ts';
import { UsageError, type Scenario } from '../../scenario/define.ts';
import { nearest } from '../../scenario/nearest.ts';

/** The profiles of `--profile`. @throws UsageError on one the scenario does not have, with those it has and the nearest */
export function parseProfiles(text: string, scenario: Scenario): Profile[] {
  const known = PROFILES.filter((p) => Object.hasOwn(scenario.data.profiles, p));
  return text.split(',').map((part) => {
    const name = part.trim();
    const profile = known.find((p) => p === name);
    if (profile !== undefined) return profile;
    const whose = known.length < PROFILES.length ? scenario.name : undefined;
    throw new UsageError(
      say('errors.noProfile', { flag: text, name, near: nearest(name, known), scenario: whose, known }),
    );
  });
}
