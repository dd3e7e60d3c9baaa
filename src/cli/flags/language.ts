// The flag --lang: it must be known before the first word is said, so it is looked for before anything is parsed.
import { LANGUAGES, languageOf, say, speak, type Language } from '../../language/language.ts';
import { UsageError } from '../../scenario/usage-error.ts';
import { nearest } from '../../scenario/nearest.ts';

/**
 * Speaks the language that the command line asks for with `--lang` before or after the command, or else the environment.
 * @throws UsageError on a language that is not spoken here
 */
export function speakAsAsked(args: readonly string[], environment: Readonly<Record<string, string | undefined>>): void {
  speak(languageOf(environment));
  const given = givenIn(args);
  if (given === undefined) return;
  const language = LANGUAGES.find((known) => known === given);
  if (language === undefined) {
    const near = nearest(given, LANGUAGES) ?? regionOf(given);
    throw new UsageError(say('cli.wrongLang', { given, known: LANGUAGES, ...(near !== undefined && { near }) }));
  }
  speak(language);
}

/** The last one counts, as for every option; what follows `--` is none. */
function givenIn(args: readonly string[]): string | undefined {
  const end = args.indexOf('--');
  const own = end < 0 ? args : args.slice(0, end);
  let given: string | undefined;
  for (const [i, arg] of own.entries()) {
    if (arg.startsWith('--lang=')) given = arg.slice('--lang='.length);
    // A flag without its value is refused by the parser.
    else if (arg === '--lang') given = own[i + 1] ?? given;
  }
  return given;
}

/** `zh`, `zh_TW` and `en-GB` are near to what is spoken here. */
const regionOf = (given: string): Language | undefined =>
  LANGUAGES.find((known) => known.slice(0, 2) === given.slice(0, 2).toLowerCase());
