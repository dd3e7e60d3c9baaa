// Writes what CI reads of the runs of one command: a JUnit file, a Markdown summary, and the summary of a GitHub step.
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

/** Where documents go, as the user said; a step of GitHub Actions says it by its environment. */
export interface DocumentFlags {
  readonly junit?: string;
  readonly summary?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const stepSummary = (environment: Environment): string | undefined => environment['GITHUB_STEP_SUMMARY'] || undefined;

/**
 * Makes sure before play that everything asked for can be written, and makes the folders for it.
 * @param scenario as the user named it: a file of theirs must not be overwritten
 * @throws UsageError with one line that names the path, why it cannot be written, and what to do
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

/** Writes beside the place, where the document will be written first, too: permissions alone do not say whether that works. */
async function tryFile(path: string): Promise<void> {
  await makeFolders(dirname(resolve(path)));
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory() === true) throw new Error(say('summary.isFolder'));
  // A pipe or a device would be replaced by a file.
  if (there?.isFile() === false) throw new Error(say('summary.isNoFile'));
  const trial = `${path}.${process.pid}.trial`;
  try {
    await (await open(trial, 'w')).close();
  } finally {
    await rm(trial, { force: true });
  }
}

/** The file that a path leads to: a link stays a link. */
const behindLinks = (path: string): Promise<string> => realpath(path).catch(() => path);

/** What CI reads of a command, made when it is needed. */
interface Documents {
  readonly junit: () => Promise<string>;
  /** Of so many bytes at most. */
  readonly summary: (most?: number) => string;
  /** What there is in any case. */
  readonly kept: readonly { readonly verdict: Result['verdict']; readonly folder: string }[];
}

/**
 * Writes the documents of the runs of one command: JUnit and summary whole or not at all, that of the step at its end.
 * @throws UsageError when one of them cannot be written; the others are, and the text names the folders where the runs are kept
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
