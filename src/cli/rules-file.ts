// Finds session rules: a preset by name, a file, or the rules of a scenario under a profile.
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Option } from 'commander';
import { say } from '../language/language.ts';
import { BARE } from '../scenario/profile-names.ts';
import type { SessionRules } from '../model/rules/rules.ts';
import { rulesOf, UsageError, type Scenario } from '../scenario/define.ts';
import { nearest } from '../scenario/nearest.ts';
import { atDesk, rulesFrom, type RulesFile } from '../scenario/rules/rules-file.ts';
import { loadScenario, scenarioNames, textOf } from './load.ts';
import { refuseMissing } from './near-file.ts';
import { chosenBy } from './flags/profiles.ts';
import { rulesWith } from './flags/set.ts';

const FOLDER = fileURLToPath(new URL('../../presets/', import.meta.url));

/** Names of the presets that come with the tool. */
export async function presetNames(): Promise<string[]> {
  const files = await readdir(FOLDER);
  return files.flatMap((file) => (file.endsWith('.yaml') ? [file.slice(0, -'.yaml'.length)] : [])).sort();
}

/**
 * Loads rules by the name of a preset, or from a `.yaml` or `.json` file.
 * @throws UsageError naming the nearest preset, or the error in the file
 */
export async function loadRules(name: string): Promise<RulesFile> {
  if (!/[\\/.]/.test(name)) {
    const known = await presetNames();
    if (!known.includes(name)) throw new UsageError(say('desk.noPreset', { name, known, near: nearest(name, known) }));
    return fromFile(join(FOLDER, `${name}.yaml`), `${name}.yaml`);
  }
  refuseMissing(name, ['yaml', 'yml', 'json']);
  if (!/\.(ya?ml|json)$/.test(name)) throw new UsageError(say('desk.noRulesFile', { path: name }));
  return fromFile(resolve(name), name);
}

async function fromFile(full: string, path: string): Promise<RulesFile> {
  const { readData } = await import('../scenario/data.ts');
  const { data, at } = readData(await textOf(full, path), path);
  const { $schema: _, ...written } = data;
  return rulesFrom(written, at);
}

/** Rules with their name. */
export interface NamedRules {
  readonly name: string;
  readonly file?: RulesFile;
  readonly rules: SessionRules;
}

/**
 * Rules as `stillthere rules` takes them; also those of a scenario under a profile,
 * `double-eleven-peak@all`. With `--set`, one for each combination of values.
 * @throws UsageError
 */
export async function anyRules(name: string, set: readonly string[] = []): Promise<NamedRules[]> {
  const [scenario = '', profile] = name.split('@');
  if (profile === undefined && !(await scenarioNames()).includes(name)) {
    const file = await loadRules(name);
    if (set.length === 0) return [{ name: file.name, file, rules: file.rules }];
    return rulesWith(file.written, set).map(({ label, rules }) => {
      const changed = rulesFrom({ name: file.name, rules });
      return { name: `${file.name}@${label}`, rules: changed.rules };
    });
  }
  const { scenario: loaded, profiles } = chosenBy(await loadScenario(scenario), { profile: profile ?? BARE, set });
  return profiles.map((one) => ({ name: `${loaded.name}@${one}`, rules: rulesOf(loaded, one) }));
}

/** The option `--rules`: plays a scenario with other session rules. */
export const rulesFlag = (): Option => new Option('--rules <rules>', say('desk.flag'));

/** A scenario with the rules that `--rules` names. @throws UsageError */
export async function scenarioAt(name: string, rules: string | undefined): Promise<Scenario> {
  const scenario = await loadScenario(name);
  return rules === undefined ? scenario : atDesk(scenario, await loadRules(rules));
}
