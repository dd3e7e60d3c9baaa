// Finds the profiles that `--profile` and `--set` name.
import { say } from '../../language/language.ts';
import type { Profile } from '../../model/rows/words.ts';
import { UsageError, type Scenario } from '../../scenario/define.ts';
import { nearest } from '../../scenario/nearest.ts';
import { setFlags, withSettings, type Made } from './set.ts';

/**
 * The profiles of `--profile`.
 * @throws UsageError on an unknown profile, with the known ones and the nearest
 */
export function parseProfiles(text: string, scenario: Scenario): Profile[] {
  const known = Object.keys(scenario.data.profiles);
  const names = text.split(',').map((part) => part.trim());
  for (const [i, name] of names.entries()) {
    if (!known.includes(name)) {
      const near = nearest(name, known);
      throw new UsageError(say('errors.noProfile', { flag: text, name, near, scenario: scenario.name, known }));
    }
    if (names.indexOf(name) !== i) throw new UsageError(say('agree.twice', { flag: '--profile', given: name }));
  }
  return names;
}

export interface ProfileFlags {
  readonly profile: string;
  readonly set?: readonly string[];
}

/** The profiles that a command plays, and a scenario that has all of them. */
export interface Chosen {
  readonly scenario: Scenario;
  /** What `--profile` names. */
  readonly named: readonly Profile[];
  /** The profiles to play: those made with `--set`, else the named ones. */
  readonly profiles: readonly Profile[];
  /** The flags that select one of them alone. */
  readonly flagsOf: (profile: Profile) => { readonly profile: Profile; readonly set: string };
}

/** @throws UsageError on an unknown profile, and on an invalid `--set` */
export function chosenBy(scenario: Scenario, { profile, set = [] }: ProfileFlags): Chosen {
  const named = parseProfiles(profile, scenario);
  if (set.length === 0) return { scenario, named, profiles: named, flagsOf: (one) => ({ profile: one, set: '' }) };
  const { scenario: more, made } = withSettings(scenario, named, set);
  const origin = new Map<Profile, Made>(made.map((one) => [one.name, one]));
  return {
    scenario: more,
    named,
    profiles: made.map(({ name }) => name),
    flagsOf: (one) => ({ profile: origin.get(one)?.base ?? one, set: setFlags(origin.get(one)?.set ?? []) }),
  };
}

/**
 * The only profile, for commands that play just one.
 * @param refusal the error text when there are several
 */
export function onlyOne(chosen: Chosen, refusal: () => string): Profile {
  const [profile, ...more] = chosen.profiles;
  if (profile === undefined || more.length > 0) throw new UsageError(refusal());
  return profile;
}
