// Which language the user reads, and how a text of the catalogue is said in it.
import { EN, type Args, type Key, type Message, type Value } from './en/index.ts';
import { ZH } from './zh/index.ts';

export type { Message } from './en/index.ts';

export const LANGUAGES = ['en', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What can be told: a text of the catalogue, or the words of somebody else (a system, a program), which nobody translates. */
export type Said = Message | string;

let current: Language = 'en';

/** Sets the language of everything that this process says from now on. */
export function speak(language: Language): void {
  current = language;
}

/** The language that this process speaks. */
export const spoken = (): Language => current;

/** The language that the environment asks for (POSIX: LC_ALL before LC_MESSAGES before LANG): Chinese, or else English. */
export function languageOf(environment: Readonly<Record<string, string | undefined>>): Language {
  const asked = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '';
  return /^zh\b|^zh_/i.test(asked) ? 'zh-CN' : 'en';
}

/** A text of the catalogue in the language of this process. */
export const say = <K extends Key>(key: K, ...args: Args<K>): string => sayIn(current, key, ...args);

/** A text of the catalogue in a language of one's choice. */
export const sayIn = <K extends Key>(language: Language, key: K, ...args: Args<K>): string =>
  render(language, key, args[0]);

/** A text and what goes into it, to be said later by {@link tell}; it can be written down as JSON and read back. */
export const message = <K extends Key>(key: K, ...args: Args<K>): Message =>
  args[0] === undefined ? { key } : { key, args: args[0] };

/** What was kept for later, in the language of this process or another; somebody else's words stay as they are. */
export const tell = (said: Said, language: Language = current): string =>
  typeof said === 'string' ? said : render(language, said.key, said.args);

/** A text as a document holds it: in English, and what it was made from. */
export interface Noted {
  readonly text: string;
  readonly key?: string | undefined;
  readonly args?: unknown;
}

/** What a document holds, in the reader's language when what it was made from is known here. */
export function retell(noted: Noted): string {
  const { text, key, args } = noted;
  if (key === undefined || !isKey(key)) return text;
  try {
    return render(current, key, args as Message['args']);
  } catch {
    // Another version of the program wrote other arguments.
    return text;
  }
}

/** Is there a text of this name? */
export const isKey = (key: string): key is Key => Object.hasOwn(EN, key);

/** An error whose words are of the catalogue: `message` is English for logs and documents, `said` is for the reader. */
export class SaidError extends Error {
  override name = 'SaidError';
  readonly said: Message;
  constructor(said: Message, cause?: unknown) {
    super(tell(said, 'en'), { cause });
    this.said = said;
  }
}

/** What an error has to say, for {@link tell}. */
export function saidBy(error: unknown): Said {
  if (error instanceof SaidError) return error.said;
  return error instanceof Error ? error.message : String(error);
}

function render(language: Language, key: Key, args: Message['args']): string {
  const text = (language === 'en' ? EN : ZH)[key] as string | ((args: Readonly<Record<string, Value>>) => string);
  if (typeof text === 'string') return text;
  return text(Object.fromEntries(Object.entries(args ?? {}).map(([name, value]) => [name, resolve(language, value)])));
}

/** Arguments that are texts of the catalogue themselves, in the same language. */
function resolve(language: Language, value: Value): Value {
  if (Array.isArray(value)) return (value as readonly Said[]).map((part) => tell(part, language));
  return typeof value === 'object' && 'key' in value ? tell(value, language) : value;
}
