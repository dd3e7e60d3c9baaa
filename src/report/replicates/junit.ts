// Many seeds of one scenario as JUnit XML: a test suite a set of rules, a test case a seed, and one for what they say together.
import type { TestSuite } from 'junit-report-builder';
import { retell, say, type Noted } from '../../language/language.ts';
import { METRICS } from '../../result/headlines.ts';
import type { Replicate, Replicates } from '../../result/replicates.ts';
import type { Result } from '../../result/schema.ts';
import type { Status } from '../run/checks.ts';
import { fillCase, headSuite, junitFile, type CaseText } from '../run/junit.ts';
import { neverSeen, opening, valuesOf, type ReportedReplicates } from './terminal.ts';

const STATUS: Readonly<Record<Result['verdict'], Status>> = {
  pass: 'passed',
  failed: 'failed',
  violated: 'failed',
  invalid: 'error',
  inconclusive: 'error',
};

/** The document; something in it is red exactly when the exit code is not 0. */
export const replicatesJunitOf = (all: readonly ReportedReplicates[]): string => junitFile(all, writeSuite);

function writeSuite(suite: TestSuite, reported: ReportedReplicates): void {
  const { document } = reported;
  const className = headSuite(suite, document, properties(document));
  for (const row of document.replicates) fillCase(suite.testCase().className(className), ofSeed(row, reported));
  fillCase(suite.testCase().className(className), ofAll(reported));
}

function ofSeed(row: Replicate, { folder, again }: ReportedReplicates): CaseText {
  const where = row.folder === undefined ? [] : [`${folder}/${row.folder}`];
  return {
    name: `seed ${row.seed}`,
    // Side by side nobody can say what one of them took: all of it stands at `together`.
    seconds: 0,
    ...judged(row),
    text: valuesOf(row),
    output: [valuesOf(row), ...notes(row.reasons), ...where, again.one(row.seed)].join('\n'),
  };
}

function ofAll({ document, folder, again }: ReportedReplicates): CaseText {
  const text = [...opening(document), ...neverSeen(document)].join('\n');
  return {
    name: 'together',
    seconds: document.resources.wallSeconds,
    ...judged(document),
    text,
    output: [text, ...notes(document.reasons), folder, again.all].join('\n'),
  };
}

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
