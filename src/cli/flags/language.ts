// The flag `--lang`, read before anything is parsed, because the first message needs a language.
import { LANGUAGES, languageOf, say, speak, type Language } from '../../language/language.ts';
import { UsageError } from '../../scenario/usage-error.ts';
import { nearest } from '../../scenario/nearest.ts';

/**
 * Sets the language that `--lang` names before or after the command, or else the environment.
 * @throws UsageError on an unknown language
 */
export function speakAsAsked(args: readonly string[], environment: Readonly<Record<string, string | undefined>>): void {
  speak(languageOf(environment));
  const given = givenIn(args);
  if (given === undefined) return;
  const language = LANGUAGES.find((known) => known === given) ?? regionOf(given);
  if (language === undefined) {
    const near = nearest(given, LANGUAGES);
    throw new UsageError(say('cli.wrongLang', { given, known: LANGUAGES, ...(near !== undefined && { near }) }));
  }
  speak(language);
}

/** The last `--lang` before `--`; the parser later refuses a second one. */
function givenIn(args: readonly string[]): string | undefined {
  const end = args.indexOf('--');
  const own = end < 0 ? args : args.slice(0, end);
  let given: string | undefined;
  for (const [i, arg] of own.entries()) {
    if (arg.startsWith('--lang=')) given = arg.slice('--lang='.length);
    // The parser refuses a flag without its value.
    else if (arg === '--lang') given = own[i + 1] ?? given;
  }
  return given;
}

/**
 * The language of `zh`, `zh_TW`, `zh-Hans`, `en-GB` and `en_US.UTF-8`, the forms found in
 * environments.
 */
const regionOf = (given: string): Language | undefined =>
  LANGUAGES.find((known) => known.slice(0, 2) === /^([a-z]{2})(?![a-z])/i.exec(given)?.[1]?.toLowerCase());
