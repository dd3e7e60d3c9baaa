// Command lines that repeat a run, ready to copy into a shell.
import type { Excerpt } from '../run/excerpt.ts';
import { formatDuration } from '../model/core/time.ts';

export interface Repeated {
  /** The scenario as the user named it. */
  readonly named: string;
  readonly engine: string;
  readonly profile: string;
  readonly seed: string;
  /** Further flags, each with a space before it. */
  readonly more?: string;
}

/** `npx stillthere run …` for a run, or for a part of it. */
export function runLine({ named, engine, profile, seed, more = '' }: Repeated, { only, until }: Excerpt = {}): string {
  const part = [
    only === undefined ? '' : ` --only ${only.join()}`,
    until === undefined ? '' : ` --until ${formatDuration(until)}`,
  ].join('');
  return `npx stillthere run ${quoted(named)} --engine ${engine} --profile ${quoted(profile)} --seed ${quoted(seed)}${part}${more}`;
}

/** `--rules` with a space before it; empty without other rules. */
export const atRules = ({ rules }: { readonly rules?: string }): string =>
  rules === undefined ? '' : ` --rules ${quoted(rules)}`;

/** A word, quoted for the shell where necessary. */
export const quoted = (text: string): string =>
  /^[\w.,/:@+=%-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
