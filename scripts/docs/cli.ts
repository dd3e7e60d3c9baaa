// Makes docs/reference/cli.md: every command with its arguments and options, from the commands.
import type { Argument, Command, Option } from 'commander';
import { makeProgram } from '../../src/cli/program.ts';
import { EXIT } from '../../src/result/verdict.ts';
import { keepPages, madeBy, table } from '../pages.ts';

/**
 * Environment variables and what they do. A test looks for
 * variables that the program reads and this list lacks.
 */
const VARIABLES: Readonly<Record<string, string>> = {
  STILLTHERE_AGENT_SECRET:
    'with `--target` and `serve`: the secret of the server, from which the tokens of agents are made; at least 8 characters',
  STILLTHERE_ADMIN_TOKEN:
    'with `--target` and `serve`: opens the HTTP side of the server, which is read at the end of a run; at least 8 characters',
  STILLTHERE_K6: 'path of the k6 to use, before `PATH` and `.tools/` are looked at',
  STILLTHERE_TOOLS: 'folder in which k6 is looked for and built, instead of `.tools/`',
  'LC_ALL, LC_MESSAGES, LANG':
    'the first of them that is set chooses the language: Chinese when it begins with `zh`, else English; `--lang` comes before them',
  NO_COLOR: 'when set, nothing is coloured',
  COLUMNS: 'how wide reports and help are, in columns; else as wide as the terminal',
  GITHUB_STEP_SUMMARY: 'when set (GitHub Actions does), the Markdown summary of a run is appended to that file',
};

const EXITS: readonly (readonly [number, string])[] = [
  [EXIT.pass, '`pass`: every limit holds; also `--help`, `--version` and commands that play nothing'],
  [
    1,
    'wrong usage (one line says what to write instead), or a fault of the program; `shrink` where no limit is broken, `run --verify` where a row differs',
  ],
  [EXIT.failed, '`failed`: a limit in `expect` of the scenario is broken'],
  [EXIT.violated, '`violated`: a fact: messages lost, misrouted, made up or vanished, or timeouts against the rules'],
  [
    EXIT.invalid,
    '`invalid` or `inconclusive`: the run proves nothing (generator late, rows missing, target gone, interrupted, nothing to judge)',
  ],
  [
    130,
    'stopped at once by a second Ctrl-C; the first one drains and reports, and ends with 4 unless what was found is graver. Behind `npx` and `npm`, some shells say 130 after the first one, too: `exitCode` in `result.json` is that of the run',
  ],
];

const code = (text: string): string => `\`${text}\``;

const valueOf = ({ defaultValue: value }: { readonly defaultValue?: unknown }): string =>
  typeof value === 'string' || typeof value === 'number' ? code(`${value}`) : '';

function argumentOf(argument: Argument): readonly string[] {
  const { description, required } = argument;
  const without = required ? 'must be given' : valueOf(argument);
  return [code(required ? `<${argument.name()}>` : `[${argument.name()}]`), description, without];
}

function optionOf(option: Option): readonly string[] {
  const { flags, description, defaultValueDescription, argChoices } = option;
  const choices = argChoices === undefined ? '' : ` (${argChoices.map(code).join(', ')})`;
  return [code(flags), `${description}${choices}`, defaultValueDescription ?? valueOf(option)];
}

const isOwn = (option: Option): boolean => !option.hidden && !option.flags.includes('--help');

/** One command as a section. Its arguments and options come from the objects that parse them. */
function section(command: Command): string {
  const { registeredArguments: given, options } = command;
  const rows = [...given.map(argumentOf), ...options.filter(isOwn).map(optionOf)];
  return [
    `## ${command.name()}`,
    `${command.description().replace(/^./, (c) => c.toUpperCase())}.`.replace('..', '.'),
    code(`stillthere ${command.name()} ${command.usage()}`),
    table(['', 'says', 'without it'], rows),
    ...command.commands.filter((own) => own.name() !== 'help').map((own) => part(own, command)),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** A subcommand, under its parent. */
function part(command: Command, parent: Command): string {
  const { registeredArguments: given, options } = command;
  return [
    `### ${parent.name()} ${command.name()}`,
    `${command.description().replace(/^./, (c) => c.toUpperCase())}.`,
    code(`stillthere ${parent.name()} ${command.name()} ${command.usage()}`),
    table(['', 'says', 'without it'], [...given.map(argumentOf), ...options.filter(isOwn).map(optionOf)]),
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

const program = makeProgram();
const commands = program.commands.filter((command) => command.name() !== 'help');

const page = `${madeBy('scripts/docs/cli.ts')}

# The command line

${program.description()}. \`npx stillthere <command> --help\` says the same as this page.

${table(
  ['command', 'does'],
  commands.map((command) => [`[${command.name()}](#${command.name()})`, command.description()]),
)}

Options of every command:

${table(['', 'says', 'without it'], program.options.filter(isOwn).map(optionOf))}

${commands.map(section).join('\n\n')}

## Exit codes

${table(
  ['code', 'means'],
  EXITS.map(([exit, says]) => [String(exit), says]),
)}

A command that plays several runs ends with the gravest of their codes: 1, then 3, 4, 2, 0. \`start\` ends with 0 when both of its runs
can be trusted, whatever they found, and with 4 otherwise. \`agree\` ends with 0 when agreement was shown, with 2 when a difference was, and
with 4 when neither was.

## Environment

${table(
  ['variable', 'says'],
  Object.entries(VARIABLES).map(([name, says]) => [name.split(', ').map(code).join(', '), says]),
)}
`;

await keepPages({ 'docs/reference/cli.md': page });
