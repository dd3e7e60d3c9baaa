#!/usr/bin/env node
// The command line: one file a command, one clear line for every fault of the user's.
import { Command, CommanderError } from 'commander';
import { say } from '../language/language.ts';
import { packageVersion } from '../system/version.ts';
import { UsageError } from '../scenario/define.ts';
import { loadScenario, scenarioNames } from './load.ts';
import { addExplain } from './explain.ts';
import { addRun } from './run.ts';
import { addStart } from './start.ts';

const program = new Command('stillthere')
  .description(say('cli.says'))
  .version(packageVersion())
  .showSuggestionAfterError()
  .showHelpAfterError('(run `stillthere --help` for the commands)')
  .exitOverride()
  .configureOutput({ writeErr: (text) => process.stderr.write(text) });

addRun(program);
addStart(program);
addExplain(program);
program
  .command('list')
  .description('the scenarios that come with the tool')
  .action(async () => {
    for (const name of await scenarioNames())
      console.log(`${name.padEnd(22)} ${(await loadScenario(name)).data.shows}`);
  });

/** One line for the user's faults, a stack only for our own. */
function report(error: unknown): void {
  process.exitCode = 1;
  if (error instanceof UsageError) console.error(error.message);
  else
    console.error(
      say('cli.internal', { what: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
}

process.on('uncaughtException', (error) => {
  report(error);
  process.exit(1);
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 1;
  else report(error);
}
