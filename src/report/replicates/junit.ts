// Replicates as JUnit XML: a test suite for each profile, a test case for each seed, and one for
// all.
import type { TestSuite } from 'junit-report-builder';
import { retell, say, type Noted } from '../../language/language.ts';
import { METRICS } from '../../result/headlines.ts';
import type { Replicate, Replicates } from '../../result/replicates.ts';
import type { Result } from '../../result/schema.ts';
import type { Status } from '../run/checks.ts';
import { explainLine, fillCase, headSuite, junitFile, type CaseText } from '../run/junit.ts';
import { neverSeen, opening, valuesOf, type ReportedReplicates } from './terminal.ts';

const STATUS: Readonly<Record<Result['verdict'], Status>> = {
  pass: 'passed',
  failed: 'failed',
  violated: 'failed',
  invalid: 'error',
  inconclusive: 'error',
};

/** The document. It contains a failure or an error exactly when the exit code is not 0. */
export const replicatesJunitOf = (all: readonly ReportedReplicates[]): string => junitFile(all, writeSuite);

function writeSuite(suite: TestSuite, reported: ReportedReplicates): void {
  const { document } = reported;
  const className = headSuite(suite, document, properties(document));
  for (const at of document.replicates.keys()) fillCase(suite.testCase().className(className), ofSeed(at, reported));
  fillCase(suite.testCase().className(className), ofAll(reported));
}

function ofSeed(at: number, { document, folder, again }: ReportedReplicates): CaseText {
  const row = document.replicates[at] as Replicate;
  const run = row.folder === undefined ? undefined : `${folder}/${row.folder}`;
  const isBad = STATUS[row.verdict] !== 'passed';
  const story = isBad && row.example !== undefined ? [explainLine(run ?? '<run>', row.example)] : [];
  return {
    name: `seed ${row.seed}`,
    seconds: document.resources.wallSecondsOf?.[at] ?? 0,
    ...judged(row),
    text: valuesOf(row),
    output: [
      valuesOf(row),
      ...notes(row.reasons),
      ...(run === undefined ? [] : [run]),
      again.one(row.seed),
      ...story,
    ].join('\n'),
  };
}

/**
 * The case for all seeds together. A failed seed has its own case, so this one fails only for other
 * reasons, such as missing seeds.
 */
function ofAll({ document, folder, again }: ReportedReplicates): CaseText {
  const { reasons, replicates, resources } = document;
  const text = [...opening(document), ...neverSeen(document)].join('\n');
  const isToldBySeeds = replicates.some(({ verdict }) => STATUS[verdict] !== 'passed');
  const own = reasons.filter(({ limit, seeds }) => limit !== 'note' && seeds.length === 0);
  const found = reasons.filter(({ limit }) => limit !== 'note').map(retell);
  const seconds = (resources.wallSecondsOf ?? []).reduce((sum, one) => sum + one, 0);
  return {
    name: 'together',
    // CI sums the durations of test cases, and the seeds have their own.
    seconds: Math.max(0, Math.round((resources.wallSeconds - seconds) * 100) / 100),
    ...(!isToldBySeeds
      ? judged(document)
      : own.length > 0
        ? judged({ verdict: 'inconclusive', reasons: own })
        : PASSED),
    text,
    output: [text, ...found, ...notes(reasons), folder, again.all].join('\n'),
  };
}

const PASSED = { status: 'passed', type: 'pass', why: '' } as const;

type Reasons = readonly (Noted & { readonly limit: string })[];

function judged({ verdict, reasons }: { readonly verdict: Result['verdict']; readonly reasons: Reasons }) {
  const why = reasons.filter(({ limit }) => limit !== 'note').map(retell);
  const isGood = STATUS[verdict] === 'passed';
  return {
    status: STATUS[verdict],
    type: verdict,
    why: isGood ? '' : why.join('; ') || say(`verdict.${verdict}`),
  };
}

const notes = (reasons: Reasons): string[] => reasons.filter(({ limit }) => limit === 'note').map(retell);

function properties({ run, tool, verdict, exitCode, summary }: Replicates): [string, unknown][] {
  const numbers = METRICS.flatMap((metric) =>
    (['n', 'mean', 'half95', 'min', 'max'] as const).map((key): [string, unknown] => [
      `${metric}.${key}`,
      summary[metric][key],
    ]),
  );
  return [
    ...Object.entries(run).map(([key, value]): [string, unknown] => [`run.${key}`, value]),
    ['tool.version', tool.version],
    ['verdict', verdict],
    ['exitCode', exitCode],
    ...numbers.filter(([, value]) => value !== undefined),
  ];
}
