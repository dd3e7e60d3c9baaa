// The language of the process, and texts of the catalogue in it.
import { EN, type Args, type Key, type Message, type Value } from './en/index.ts';
import { ZH } from './zh/index.ts';

export type { Message } from './en/index.ts';

export const LANGUAGES = ['en', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A text of the catalogue, or an untranslated text from elsewhere (a system, a program). */
export type Said = Message | string;

let current: Language = 'en';

/** Sets the language of all further output of this process. */
export function speak(language: Language): void {
  current = language;
}

/** The language of this process. */
export const spoken = (): Language => current;

/**
 * The language of the environment (POSIX: LC_ALL before LC_MESSAGES before LANG): Chinese, or else
 * English.
 */
export function languageOf(environment: Readonly<Record<string, string | undefined>>): Language {
  const asked = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '';
  return /^zh\b|^zh_/i.test(asked) ? 'zh-CN' : 'en';
}

/** A text of the catalogue in the language of this process. */
export const say = <K extends Key>(key: K, ...args: Args<K>): string => sayIn(current, key, ...args);

/** A text of the catalogue in a given language. */
export const sayIn = <K extends Key>(language: Language, key: K, ...args: Args<K>): string =>
  render(language, key, args[0]);

/** A text and its arguments for {@link tell}; it can be stored as JSON and read back. */
export const message = <K extends Key>(key: K, ...args: Args<K>): Message =>
  args[0] === undefined ? { key } : { key, args: args[0] };

/**
 * A stored text in the language of this process or another; texts from elsewhere stay as they are.
 */
export const tell = (said: Said, language: Language = current): string =>
  typeof said === 'string' ? said : render(language, said.key, said.args);

/** A text in a document: in English, with its key and arguments. */
export interface Noted {
  readonly text: string;
  readonly key?: string | undefined;
  readonly args?: unknown;
}

/** A text of a document in the user's language if its key is known here, else in English. */
export function retell(noted: Noted): string {
  const { text, key, args } = noted;
  if (key === undefined || !isKey(key)) return text;
  try {
    return render(current, key, args as Message['args']);
  } catch {
    // Another version of the program may have written other arguments.
    return text;
  }
}

/** Whether the catalogue has a text with this key. */
export const isKey = (key: string): key is Key => Object.hasOwn(EN, key);

/**
 * An error with a text of the catalogue: `message` is English for logs and documents, `said` is for
 * the user.
 */
export class SaidError extends Error {
  override name = 'SaidError';
  readonly said: Message;
  constructor(said: Message, cause?: unknown) {
    super(tell(said, 'en'), { cause });
    this.said = said;
  }
}

/** The text of an error, for {@link tell}. */
export function saidBy(error: unknown): Said {
  if (error instanceof SaidError) return error.said;
  return error instanceof Error ? error.message : String(error);
}

function render(language: Language, key: Key, args: Message['args']): string {
  const text = (language === 'en' ? EN : ZH)[key] as string | ((args: Readonly<Record<string, Value>>) => string);
  if (typeof text === 'string') return text;
  return text(Object.fromEntries(Object.entries(args ?? {}).map(([name, value]) => [name, resolve(language, value)])));
}

/** Translates arguments that are texts of the catalogue themselves. */
function resolve(language: Language, value: Value): Value {
  if (Array.isArray(value)) return (value as readonly Said[]).map((part) => tell(part, language));
  return typeof value === 'object' && 'key' in value ? tell(value, language) : value;
}
