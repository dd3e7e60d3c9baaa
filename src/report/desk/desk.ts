// Describes session rules: each rule in a sentence, and the differences between two sets.
import { say, spoken } from '../../language/language.ts';
import { SENTENCES, type Sentence } from '../../language/rule-sentences.ts';
import { told } from '../../language/told.ts';
import { RULES } from '../../model/rules/declared.ts';
import type { Form } from '../../model/rules/forms.ts';
import { DEFAULT_RULES, type SessionRules } from '../../model/rules/rules.ts';
import { hoursLine } from './hours.ts';

/** The name of a rule, and the sentence for it. */
export type RuleLine = readonly [rule: string, says: string];

/** Sentences of the rules marked `elsewhere`, which depend on more than the value of the rule. */
const ELSEWHERE: Readonly<Record<string, (rules: SessionRules) => string>> = {
  hours: ({ hours }) => (hours === null ? say('desk.off') : hoursLine(hours)),
};

/** Every rule in a sentence, in the language of this process. */
export const deskLines = (rules: SessionRules): RuleLine[] =>
  Object.entries(SENTENCES).map(([path, sentence]) => [
    path,
    sentence === 'elsewhere'
      ? (ELSEWHERE[path]?.(rules) ?? '')
      : ruleSentence(sentence as Sentence<unknown>, formAt(path), valueAt(rules, path)),
  ]);

/** The sentence of a rule; "off" where it has no value. */
export function ruleSentence({ en, zh, none }: Sentence<unknown>, form: Form, value: unknown): string {
  const isEnglish = spoken() === 'en';
  if (!isNothing(value)) return (isEnglish ? en : zh)(told(form, value));
  return none === undefined ? say('desk.off') : isEnglish ? none.en : none.zh;
}

const isNothing = (value: unknown): boolean =>
  value === null || value === 0 || (typeof value === 'object' && Object.keys(value).length === 0);

const formAt = (path: string): Form =>
  path
    .split('.')
    .reduce((form: Form, key) => (form.kind === 'settings' ? (form.fields[key]?.form ?? form) : form), RULES);

const valueAt = (rules: SessionRules, path: string): unknown =>
  path.split('.').reduce((value: unknown, key) => (value as Readonly<Record<string, unknown>>)[key], rules);

type Difference = [rule: string, one: string, other: string];

/**
 * Rules in which two desks differ, each in the sentences of both. Values that no sentence shows are
 * listed by path, raw (durations in µs).
 */
export function deskDifferences(a: SessionRules, b: SessionRules): Difference[] {
  const told = differing(deskLines(a), deskLines(b));
  const rules = new Set(told.map(([rule]) => rule));
  const lines = deskLines(a);
  const untold = differing(leaves(a, ''), leaves(b, '')).filter(([path]) => !rules.has(lineOf(path, lines)));
  return [...told, ...untold];
}

function differing(one: readonly RuleLine[], other: readonly RuleLine[]): Difference[] {
  const [a, b] = [new Map(one), new Map(other)];
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((key): Difference[] => {
    const [mine = '–', theirs = '–'] = [a.get(key), b.get(key)];
    return mine === theirs ? [] : [[key, mine, theirs]];
  });
}

/** Every single value of the rules, by its path. */
function leaves(value: unknown, path: string): RuleLine[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[path, JSON.stringify(value)]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`));
}

/** The rule of the line that covers this path: the longest that is the path or a prefix of it. */
function lineOf(path: string, lines: readonly RuleLine[]): string {
  const names = lines.map(([rule]) => rule).filter((rule) => path === rule || path.startsWith(`${rule}.`));
  return names.sort((x, y) => y.length - x.length)[0] ?? '';
}

/** The lines that cover a rule that differs from the default desk. */
export const ownLines = (rules: SessionRules): ReadonlySet<string> =>
  new Set(ownRules(rules).map((path) => lineOf(path, deskLines(rules))));

/** Rules that differ from the default desk. */
export const ownRules = (rules: SessionRules): string[] => deskDifferences(DEFAULT_RULES, rules).map(([rule]) => rule);
