// The command line from its arguments to its exit code: one clear line for every fault of the user's.
import { CommanderError } from 'commander';
import { say } from '../language/language.ts';
import { UsageError } from '../scenario/usage-error.ts';
import { missingFile } from '../system/missing.ts';
import { speakAsAsked } from './flags/language.ts';
import { programFor } from './quick.ts';

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

/** Whoever read this output is gone: a pipe without a reader, a terminal that was closed. */
const UNREAD = new Set(['EPIPE', 'EIO']);

// `stillthere run … | head`: who reads has had enough, and Ctrl-C ends the reader, too. What was asked for is done all the
// same, documents and exit code included. A full disk is a fault, and it is the user's.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (UNREAD.has(error.code ?? '')) return;
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
  const args = process.argv.slice(2);
  speakAsAsked(args, process.env);
  await (await programFor(args)).parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 1;
  else report(error);
}
