// All commands of the command line, put together: what `main.ts` parses, and what the page of commands is made from.
import { Command } from 'commander';
import { say } from '../language/language.ts';
import { packageVersion } from '../system/version.ts';
import { showsOf } from '../report/words.ts';
import { loadScenario, scenarioNames } from './load.ts';
import { addAgree } from './agree.ts';
import { addExplain } from './explain.ts';
import { guardFlags } from './guard.ts';
import { speakHelp } from './help.ts';
import { addInit } from './init.ts';
import { addPlan } from './plan.ts';
import { addRemedies } from './remedies.ts';
import { addRules } from './rules.ts';
import { addRun } from './run.ts';
import { addSchema } from './schema.ts';
import { addServe } from './serve.ts';
import { addShrink } from './shrink.ts';
import { addStart } from './start.ts';
import { print } from './print.ts';

/** The program with every command, in the language of this process; nothing is parsed or played yet. */
export function makeProgram(): Command {
  const program = speakHelp(new Command('stillthere'))
    .description(say('cli.says'))
    .version(packageVersion(), '-V, --version', say('cli.version'))
    // Read by `speakAsAsked` before this program is made; declared here so that it may stand before and after a command.
    .option('--lang <language>', say('cli.lang'))
    .exitOverride();

  addInit(program);
  addPlan(program);
  addRun(program);
  addRemedies(program);
  addAgree(program);
  addStart(program);
  addExplain(program);
  addShrink(program);
  addServe(program);
  addRules(program);
  addSchema(program);
  program
    .command('list')
    .description(say('cli.list'))
    .action(async () => {
      for (const name of await scenarioNames()) print(`${name.padEnd(22)} ${showsOf((await loadScenario(name)).data)}`);
    });
  guardFlags(program);
  return program;
}
