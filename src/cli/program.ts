// All commands of the command line, put together: what a misspelt command is compared with, and what the page of commands is made from.
import type { Command } from 'commander';
import { addAgree } from './agree.ts';
import { addExplain } from './explain.ts';
import { addInit } from './init.ts';
import { addList } from './list.ts';
import { addPlan } from './plan.ts';
import { bareProgram } from './help.ts';
import { addRemedies } from './remedies.ts';
import { addRules } from './rules.ts';
import { addRun } from './run.ts';
import { addSchema } from './schema.ts';
import { addServe } from './serve.ts';
import { addShrink } from './shrink.ts';
import { addStart } from './start.ts';

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
  return program;
}
