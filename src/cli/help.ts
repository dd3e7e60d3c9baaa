// Help pages and parser errors of the command line in the user's language instead of English.
import { Command, Help, Option, type Argument } from 'commander';
import { say } from '../language/language.ts';
import { packageVersion } from '../system/version.ts';
import { columns, fitted, terminalWidth } from '../report/width.ts';

/** Headings as the parser writes them. */
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
      // `speakAsAsked` reads it before this program is made. Declared here so that it may stand
      // before or after a command.
      .option('--lang <language>', say('cli.lang'))
      .exitOverride()
  );
}

/**
 * Makes the program and its commands use the language of this process. Call it before commands are
 * added, because they inherit it.
 */
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

/**
 * The width of help texts, columns; 80 (the parser's own default) where the width of the terminal
 * is unknown.
 */
function helpWidth(): number {
  const width = terminalWidth();
  return width === Infinity ? 80 : width;
}

const PLAIN = new Help();

const placeholders = (text: string): string =>
  text.replace('[options]', say('help.anyOptions')).replace('[command]', say('help.anyCommand'));

const described = (text: string, more: readonly string[]): string =>
  more.length === 0 ? text : say('help.more', { text, more });

/** Choices and default value of an option or an argument; nothing for a flag without a value. */
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

/** Error messages of the parser, and our texts for them. */
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

/** A parser error, line by line in our texts; a line without one stays as it is. */
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
