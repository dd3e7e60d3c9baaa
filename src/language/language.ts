// Which language the user reads, and how a text of the catalogue is said in it.
import { EN, type Args, type Key } from './en/index.ts';
import { ZH } from './zh/index.ts';

export const LANGUAGES = ['en', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A text by its name in the catalogue and what goes into it: what can be written down now and said in any language later. */
export interface Message<K extends Key = Key> {
  readonly key: K;
  readonly args: Args<K>;
}

let current: Language = 'en';

/** Sets the language of everything that this process says from now on. */
export function speak(language: Language): void {
  current = language;
}

/** The language that the environment asks for (POSIX: LC_ALL before LC_MESSAGES before LANG): Chinese, or else English. */
export function languageOf(environment: Readonly<Record<string, string | undefined>>): Language {
  const asked = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '';
  return /^zh\b|^zh_/i.test(asked) ? 'zh-CN' : 'en';
}

/** A text of the catalogue in the language of this process. */
export const say = <K extends Key>(key: K, ...args: Args<K>): string => sayIn(current, key, ...args);

/** A text of the catalogue in a language of one's choice. */
export function sayIn<K extends Key>(language: Language, key: K, ...args: Args<K>): string {
  const text = (language === 'en' ? EN : ZH)[key] as unknown as string | ((...args: Args<K>) => string);
  return typeof text === 'string' ? text : text(...args);
}

/** A text and what goes into it, to be said later by {@link tell}. */
export const message = <K extends Key>(key: K, ...args: Args<K>): Message<K> => ({ key, args });

export const tell = (said: Message, language: Language = current): string =>
  sayIn<Key>(language, said.key, ...said.args);
