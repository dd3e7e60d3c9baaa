// Refuses a flag that is given twice or with an empty value: it could silently change the question.
import { EventEmitter } from 'node:events';
import type { Command, Option } from 'commander';
import { say } from '../../language/language.ts';
import { UsageError } from '../../scenario/define.ts';

/**
 * Makes a program refuse repeated flags and empty values. Call it after all commands have been
 * added.
 */
export function guardFlags(program: Command): void {
  for (const option of program.options) guard(program, option);
  for (const command of program.commands) guardFlags(command);
}

function guard(command: Command, option: Option): void {
  const seen: string[] = [];
  // The parser emits an event for each occurrence of a flag, before it looks at the value.
  const parser: unknown = command;
  if (!(parser instanceof EventEmitter)) return;
  parser.prependListener(`option:${option.name()}`, (value?: string) => {
    const flag = option.long ?? option.flags;
    if (value?.trim() === '') throw new UsageError(say('flags.empty', { flag }));
    seen.push(value ?? '');
    if (seen.length > 1 && !mayRepeat(option)) throw new UsageError(twice(flag, seen, option));
  });
}

/** `--set` has its own parser, which collects all occurrences. */
const mayRepeat = (option: Option): boolean => option.long === '--set';

function twice(flag: string, values: readonly string[], option: Option): string {
  const isList = /<(?:profiles|names|actors|engines)>/.test(option.flags);
  return say('flags.twice', { flag, values, joined: isList ? values.join() : undefined });
}
