// Terminal report of replicates: the verdict, means with intervals, and one line for each seed.
import { pairedDifferences } from '../../stats/paired.ts';
import { pairsOf } from '../../study/replicates/summary.ts';
import { say } from '../../language/language.ts';
import { HEADLINES, METRICS, type Metric } from '../../result/headlines.ts';
import { rateOf } from '../../stats/rates.ts';
import type { Replicate, Replicates } from '../../result/replicates.ts';
import { bytes, percent, time, rounded } from '../format.ts';
import { quarterOf, type Looks } from '../live.ts';
import { differenceText, knownText } from '../spread.ts';
import { headline } from '../run/terminal.ts';
import { table } from '../table.ts';
import { wordSays } from '../words.ts';
import { replicatesColumn } from '../trust.ts';

/** The most rows that are printed; replicates.json has all of them. */
export const ROWS_MOST = 50;

/** Metrics that get a line only if they occurred. */
const RARE: ReadonlySet<Metric> = new Set<Metric>([
  'wrongTimeouts',
  'leftMessages',
  'conversionsLost',
  'complaints',
  'repeatedDescriptions',
  'transfersDone',
]);

/** Metrics that are parts of others; `remedies` shows them. */
const UNTOLD: ReadonlySet<Metric> = new Set<Metric>([
  'storedUnseen',
  'unnoticed',
  'promptsAnswered',
  'alertsHandled',
  'agentMessages',
]);

/** The columns of the table of seeds. */
const COLUMNS = [
  'timeoutRate',
  'prematureRate',
  'missedRate',
  'lost',
  'consultationsLost',
  'firstResponseP50',
  'firstResponseP95',
] as const satisfies readonly Metric[];

/** The cells of a table before layout. */
export interface Grid {
  /** Column heads; absent where the lines need none. */
  readonly head?: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Replicates to report: their document, its folder, and the commands that repeat them. */
export interface ReportedReplicates {
  readonly document: Replicates;
  readonly folder: string;
  readonly again: Again;
}

/** Commands that repeat replicates. */
export interface Again {
  /** All of them. */
  readonly all: string;
  /** One of them alone, by its seed. */
  readonly one: (seed: string) => string;
}

/** The whole report. */
export function replicatesReport(reported: ReportedReplicates): string {
  const { document } = reported;
  const { replicates: rows } = document;
  const parts = [headline(document), ''];
  if (rows.length > 0) {
    parts.push(...opening(document), laidOut(metricGrid(document)), ...neverSeen(document));
    parts.push('', say('replicates.each'), laidOut(seedGrid(rows)));
    if (rows.length > ROWS_MOST) parts.push(say('replicates.more', { n: rows.length - ROWS_MOST }));
    parts.push('', resources(document));
  }
  parts.push(...next(reported));
  return parts.join('\n');
}

const laidOut = ({ head, rows }: Grid): string => table(rows, head);

/** How many replicates there are, and how to read the numbers. Empty when none was played. */
export function opening({ run: { scenario, profile, engine }, replicates: rows }: Replicates): string[] {
  const [first] = rows;
  if (first === undefined) return [];
  const seeds = { first: first.seed, last: rows.at(-1)?.seed ?? '' };
  return [
    say('replicates.head', { n: rows.length, scenario, profile, engine, ...seeds }),
    say(rows.length === 1 ? 'replicates.tooFew' : 'replicates.together'),
  ];
}

const nameOf = (metric: Metric): string => say(`replicates.metric.${metric}`);

/** Metrics with data in these documents. */
const told = (documents: readonly Replicates[]): Metric[] =>
  METRICS.filter((metric) => !UNTOLD.has(metric)).filter((metric) =>
    documents.some(({ summary }) => summary[metric].n > 0 && !(RARE.has(metric) && summary[metric].max === 0)),
  );

/** One line for each metric, over all seeds. */
export function metricGrid(document: Replicates): Grid {
  const all = document.replicates.length;
  const isOne = all < 2;
  const lines = told([document]).map((metric) => {
    const { n, mean = 0, notReached, ...rest } = document.summary[metric];
    if (notReached !== undefined)
      return [nameOf(metric), say('replicates.notReached', { n: notReached, of: n }), ...(isOne ? [] : ['', '', ''])];
    const text = knownText(HEADLINES[metric].unit, { mean, ...rest });
    const measured = n < all ? say('replicates.measured', { n, of: all }) : '';
    return isOne ? [nameOf(metric), text.mean] : [nameOf(metric), text.mean, text.sd, text.range, measured];
  });
  if (isOne) return { rows: lines };
  return { head: ['', say('replicates.mean'), say('replicates.sd'), say('replicates.range'), ''], rows: lines };
}

/** Says that no message was lost, with the upper bound: none in a few seeds does not mean never. */
export function neverSeen({ summary: { lost } }: Replicates): string[] {
  if (lost.n === 0 || lost.max !== 0) return [];
  return [say('replicates.noneLost', { n: lost.n, high: percent(rateOf(0, lost.n).high) })];
}

/** One line for each of the first replicates. */
export function seedGrid(rows: readonly Replicate[]): Grid {
  const lines = rows
    .slice(0, ROWS_MOST)
    .map((row) => [
      row.seed,
      wordSays('verdict', row.verdict),
      ...COLUMNS.map((metric) => valueText(metric, row[metric])),
    ]);
  const heads = COLUMNS.map((metric) => say(`replicates.column.${metric}`));
  return { head: [say('replicates.seed'), say('side.verdict'), ...heads], rows: lines };
}

/** The values of one replicate in one line. */
export const valuesOf = (row: Replicate): string =>
  COLUMNS.map((metric) => `${say(`replicates.column.${metric}`)}: ${valueText(metric, row[metric])}`).join('; ');

function valueText(metric: Metric, value: number | null | undefined): string {
  if (value === undefined) return '–';
  if (value === null) return say('report.notReached');
  switch (HEADLINES[metric].unit) {
    case 'share':
      return percent(value);
    case 'micros':
      return time(value);
    default:
      return String(value);
  }
}

function resources({ resources: { workers, wallSeconds: wall, cpuSeconds: cpu, peakRssBytes } }: Replicates): string {
  return say('replicates.resources', { workers, wall: rounded(wall), cpu: rounded(cpu), peak: bytes(peakRssBytes) });
}

/** The seed to look at: the first with a problem, else the first. */
export const seedToLookAt = ({ reasons, replicates }: Replicates): string | undefined =>
  reasons.find(({ limit, seeds }) => limit !== 'note' && seeds.length > 0)?.seeds[0] ?? replicates[0]?.seed;

/** The last lines: the folder, and the commands for one seed and for all. */
function next({ document, folder, again }: ReportedReplicates): string[] {
  const seed = seedToLookAt(document);
  return [
    say('report.evidence', { folder }),
    ...(seed === undefined ? [] : [say('replicates.one', { command: again.one(seed) })]),
    say('replicates.again', { command: again.all }),
  ];
}

/**
 * Two or more profiles on the same visitors, compared seed by seed: variation common to both
 * cancels.
 */
export const pairedReport = (documents: readonly Replicates[]): string =>
  [laidOut(pairedGrid(documents)), ...pairedNotes(documents)].join('\n');

/** Notes on the columns, one line each. */
export const pairedNotes = (documents: readonly Replicates[]): string[] =>
  documents.flatMap((document) => replicatesColumn(document).notes);

/** The paired comparison before layout. */
export function pairedGrid(documents: readonly Replicates[]): Grid {
  const [first, ...others] = documents;
  if (first === undefined) return { rows: [] };
  const lines = told(documents).map((metric) => [
    nameOf(metric),
    meanOf(first, metric),
    ...others.flatMap((other) => [meanOf(other, metric), difference(first, other, metric)]),
  ]);
  const heads = others.flatMap((other) => [replicatesColumn(other).head, say('replicates.difference')]);
  return { head: ['', replicatesColumn(first).head, ...heads], rows: lines };
}

function meanOf({ summary }: Replicates, metric: Metric): string {
  const { mean, half95 } = summary[metric];
  return mean === undefined ? '–' : knownText(HEADLINES[metric].unit, { mean, half95 }).mean;
}

function difference(first: Replicates, second: Replicates, metric: Metric): string {
  const { mean, half95 } = pairedDifferences(pairsOf(first, second, metric)).spread;
  return mean === undefined ? '–' : differenceText(HEADLINES[metric].unit, { mean, half95 }, say('replicates.points'));
}

/** Progress while replicates are played. */
export interface ReplicatesMoment {
  readonly phase: 'playing';
  readonly done: number;
  readonly of: number;
  /** The finished share of all work, 0…1. */
  readonly share: number;
  readonly realSeconds: number;
}

const progressLines = ({ done, of, share, realSeconds }: ReplicatesMoment): string[] => [
  `  ${say('replicates.progress', { done, of, seconds: realSeconds.toFixed(0), left: secondsLeft(realSeconds, share) })}`,
];

/** One line: on a terminal at every change, in a log at each quarter. */
export const progressLooks: Looks<ReplicatesMoment> = {
  lines: progressLines,
  brief: (moment) => ({ mark: String(quarterOf(moment.share)), text: progressLines(moment).join().trim() }),
};

/** Estimated seconds left; undefined before an estimate is possible, and at the end. */
export const secondsLeft = (realSeconds: number, share: number): string | undefined =>
  share > 0 && share < 1 ? ((realSeconds * (1 - share)) / share).toFixed(0) : undefined;
