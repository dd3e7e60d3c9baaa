#!/usr/bin/env node
// The command line: one file a command, one clear line for every fault of the user's.
import { CommanderError } from 'commander';
import { say } from '../language/language.ts';
import { UsageError } from '../scenario/define.ts';
import { missingFile } from '../system/missing.ts';
import { speakAsAsked } from './language.ts';
import { makeProgram } from './program.ts';

/** One line for the user's faults and for an incomplete installation, a stack only for our own. */
function report(error: unknown): void {
  process.exitCode = 1;
  const missing = missingFile(error);
  if (error instanceof UsageError) console.error(error.message);
  else if (missing !== undefined) console.error(say('cli.missingFile', { path: missing }));
  else
    console.error(
      say('cli.internal', { what: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
}

// `stillthere list | head`: who reads has had enough, and that is no fault. A full disk is one, and it is the user's.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  process.stderr.write(`${say('flags.output', { why: error.message })}\n`);
  process.exit(1);
});
// Progress and faults that nobody can read are no reason to stop.
process.stderr.on('error', () => {});

process.on('uncaughtException', (error) => {
  report(error);
  process.exit(1);
});

try {
  speakAsAsked(process.argv.slice(2), process.env);
  await makeProgram().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 1;
  else report(error);
}
