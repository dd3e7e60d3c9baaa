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
  const language = LANGUAGES.find((known) => known === given) ?? regionOf(given);
  if (language === undefined) {
    const near = nearest(given, LANGUAGES);
    throw new UsageError(say('cli.wrongLang', { given, known: LANGUAGES, ...(near !== undefined && { near }) }));
  }
  speak(language);
}

/** The last one counts, until the parser refuses a second one; what follows `--` is none. */
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

/** The language of `zh`, `zh_TW`, `zh-Hans`, `en-GB` and `en_US.UTF-8`, as the environment writes it, too. */
const regionOf = (given: string): Language | undefined =>
  LANGUAGES.find((known) => known.slice(0, 2) === /^([a-z]{2})(?![a-z])/i.exec(given)?.[1]?.toLowerCase());
