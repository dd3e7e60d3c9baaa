// One rule for every flag of every command: it stands once, and it says something. A flag that counts silently would answer another question.
import { EventEmitter } from 'node:events';
import type { Command, Option } from 'commander';
import { say } from '../../language/language.ts';
import { UsageError } from '../../scenario/define.ts';

/** Makes a program refuse flags that stand twice, or that are followed by an empty value. Call it when all commands are there. */
export function guardFlags(program: Command): void {
  for (const option of program.options) guard(program, option);
  for (const command of program.commands) guardFlags(command);
}

function guard(command: Command, option: Option): void {
  const seen: string[] = [];
  // The parser tells of each time a flag stands there, before it looks at the value.
  const parser: unknown = command;
  if (!(parser instanceof EventEmitter)) return;
  parser.prependListener(`option:${option.name()}`, (value?: string) => {
    const flag = option.long ?? option.flags;
    if (value?.trim() === '') throw new UsageError(say('flags.empty', { flag }));
    seen.push(value ?? '');
    if (seen.length > 1 && !mayRepeat(option)) throw new UsageError(twice(flag, seen, option));
  });
}

/** `--set` is read by a parser of its own that puts all of them together. */
const mayRepeat = (option: Option): boolean => option.long === '--set';

function twice(flag: string, values: readonly string[], option: Option): string {
  const isList = /<(?:profiles|names|actors|engines)>/.test(option.flags);
  return say('flags.twice', { flag, values, joined: isList ? values.join() : undefined });
}
