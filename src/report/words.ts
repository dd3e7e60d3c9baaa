// Texts for words of closed sets: a sentence that explains each, and the word inside a sentence.
import { isKey, say, tell } from '../language/language.ts';
import type { ByPeople, ByRule, Cause, CloseReason, Fate, Verdict } from '../model/rows/words.ts';

export const fateSays = (fate: Fate): string => say(`fate.${fate}`);
export const reasonSays = (reason: CloseReason): string => say(`reason.${reason}`);
export const peopleSays = (people: ByPeople): string => say(`people.${people}`);
export const causeSays = (cause: Cause): string => say(`cause.${cause}`);
export const ruleSays = (rule: ByRule): string => say(`rule.${rule}`);
export const verdictSays = (verdict: Verdict): string => say(`verdict.${verdict}`);

/**
 * What a scenario shows: in the user's language if it comes with the tool, else as it was written.
 */
export function showsOf({ name, shows }: { readonly name: string; readonly shows: string }): string {
  const key = `shows.${name}`;
  // A user's scenario may have the same name.
  return isKey(key) && tell({ key }, 'en') === shows ? tell({ key }) : shows;
}

/** A word of a closed set as it reads inside a sentence; an unknown word stays as it is. */
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
