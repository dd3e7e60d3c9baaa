// Runs as JUnit XML for Jenkins, GitLab and others: a test suite for each run, a test case for each
// check.
import junit, { type Builder, type TestCase, type TestSuite } from 'junit-report-builder';
import { retell } from '../../language/language.ts';
import type { Result } from '../../result/schema.ts';
import { MISSED_FATES } from '../../model/rows/words.ts';
import { checksOf, type Check, type Status } from './checks.ts';
import { printable } from '../printable.ts';

// Its types declare the builder as member `default` of the module; at run time it is the module.
const builder = junit as unknown as Builder;

/** A run to report: its document, the folder with its evidence, and the command that repeats it. */
export interface Reported {
  readonly result: Result;
  readonly folder: string;
  readonly repeat: string;
  /** The command of a shorter run that fails in the same way. */
  readonly shortest?: string | undefined;
}

/** The document; valid XML whatever the names of scenario, seed and target contain. */
export const junitOf = (runs: readonly Reported[]): string => junitFile(runs, writeSuite);

/** A whole file with a test suite for each item. */
export function junitFile<T>(reported: readonly T[], write: (suite: TestSuite, one: T) => void): string {
  const report = builder.newBuilder();
  for (const one of reported) write(report.testSuite(), one);
  // The schema allows no `skipped` on the root element; the suites have it.
  return report.build().replace(/(<testsuites\b[^>]*?) skipped="\d+"/, '$1');
}

function writeSuite(suite: TestSuite, reported: Reported): void {
  const { result } = reported;
  const className = headSuite(suite, result, properties(result));
  for (const check of checksOf(result)) writeCase(suite.testCase().className(className), check, reported);
}

/** Writes name, time and properties of a suite. @returns the class name of its cases */
export function headSuite(
  suite: TestSuite,
  { run, resources }: { readonly run: Named; readonly resources: { readonly wallSeconds: number } },
  values: readonly (readonly [string, unknown])[],
): string {
  const { scenario, profile, engine, startedAt } = run;
  suite.name(printable(`${scenario} (${profile}, ${engine})`));
  // UTC without a zone: all readers of JUnit files accept this form.
  suite.timestamp(printable(startedAt.replace(/\.\d+Z$|Z$/, '')));
  suite.time(resources.wallSeconds);
  for (const [name, value] of values) suite.property(name, printable(String(value)));
  return printable([scenario, profile, engine].map((part) => part.replaceAll('.', '_')).join('.'));
}

type Named = Pick<Result['run'], 'scenario' | 'profile' | 'engine' | 'startedAt'>;

function writeCase(one: TestCase, { name, status, text, reasons }: Check, reported: Reported): void {
  const { result } = reported;
  // The whole run took the time. CI sums the durations of test cases, so only one case has it.
  const seconds = name === 'evidence.run' ? result.resources.wallSeconds : 0;
  const type = status === 'error' ? result.verdict : name;
  const isGood = status === 'passed' || status === 'skipped';
  const output = isGood ? text : [text, ...about(reported, name)].join('\n');
  fillCase(one, { name, seconds, status, type, why: reasons.join('; '), text, output });
}

/** The contents of a test case. */
export interface CaseText {
  readonly name: string;
  readonly seconds: number;
  readonly status: Status;
  /** The type of a failure or an error. */
  readonly type: string;
  /** Why it failed; empty unless it did. */
  readonly why: string;
  /** What was found, or why it was skipped. */
  readonly text: string;
  readonly output: string;
}

/** Fills in a test case; any text is allowed. */
export function fillCase(one: TestCase, { name, seconds, status, type, text, output, ...rest }: CaseText): void {
  const why = printable(rest.why);
  one.name(printable(name));
  one.time(seconds);
  if (status === 'failed') one.failure(why, type);
  if (status === 'error') one.error(why, type);
  if (status === 'skipped') one.skipped();
  complete(
    one,
    status === 'skipped' ? printable(text) : undefined,
    why === '' ? undefined : `${why}\n${printable(text)}`,
    printable(output),
  );
}

/** Lines for somebody who looks at one failed check. */
function about({ result, folder, repeat, shortest }: Reported, check: string): string[] {
  const notes = result.reasons.filter(({ limit }) => limit === 'note').map(retell);
  const subject = exampleOf(check, result);
  const story = subject === undefined ? [] : [explainLine(folder, subject)];
  return [...notes, folder, ...story, repeat, ...(shortest === undefined ? [] : [shortest])];
}

/** An example id that this check counts; undefined where it counts none. */
function exampleOf(check: string, { messages }: Result): string | undefined {
  const kinds = KINDS[check] ?? [check.replace(/^fates\./, '')];
  return kinds.flatMap((kind) => messages.examples[kind] ?? [])[0];
}

/** The keys of `messages.examples` for checks that have another name. */
const KINDS: Readonly<Record<string, readonly string[]>> = { missedRate: MISSED_FATES };

/** The command that explains a message or session. */
export const explainLine = (folder: string, subject: string): string => `npx stillthere explain ${folder} ${subject}`;

/**
 * Adds what the builder cannot write: the reason of a skipped test, the body of a failure (GitLab
 * shows only that), and output that may contain `]]>` more than once.
 */
function complete(one: TestCase, skipped: string | undefined, body: string | undefined, output: string): void {
  const build = one.build.bind(one);
  one.build = (parent) => {
    const element = build(parent);
    const made = element.children.at(-1);
    if (skipped !== undefined) (made as typeof element).att('message', skipped);
    if (body !== undefined) (made as typeof element).txt(body);
    element.ele('system-out').txt(output);
    return element;
  };
}

function properties({ run, tool, verdict, exitCode, timeouts, messages, latency, generator, ...rest }: Result) {
  const { sessions, visitors } = rest;
  return Object.entries({
    ...Object.fromEntries(Object.entries(run).map(([key, value]) => [`run.${key}`, value])),
    'tool.version': tool.version,
    verdict,
    exitCode,
    'visitors.arrived': visitors.arrived,
    'sessions.active': sessions.active,
    ...rate('timeouts.rate', timeouts.rate),
    ...rate('timeouts.premature', timeouts.premature),
    'messages.attempted': messages.attempted,
    ...rate('messages.missed', messages.missed),
    'messages.lost': messages.fates.lost,
    ...answers(latency.model.firstResponse),
    'generator.lateness.p99.seconds': generator.lateness.p99 / 1e6,
    'generator.honest': generator.honest,
  });
}

/** How many asked and were answered; a percentile that is not reached has no property. */
function answers({ n, of = n, p50, p95 }: Result['latency']['model']['firstResponse']): Record<string, number> {
  return {
    'firstResponse.answered': n,
    'firstResponse.of': of,
    ...(p50 !== null && { 'firstResponse.p50.seconds': p50 / 1e6 }),
    ...(p95 !== null && { 'firstResponse.p95.seconds': p95 / 1e6 }),
  };
}

function rate(name: string, { count, of, low, high, open = 0 }: Result['messages']['missed']): Record<string, number> {
  return {
    [`${name}.count`]: count,
    [`${name}.of`]: of,
    [`${name}.low`]: low,
    [`${name}.high`]: high,
    ...(open > 0 && { [`${name}.open`]: open }),
  };
}
