// What the closed words mean, in a sentence each, in the reader's language; and the words themselves inside of sentences.
import { isKey, say, tell } from '../language/language.ts';
import type { ByPeople, ByRule, Cause, CloseReason, Fate, Verdict } from '../model/rows/words.ts';

export const fateSays = (fate: Fate): string => say(`fate.${fate}`);
export const reasonSays = (reason: CloseReason): string => say(`reason.${reason}`);
export const peopleSays = (people: ByPeople): string => say(`people.${people}`);
export const causeSays = (cause: Cause): string => say(`cause.${cause}`);
export const ruleSays = (rule: ByRule): string => say(`rule.${rule}`);
export const verdictSays = (verdict: Verdict): string => say(`verdict.${verdict}`);

/** What a scenario shows: of those that come with the tool in the reader's language, of others as it was written. */
export function showsOf({ name, shows }: { readonly name: string; readonly shows: string }): string {
  const key = `shows.${name}`;
  // A scenario of somebody's own may have the same name.
  return isKey(key) && tell({ key }, 'en') === shows ? tell({ key }) : shows;
}

/** A closed word as people say it inside of a sentence; one that this version does not know stays as it is written. */
export function wordSays(kind: WordKind, word: string): string {
  const key = `word.${kind}.${word}`;
  return isKey(key) ? say(key as 'word.verdict.pass') : word;
}

type WordKind =
  | 'verdict'
  | 'sender'
  | 'device'
  | 'path'
  | 'conn'
  | 'notice'
  | 'gaveUp'
  | 'ending'
  | 'refusal'
  | 'act'
  | 'alert'
  | 'state'
  | 'why'
  | 'phase';
