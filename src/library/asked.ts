// Turns library options into what the commands use: the scenario, its profiles, and a player.
import { playerOf } from '../cli/flags/player.ts';
import { parseProfiles } from '../cli/flags/profiles.ts';
import type { OneRun } from '../cli/flags/replicates.ts';
import { loadRules } from '../cli/rules-file.ts';
import { loadScenario } from '../cli/load.ts';
import { say } from '../language/language.ts';
import type { Profile } from '../model/rows/words.ts';
import type { RunOutcome } from '../run/request.ts';
import { defineScenario, UsageError, type Scenario } from '../scenario/define.ts';
import { atDesk } from '../scenario/rules/rules-file.ts';
import type { RunOptions } from './options.ts';

/** What a call returns: the document, and the absolute path of its folder. */
export interface Played<Document> {
  readonly document: Document;
  readonly folder: string;
}

/** The scenario with the rules that `rules` names. @throws UsageError */
export async function scenarioOf({ scenario, rules }: Pick<RunOptions, 'scenario' | 'rules'>): Promise<Scenario> {
  const own = typeof scenario === 'string' ? await loadScenario(scenario) : defined(scenario);
  return rules === undefined ? own : atDesk(own, await loadRules(rules));
}

const defined = (scenario: Exclude<RunOptions['scenario'], string>): Scenario =>
  'kind' in scenario ? scenario : defineScenario(scenario);

/** The only profile. @throws UsageError when the scenario lacks it, and when several are named */
export function profileOf({ profile = 'bare' }: Pick<RunOptions, 'profile'>, scenario: Scenario): Profile {
  const [first, ...others] = parseProfiles(profile, scenario);
  if (first === undefined || others.length > 0) throw new UsageError(say('library.oneProfile', { profile }));
  return first;
}

export const seedOf = ({ seed = 1 }: Pick<RunOptions, 'seed'>): string => String(seed);
export const outOf = ({ out = 'runs' }: Pick<RunOptions, 'out'>): string => out;
export const engineOf = ({ engine = 'sim' }: Pick<RunOptions, 'engine'>): 'sim' | 'node' | 'k6' => engine;

/** How a run is played, as the flags of the same names say. @throws UsageError on options that contradict each other */
export function playerAsked(scenario: Scenario, options: RunOptions): Promise<(run: OneRun) => Promise<RunOutcome>> {
  const { durability = 'process', speed, target, keepDb, memory, ledger, until, only } = options;
  return playerOf(
    scenario,
    {
      engine: engineOf(options),
      durability,
      ...(speed !== undefined && { speed: String(speed) }),
      ...(target !== undefined && { target }),
      ...(keepDb !== undefined && { keepDb }),
      ...(memory !== undefined && { memory }),
      ...(ledger !== undefined && { ledger }),
      ...(until !== undefined && { until }),
      ...(only !== undefined && { only: only.join() }),
    },
    { looksForShortest: false },
  );
}
