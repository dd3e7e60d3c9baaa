// The flag `--set`: overrides session rules, and makes a profile for each combination of values.
import { Option } from 'commander';
import { isNode, isSeq, parseDocument } from 'yaml';
import { z } from 'zod';
import { say } from '../../language/language.ts';
import type { Profile } from '../../model/rows/words.ts';
import { BARE, PROFILE_NAME } from '../../scenario/profile-names.ts';
import { RULES } from '../../model/rules/declared.ts';
import type { Fields, Form } from '../../model/rules/forms.ts';
import { scenarioFrom, UsageError, type Scenario } from '../../scenario/define.ts';
import { rulesOverride } from '../../scenario/rules/desk-rules.ts';
import { FaultWords } from '../../scenario/faults.ts';
import { quoted } from '../repeat.ts';

/** The most profiles that one command line can make: more do not fit side by side. */
const MADE_MOST = 12;

/** The option `--set`, which may be repeated. */
export const setFlag = (): Option =>
  new Option('--set <rule=values>', say('set.flag')).argParser((given: string, before: string[] | undefined) => [
    ...(before ?? []),
    given,
  ]);

/** One `--set`: a rule, and its values. */
interface Setting {
  /** `rules.idle.after` */
  readonly path: string;
  readonly values: readonly { readonly text: string; readonly value: unknown }[];
}

/** A profile made with `--set`: its base, and the flags that make it alone. */
export interface Made {
  readonly name: Profile;
  readonly base: Profile;
  readonly set: readonly string[];
}

/**
 * The scenario with one more profile for every combination of a base and values.
 * @throws UsageError with one line: which `--set` is wrong, and what to write
 */
export function withSettings(
  scenario: Scenario,
  bases: readonly Profile[],
  given: readonly string[],
): { readonly scenario: Scenario; readonly made: readonly Made[] } {
  const combined = combinations(settingsOf(given));
  const count = bases.length * combined.length;
  if (count > MADE_MOST) throw new UsageError(say('set.tooMany', { count, most: MADE_MOST }));
  const made = bases.flatMap((base) => combined.map((chosen) => madeOf(base, chosen)));
  refuseSameNames(scenario, made);
  const input = scenario.input.profiles ?? {};
  const profiles = Object.fromEntries(
    made.map(({ name, base, chosen }) => [
      name,
      changed({ own: input[base] ?? {}, under: scenario.input.rules ?? {} }, chosen),
    ]),
  );
  return { scenario: scenarioFrom({ ...scenario.input, profiles: { ...input, ...profiles } }), made };
}

/**
 * Rules of a file with these values, one for every combination.
 * @param written as they stand in the file
 * @throws UsageError with one line: which `--set` is wrong, and what to write
 */
export function rulesWith(
  written: unknown,
  given: readonly string[],
): { readonly label: string; readonly rules: unknown }[] {
  return combinations(settingsOf(given)).map((chosen) => ({
    label: madeOf(BARE, chosen).name,
    rules: changed({ own: written, under: {} }, chosen),
  }));
}

/** The settings of all `--set` flags. @throws UsageError on a wrong one, or the same rule twice */
function settingsOf(given: readonly string[]): Setting[] {
  const settings = given.map(settingOf);
  const twice = settings.find(({ path }, i) => settings.findIndex((other) => other.path === path) !== i);
  if (twice !== undefined) throw new UsageError(say('set.twice', { path: twice.path }));
  return settings;
}

/** One value of each setting. */
interface Chosen {
  readonly path: string;
  readonly text: string;
  readonly value: unknown;
}

/**
 * Splits `rules.idle.after=10m,30m` into rule and values; values are written as in a file.
 * @throws UsageError
 */
function settingOf(given: string): Setting {
  const [, path = '', text = ''] = /^\s*([\w.+-]+)\s*=(.*)$/s.exec(given) ?? [];
  if (!path.startsWith('rules.')) {
    throw new UsageError(say('set.form', { given, near: isRule(path) ? `rules.${given}` : undefined }));
  }
  const document = parseDocument(`[${text}]`, { schema: 'core', prettyErrors: false, logLevel: 'error' });
  const { contents } = document;
  const items = document.errors.length === 0 && isSeq(contents) ? contents.items.filter((item) => isNode(item)) : [];
  if (items.length === 0) throw new UsageError(say('set.form', { given, near: undefined }));
  const values = items.map((item) => ({
    text: `[${text}]`.slice(item.range?.[0], item.range?.[1]).trim(),
    value: item.toJS(document) as unknown,
  }));
  return { path, values };
}

/** All combinations of one value for each setting; the last setting changes fastest. */
const combinations = (settings: readonly Setting[]): Chosen[][] =>
  settings.reduce<Chosen[][]>(
    (all, { path, values }) => all.flatMap((before) => values.map((value) => [...before, { path, ...value }])),
    [[]],
  );

/**
 * Names the profile after its base and values: `30m` over `bare`, `all+30m` over `all`, `30m+1m`
 * with two rules set.
 */
function madeOf(base: Profile, chosen: readonly Chosen[]): Made & { readonly chosen: readonly Chosen[] } {
  const labels = chosen.map(({ text }) =>
    text.replaceAll(/[^\p{L}\p{N}+.=%-]+/gu, '_').replaceAll(/^[^\p{L}\p{N}]+|_$/gu, ''),
  );
  const whole = [...(base === BARE ? [] : [base]), ...labels].join('+').slice(0, 40);
  const name = PROFILE_NAME.test(whole) ? whole : 'set';
  return { name, base, set: chosen.map(({ path, text }) => `${path}=${text}`), chosen };
}

function refuseSameNames(scenario: Scenario, made: readonly Made[]): void {
  for (const [i, { name, set }] of made.entries()) {
    const given = set.join(' ');
    if (Object.hasOwn(scenario.data.profiles, name)) throw new UsageError(say('set.taken', { given, name }));
    if (made.findIndex((other) => other.name === name) !== i)
      throw new UsageError(say('set.sameName', { given, name }));
  }
}

const mergedRules = z.strictObject({ rules: rulesOverride });

/**
 * The written rules with other values.
 * @throws UsageError on an unknown rule or an invalid value
 */
function changed({ own, under }: Written, chosen: readonly Chosen[]): unknown {
  let rules = own;
  for (const { path, text, value } of chosen) {
    const keys = path.split('.').slice(1);
    rules = withValue(RULES, { own: rules, under }, keys, value);
    const words = new FaultWords();
    const parsed = mergedRules.safeParse({ rules }, { error: words.map });
    if (parsed.success) continue;
    const lines = words.lines(parsed.error, { rules });
    throw new UsageError(say('set.fault', { given: `${path}=${text}`, lines }));
  }
  return rules;
}

/** What a profile itself sets, and what the rules under it set. */
interface Written {
  readonly own: unknown;
  readonly under: unknown;
}

/**
 * Sets a value at its path. Nested settings are merged with the rules under them key by key;
 * anything else is copied whole before it is changed.
 */
function withValue(form: Form | undefined, { own, under }: Written, keys: readonly string[], value: unknown): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  const inner = form?.kind === 'nullable' ? form.of : form;
  const base = isMapping(own) ? own : inner?.kind !== 'settings' && isMapping(under) ? under : {};
  const below = isMapping(under) ? under[key] : undefined;
  return { ...base, [key]: withValue(fieldsOf(inner)[key]?.form, { own: base[key], under: below }, rest, value) };
}

/** The fields of a form, with its wrappers removed. */
function fieldsOf(form: Form | undefined): Fields {
  if (form?.kind === 'nullable') return fieldsOf(form.of);
  if (form?.kind === 'own') return fieldsOf(form.held);
  return form?.kind === 'settings' || form?.kind === 'parts' ? form.fields : {};
}

/** Whether a rule with this path exists, such as `idle.after`. */
function isRule(path: string): boolean {
  let form: Form | undefined = RULES;
  for (const key of path.split('.')) form = fieldsOf(form)[key]?.form;
  return form !== undefined;
}

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same settings as flags, each with a space before it. */
export const setFlags = (set: readonly string[]): string => set.map((one) => ` --set ${quoted(one)}`).join('');
