// The result of runs as JUnit XML: a test suite a run, a test case a check, as Jenkins, GitLab and their like read it.
import junit, { type Builder, type TestCase, type TestSuite } from 'junit-report-builder';
import { retell } from '../../language/language.ts';
import type { Result } from '../../result/schema.ts';
import { MISSED_FATES } from '../../model/rows/words.ts';
import { checksOf, type Check, type Status } from './checks.ts';
import { printable } from '../printable.ts';

// Its types say that the builder is a member `default` of the module; at run time it is the module itself.
const builder = junit as unknown as Builder;

/** A run to be reported: its document, the folder with its evidence, and the command that repeats it. */
export interface Reported {
  readonly result: Result;
  readonly folder: string;
  readonly repeat: string;
  /** The command of a shorter run that goes wrong in the same way. */
  readonly shortest?: string | undefined;
}

/** The document; it is valid whatever scenario, seed and target are called. */
export const junitOf = (runs: readonly Reported[]): string => junitFile(runs, writeSuite);

/** A whole file: a test suite for each of what is reported. */
export function junitFile<T>(reported: readonly T[], write: (suite: TestSuite, one: T) => void): string {
  const report = builder.newBuilder();
  for (const one of reported) write(report.testSuite(), one);
  // The schema knows no `skipped` on the outermost element; the suites carry it.
  return report.build().replace(/(<testsuites\b[^>]*?) skipped="\d+"/, '$1');
}

function writeSuite(suite: TestSuite, reported: Reported): void {
  const { result } = reported;
  const className = headSuite(suite, result, properties(result));
  for (const check of checksOf(result)) writeCase(suite.testCase().className(className), check, reported);
}

/** What stands at the head of a suite. @returns the class name of its cases */
export function headSuite(
  suite: TestSuite,
  { run, resources }: { readonly run: Named; readonly resources: { readonly wallSeconds: number } },
  values: readonly (readonly [string, unknown])[],
): string {
  const { scenario, profile, engine, startedAt } = run;
  suite.name(printable(`${scenario} (${profile}, ${engine})`));
  // Without a zone, in UTC: the form that all readers of JUnit files know.
  suite.timestamp(printable(startedAt.replace(/\.\d+Z$|Z$/, '')));
  suite.time(resources.wallSeconds);
  for (const [name, value] of values) suite.property(name, printable(String(value)));
  return printable([scenario, profile, engine].map((part) => part.replaceAll('.', '_')).join('.'));
}

type Named = Pick<Result['run'], 'scenario' | 'profile' | 'engine' | 'startedAt'>;

function writeCase(one: TestCase, { name, status, text, reasons }: Check, reported: Reported): void {
  const { result } = reported;
  // The run as a whole took the time; CI adds up what its test cases took.
  const seconds = name === 'evidence.run' ? result.resources.wallSeconds : 0;
  const type = status === 'error' ? result.verdict : name;
  const isGood = status === 'passed' || status === 'skipped';
  const output = isGood ? text : [text, ...about(reported, name)].join('\n');
  fillCase(one, { name, seconds, status, type, why: reasons.join('; '), text, output });
}

/** A test case in words. */
export interface CaseText {
  readonly name: string;
  readonly seconds: number;
  readonly status: Status;
  /** Of a failure or an error. */
  readonly type: string;
  /** Why it is one; empty unless it is. */
  readonly why: string;
  /** What was found, or why it was skipped. */
  readonly text: string;
  readonly output: string;
}

/** Fills in a test case, whatever its texts hold. */
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

/** What somebody needs who looks at one failed check. */
function about({ result, folder, repeat, shortest }: Reported, check: string): string[] {
  const notes = result.reasons.filter(({ limit }) => limit === 'note').map(retell);
  const subject = exampleOf(check, result);
  const story = subject === undefined ? [] : [explainLine(folder, subject)];
  return [...notes, folder, ...story, repeat, ...(shortest === undefined ? [] : [shortest])];
}

/** A message or a session that this check counts, to begin with; undefined where it counts none. */
function exampleOf(check: string, { messages }: Result): string | undefined {
  const kinds = KINDS[check] ?? [check.replace(/^fates\./, '')];
  return kinds.flatMap((kind) => messages.examples[kind] ?? [])[0];
}

/** Under which words of `messages.examples` a check finds its own, where it is not called like them. */
const KINDS: Readonly<Record<string, readonly string[]>> = { missedRate: MISSED_FATES };

/** The command that tells the story of it. */
export const explainLine = (folder: string, subject: string): string => `npx stillthere explain ${folder} ${subject}`;

/**
 * Adds what the builder cannot write: why a test was skipped, the body of a failure (GitLab shows only that), and output that
 * may hold `]]>` more than once.
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

/** How many asked and were answered; a quantile that is not reached has no seconds. */
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
