// Writes the documents for CI: a JUnit file, a Markdown summary, and the GitHub step summary.
import { appendFile, open, realpath, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { otherPeople } from '../../run/comparison.ts';
import { makeFolders } from '../../run/folder.ts';
import { say } from '../../language/language.ts';
import type { Reported } from '../../report/run/junit.ts';
import type { ReportedReplicates } from '../../report/replicates/terminal.ts';
import { replicatesSummaryOf } from '../../report/replicates/summary.ts';
import { MOST_BYTES, summaryOf } from '../../report/run/summary.ts';
import type { Result } from '../../result/schema.ts';
import { UsageError } from '../../scenario/define.ts';
import { writeAtomic } from '../../system/files.ts';

/** Where the documents go; GitHub Actions names its step summary in the environment. */
export interface DocumentFlags {
  readonly junit?: string;
  readonly summary?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const stepSummary = (environment: Environment): string | undefined => environment['GITHUB_STEP_SUMMARY'] || undefined;

/**
 * Rejects unwritable paths before the run starts, and makes the folders.
 * @param scenario as the user named it: the file must not be overwritten
 * @throws UsageError with one line: the path, why it cannot be written, and what to do
 */
export async function refuseUnwritable(
  flags: DocumentFlags,
  scenario: string,
  environment: Environment = process.env,
): Promise<void> {
  const { junit, summary } = flags;
  if (junit !== undefined && summary !== undefined && resolve(junit) === resolve(summary))
    throw new UsageError(say('summary.sameFile', { path: junit }));
  for (const [name, path] of Object.entries({ '--junit': junit, '--summary': summary })) {
    if (path === undefined) continue;
    if (path === '') throw new UsageError(say('summary.noName', { name }));
    if (resolve(path) === resolve(scenario))
      throw new UsageError(say('summary.unwritable', { name, path, why: say('summary.isScenario') }));
    await tryFile(path).catch((error: Error) => {
      throw new UsageError(say('summary.unwritable', { name, path, why: error.message }));
    });
  }
  const step = stepSummary(environment);
  if (step === undefined) return;
  await appendFile(step, '').catch((error: Error) => {
    throw new UsageError(say('summary.unwritableStep', { path: step, why: error.message }));
  });
}

/**
 * Writes a trial file beside the path, as the document will be at first. Permissions alone do not
 * show whether this works.
 */
async function tryFile(path: string): Promise<void> {
  await makeFolders(dirname(resolve(path)));
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory() === true) throw new Error(say('summary.isFolder'));
  // A document would replace a pipe or a device by a file.
  if (there?.isFile() === false) throw new Error(say('summary.isNoFile'));
  const trial = `${path}.${process.pid}.trial`;
  try {
    await (await open(trial, 'w')).close();
  } finally {
    await rm(trial, { force: true });
  }
}

/** The file behind a symbolic link, so that the link stays a link. */
const behindLinks = (path: string): Promise<string> => realpath(path).catch(() => path);

/** The documents of a command, each made when it is needed. */
interface Documents {
  readonly junit: () => Promise<string>;
  /** At most so many bytes. */
  readonly summary: (most?: number) => string;
  /** Verdicts and folders, which exist in any case. */
  readonly kept: readonly { readonly verdict: Result['verdict']; readonly folder: string }[];
}

/**
 * Writes the documents of a command's runs. JUnit file and summary are written whole or not at all;
 * the step summary is appended to.
 * @throws UsageError when one of them cannot be written; the others still are, and the text names
 * the folders of the runs
 */
export function writeDocuments(
  runs: readonly Reported[],
  flags: DocumentFlags,
  environment: Environment = process.env,
): Promise<void> {
  const others = otherPeople(runs.map(({ result }) => result));
  const documents: Documents = {
    // Loaded only here: most runs write no JUnit file.
    junit: async () => (await import('../../report/run/junit.ts')).junitOf(runs),
    summary: (most) => summaryOf(runs, { others, ...(most !== undefined && { most }) }),
    kept: runs.map(({ result: { verdict }, folder }) => ({ verdict, folder })),
  };
  return write(documents, flags, environment);
}

/** The same for replicates. @throws UsageError as {@link writeDocuments} does */
export function writeReplicateDocuments(
  all: readonly ReportedReplicates[],
  flags: DocumentFlags,
  environment: Environment = process.env,
): Promise<void> {
  const documents: Documents = {
    junit: async () => (await import('../../report/replicates/junit.ts')).replicatesJunitOf(all),
    summary: (most) => replicatesSummaryOf(all, most),
    kept: all.map(({ document: { verdict }, folder }) => ({ verdict, folder })),
  };
  return write(documents, flags, environment);
}

async function write(documents: Documents, { junit, summary }: DocumentFlags, environment: Environment): Promise<void> {
  const faults: string[] = [];
  const attempt = async (writing: () => Promise<void>, fault: (why: string) => string): Promise<void> => {
    await writing().catch((error: Error) => faults.push(fault(error.message)));
  };
  const keep = async (path: string, text: string): Promise<void> => writeAtomic(await behindLinks(path), text);
  if (junit !== undefined) {
    await attempt(
      async () => keep(junit, await documents.junit()),
      (why) => say('summary.unwritable', { name: '--junit', path: junit, why }),
    );
  }
  if (summary !== undefined) {
    await attempt(
      () => keep(summary, documents.summary()),
      (why) => say('summary.unwritable', { name: '--summary', path: summary, why }),
    );
  }
  const step = stepSummary(environment);
  if (step !== undefined) {
    const add = async (): Promise<void> => {
      const used = (await stat(step)).size;
      await appendFile(step, documents.summary(MOST_BYTES - used));
    };
    await attempt(add, (why) => say('summary.unwritableStep', { path: step, why }));
  }
  if (faults.length === 0) return;
  const kept = documents.kept.map(({ verdict, folder }) =>
    say('summary.kept', { verdict: say(`word.verdict.${verdict}`), folder }),
  );
  throw new UsageError([...faults, ...kept].join('\n'));
}
