// Loads only what a call needs: the command that is called, or the overview; program.ts loads all.
import type { Command } from 'commander';
import type { Args, Key } from '../language/en/index.ts';
import { say } from '../language/language.ts';
import { guardFlags } from './flags/guard.ts';
import { bareProgram } from './help.ts';

/** A text without arguments. */
type Plain = { [K in Key]: Args<K> extends [] ? K : never }[Key];
type Add = (program: Command) => void;

/** A command as the overview shows it, and how to load the rest of it. */
interface Row {
  readonly says: Plain;
  readonly takes: string;
  /** Whether it has options of its own. */
  readonly hasOptions?: false;
  readonly load: () => Promise<Add>;
}

/** In the order of the overview; a test compares it with the commands themselves. */
const COMMANDS: Readonly<Record<string, Row>> = {
  init: { says: 'init.says', takes: '[name]', load: async () => (await import('./commands/init.ts')).addInit },
  plan: { says: 'plan.says', takes: '<scenario>', load: async () => (await import('./commands/plan.ts')).addPlan },
  run: { says: 'cli.run', takes: '<scenario>', load: async () => (await import('./commands/run.ts')).addRun },
  remedies: {
    says: 'remedies.says',
    takes: '<scenario>',
    load: async () => (await import('./commands/remedies.ts')).addRemedies,
  },
  agree: { says: 'agree.says', takes: '<scenario>', load: async () => (await import('./commands/agree.ts')).addAgree },
  start: { says: 'cli.start', takes: '[scenario]', load: async () => (await import('./commands/start.ts')).addStart },
  explain: {
    says: 'cli.explain',
    takes: '<run> <subject>',
    load: async () => (await import('./commands/explain.ts')).addExplain,
  },
  shrink: {
    says: 'cli.shrink',
    takes: '<scenario>',
    load: async () => (await import('./commands/shrink.ts')).addShrink,
  },
  serve: { says: 'serve.does', takes: '<scenario>', load: async () => (await import('./commands/serve.ts')).addServe },
  rules: {
    says: 'desk.says',
    takes: '',
    hasOptions: false,
    load: async () => (await import('./commands/rules.ts')).addRules,
  },
  schema: {
    says: 'schema.says',
    takes: '<document>',
    hasOptions: false,
    load: async () => (await import('./commands/schema.ts')).addSchema,
  },
  list: {
    says: 'cli.list',
    takes: '',
    hasOptions: false,
    load: async () => (await import('./commands/list.ts')).addList,
  },
};

/**
 * The program with only what these arguments need. Loading all commands takes longer than most of
 * them run.
 * @param args those of the command line, without node and the file
 */
export async function programFor(args: readonly string[]): Promise<Command> {
  const called = calledIn(args);
  const row = called !== undefined && Object.hasOwn(COMMANDS, called) ? COMMANDS[called] : undefined;
  if (row !== undefined) {
    const program = bareProgram();
    (await row.load())(program);
    guardFlags(program);
    return program;
  }
  // An unknown command gets its suggestions from the whole program.
  return called === undefined ? overview() : (await import('./program.ts')).makeProgram();
}

/** The first word that is neither an option nor the value of one. */
function calledIn(args: readonly string[]): string | undefined {
  const at = args.findIndex((arg, i) => !arg.startsWith('-') && args[i - 1] !== '--lang');
  return at < 0 ? undefined : args[at];
}

/** The program with its commands as the overview shows them. */
export function overview(): Command {
  const program = bareProgram();
  for (const [name, { says, takes, hasOptions = true }] of Object.entries(COMMANDS)) {
    const command = program.command(takes === '' ? name : `${name} ${takes}`).description(say(says));
    if (hasOptions) command.option('--any');
  }
  return program;
}
