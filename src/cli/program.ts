// The program with all commands, for suggestions on misspelt commands and for the page of commands.
import type { Command } from 'commander';
import { addAgree } from './commands/agree.ts';
import { addExplain } from './commands/explain.ts';
import { addInit } from './commands/init.ts';
import { addList } from './commands/list.ts';
import { addPlan } from './commands/plan.ts';
import { bareProgram } from './help.ts';
import { addRemedies } from './commands/remedies.ts';
import { addRules } from './commands/rules.ts';
import { addRun } from './commands/run.ts';
import { addSchema } from './commands/schema.ts';
import { addServe } from './commands/serve.ts';
import { addShrink } from './commands/shrink.ts';
import { addStart } from './commands/start.ts';
import { guardFlags } from './flags/guard.ts';

/** The program with every command, in the language of this process; nothing is parsed or played yet. */
export function makeProgram(): Command {
  const program = bareProgram();
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
  addList(program);
  guardFlags(program);
  return program;
}
