// Runs the command line: arguments in, exit code out, and one clear line for each user error.
import { CommanderError } from 'commander';
import { say } from '../language/language.ts';
import { UsageError } from '../scenario/usage-error.ts';
import { missingFile } from '../system/missing.ts';
import { speakAsAsked } from './flags/language.ts';
import { programFor } from './quick.ts';

/**
 * Prints one line for user errors and missing files, and a stack trace only for internal errors.
 */
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

/** The reader of this output is gone: a pipe without a reader, or a closed terminal. */
const UNREAD = new Set(['EPIPE', 'EIO']);

// With `stillthere run … | head` the reader may leave early, and Ctrl-C also ends the reader. The
// command still finishes, with its documents and exit code. A full disk is a user error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (UNREAD.has(error.code ?? '')) return;
  process.stderr.write(`${say('flags.output', { why: error.message })}\n`);
  process.exit(1);
});
// Progress and errors that nobody can read are no reason to stop.
process.stderr.on('error', () => {});

process.on('uncaughtException', (error) => {
  report(error);
  process.exit(1);
});

try {
  const args = process.argv.slice(2);
  speakAsAsked(args, process.env);
  await (await programFor(args)).parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 1;
  else report(error);
}
