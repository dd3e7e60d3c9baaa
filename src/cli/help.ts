// Help pages and faults of the command line in the reader's language: what the parser would say in English by itself.
import { Command, Help, Option, type Argument } from 'commander';
import { say } from '../language/language.ts';
import { packageVersion } from '../system/version.ts';
import { columns, fitted, terminalWidth } from '../report/width.ts';

/** Headings as the parser knows them. */
const HEADINGS = {
  'Usage:': 'help.usage',
  'Arguments:': 'help.arguments',
  'Options:': 'help.options',
  'Global Options:': 'help.globalOptions',
  'Commands:': 'help.commands',
} as const;

/** The program without its commands, in the language of this process. */
export function bareProgram(): Command {
  return (
    speakHelp(new Command('stillthere'))
      .description(say('cli.says'))
      .version(packageVersion(), '-V, --version', say('cli.version'))
      // Read by `speakAsAsked` before this program is made; declared here so that it may stand before and after a command.
      .option('--lang <language>', say('cli.lang'))
      .exitOverride()
  );
}

/** Makes the program and its commands speak the language of this process. Call it before commands are added: they inherit it. */
export function speakHelp(program: Command): Command {
  return program
    .helpOption('-h, --help', say('cli.help'))
    .helpCommand('help [command]', say('cli.help'))
    .showSuggestionAfterError()
    .showHelpAfterError(say('cli.seeHelp'))
    .configureHelp({
      showGlobalOptions: true,
      styleTitle: (heading) => (heading in HEADINGS ? say(HEADINGS[heading as keyof typeof HEADINGS]) : heading),
      commandUsage: (command) => placeholders(PLAIN.commandUsage(command)),
      subcommandTerm: (command) => placeholders(PLAIN.subcommandTerm(command)),
      optionDescription: (option) => described(option.description, moreOf(option)),
      argumentDescription: (argument) => described(argument.description, moreOf(argument)),
      displayWidth: columns,
    })
    .configureOutput({
      writeOut: (text) => process.stdout.write(fitted(text)),
      writeErr: (text) => process.stderr.write(text),
      getOutHelpWidth: helpWidth,
      outputError: (text, write) => write(faultSays(text)),
    });
}

/** Where nobody says how wide it is, as wide as the parser takes it. */
function helpWidth(): number {
  const width = terminalWidth();
  return width === Infinity ? 80 : width;
}

const PLAIN = new Help();

const placeholders = (text: string): string =>
  text.replace('[options]', say('help.anyOptions')).replace('[command]', say('help.anyCommand'));

const described = (text: string, more: readonly string[]): string =>
  more.length === 0 ? text : say('help.more', { text, more });

/** Choices and default of an option or an argument, as far as they are worth a word. */
function moreOf(one: Option | Argument): string[] {
  const { argChoices, defaultValueDescription } = one;
  const defaultValue: unknown = one.defaultValue;
  const more: string[] = [];
  if (argChoices !== undefined)
    more.push(say('help.choices', { known: argChoices.map((choice) => JSON.stringify(choice)).join(', ') }));
  const isFlag = one instanceof Option && !one.required && !one.optional;
  if (defaultValueDescription !== undefined || (defaultValue !== undefined && !isFlag))
    more.push(say('help.default', { value: defaultValueDescription ?? JSON.stringify(defaultValue) }));
  return more;
}

type Told = (match: readonly string[]) => string;
const part = (match: readonly string[], n: number): string => match[n] ?? '';

/** What the parser says about faults, and our words for it. */
const FAULTS: readonly (readonly [RegExp, Told])[] = [
  [/^error: missing required argument '(.*)'$/, (m) => say('help.missingArgument', { name: part(m, 1) })],
  [/^error: option '(.*)' argument missing$/, (m) => say('help.missingValue', { flags: part(m, 1) })],
  [/^error: required option '(.*)' not specified$/, (m) => say('help.missingOption', { flags: part(m, 1) })],
  [
    /^error: option '(.*)' cannot be used with option '(.*)'$/,
    (m) => say('help.conflict', { one: part(m, 1), other: part(m, 2) }),
  ],
  [/^error: unknown option '(.*)'$/, (m) => say('help.unknownOption', { flag: part(m, 1) })],
  [/^error: unknown command '(.*)'$/, (m) => say('help.unknownCommand', { name: part(m, 1) })],
  [
    /^error: too many arguments(?: for '(.*)')?\. Expected (\d+) arguments? but got (\d+)\.$/,
    (m) => say('help.tooMany', { name: m[1] ?? 'stillthere', expected: Number(part(m, 2)), got: Number(part(m, 3)) }),
  ],
  [
    /^error: option '(.*)' argument '(.*)' is invalid\. Allowed choices are (.*)\.$/,
    (m) => say('help.wrongChoice', { flags: part(m, 1), given: part(m, 2), known: part(m, 3) }),
  ],
  [
    /^error: command-argument value '(.*)' is invalid for argument '(.*)'\. Allowed choices are (.*)\.$/,
    (m) => say('help.wrongArgument', { given: part(m, 1), name: part(m, 2), known: part(m, 3) }),
  ],
  [/^\(Did you mean (?:one of )?(.*)\?\)$/, (m) => say('help.near', { names: part(m, 1) })],
];

/** A fault that the parser found, line by line in our words; what has none stays as it is. */
export const faultSays = (text: string): string =>
  text
    .split('\n')
    .map((line) => {
      for (const [form, told] of FAULTS) {
        const match = form.exec(line);
        if (match !== null) return told(match);
      }
      return line;
    })
    .join('\n');
