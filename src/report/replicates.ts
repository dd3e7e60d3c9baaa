// Many seeds of a scenario in a terminal: the verdict, what they say together and how sure that is, and each of them in a line.
import { pairedDifferences, type Pair } from '../gate/paired.ts';
import { say } from '../language/language.ts';
import { HEADLINES, METRICS, type Metric } from '../result/headlines.ts';
import { rateOf } from '../result/rates.ts';
import type { Replicate, Replicates } from '../result/replicates.ts';
import { bytes, percent, time } from './format.ts';
import { differenceText, knownText } from './spread.ts';
import { headline, table } from './terminal.ts';
import { wordSays } from './words.ts';

/** Rows that are printed; replicates.json has all of them. */
const ROWS_MOST = 50;

/** Worth a line only where they occurred. */
const RARE: ReadonlySet<Metric> = new Set<Metric>([
  'wrongTimeouts',
  'leftMessages',
  'conversionsLost',
  'complaints',
  'repeatedDescriptions',
  'transfersDone',
]);

/** What stands in the line of one replicate. */
const COLUMNS = [
  'timeoutRate',
  'prematureRate',
  'missedRate',
  'lost',
  'consultationsLost',
  'firstResponseP50',
  'firstResponseP95',
] as const satisfies readonly Metric[];

/** Commands that play something again. */
export interface Again {
  /** All of them. */
  readonly all: string;
  /** One of them alone, by its seed. */
  readonly one: (seed: string) => string;
}

/** The whole report. */
export function replicatesReport(document: Replicates, folder: string, again: Again): string {
  const { run, replicates: rows } = document;
  const [first] = rows;
  const parts = [headline(document), ''];
  if (first !== undefined) {
    const { scenario, profile, engine } = run;
    const seeds = { first: first.seed, last: rows.at(-1)?.seed ?? '' };
    parts.push(say('replicates.head', { n: rows.length, scenario, profile, engine, ...seeds }));
    parts.push(say(rows.length === 1 ? 'replicates.tooFew' : 'replicates.together'));
    parts.push(summaryTable(document), ...neverSeen(document), '', say('replicates.each'), rowsTable(rows));
    if (rows.length > ROWS_MOST) parts.push(say('replicates.more', { n: rows.length - ROWS_MOST }));
    parts.push('', resources(document));
  }
  parts.push(...next(document, folder, again));
  return parts.join('\n');
}

const nameOf = (metric: Metric): string => say(`replicates.metric.${metric}`);

/** Metrics that have something to say in these documents. */
const told = (documents: readonly Replicates[]): Metric[] =>
  METRICS.filter((metric) =>
    documents.some(({ summary }) => summary[metric].n > 0 && !(RARE.has(metric) && summary[metric].max === 0)),
  );

function summaryTable(document: Replicates): string {
  const all = document.replicates.length;
  const isOne = all < 2;
  const lines = told([document]).map((metric) => {
    const { n, mean = 0, ...rest } = document.summary[metric];
    const text = knownText(HEADLINES[metric].unit, { mean, ...rest });
    const measured = n < all ? say('replicates.measured', { n, of: all }) : '';
    return isOne ? [nameOf(metric), text.mean] : [nameOf(metric), text.mean, text.sd, text.range, measured];
  });
  if (isOne) return table(lines);
  return table(lines, ['', say('replicates.mean'), say('replicates.sd'), say('replicates.range'), '']);
}

/** None in a few is not never. */
function neverSeen({ summary: { lost } }: Replicates): string[] {
  if (lost.n === 0 || lost.max !== 0) return [];
  return [say('replicates.noneLost', { n: lost.n, high: percent(rateOf(0, lost.n).high) })];
}

function rowsTable(rows: readonly Replicate[]): string {
  const lines = rows
    .slice(0, ROWS_MOST)
    .map((row) => [
      row.seed,
      wordSays('verdict', row.verdict),
      ...COLUMNS.map((metric) => valueText(metric, row[metric])),
    ]);
  const heads = COLUMNS.map((metric) => say(`replicates.column.${metric}`));
  return table(lines, [say('replicates.seed'), say('side.verdict'), ...heads]);
}

function valueText(metric: Metric, value: number | undefined): string {
  if (value === undefined) return '–';
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
  return say('replicates.resources', { workers, wall, cpu, peak: bytes(peakRssBytes) });
}

/** Where it is, the worst one alone, and all of them again. */
function next({ reasons, replicates }: Replicates, folder: string, again: Again): string[] {
  const worst = reasons.find(({ limit, seeds }) => limit !== 'note' && seeds.length > 0)?.seeds[0];
  const seed = worst ?? replicates[0]?.seed;
  return [
    say('report.evidence', { folder }),
    ...(seed === undefined ? [] : [say('replicates.one', { command: again.one(seed) })]),
    say('replicates.again', { command: again.all }),
  ];
}

/** Two or more sets of rules on the same people, seed by seed: what is common to both cancels. */
export function pairedReport(documents: readonly Replicates[]): string {
  const [first, ...others] = documents;
  if (first === undefined) return '';
  const lines = told(documents).map((metric) => [
    nameOf(metric),
    meanOf(first, metric),
    ...others.flatMap((other) => [meanOf(other, metric), difference(first, other, metric)]),
  ]);
  const heads = others.flatMap(({ run: { profile } }) => [profile, say('replicates.difference')]);
  return table(lines, ['', first.run.profile, ...heads]);
}

function meanOf({ summary }: Replicates, metric: Metric): string {
  const { mean, half95 } = summary[metric];
  return mean === undefined ? '–' : knownText(HEADLINES[metric].unit, { mean, half95 }).mean;
}

function difference(first: Replicates, second: Replicates, metric: Metric): string {
  const { mean, half95 } = pairedDifferences(pairsOf(first, second, metric)).spread;
  return mean === undefined ? '–' : differenceText(HEADLINES[metric].unit, { mean, half95 }, say('replicates.points'));
}

/** Replicates with the same people that measured the metric under both. */
function pairsOf(first: Replicates, second: Replicates, metric: Metric): Pair[] {
  const bySeed = new Map(second.replicates.map((row) => [row.seed, row]));
  return first.replicates.flatMap((a) => {
    const b = bySeed.get(a.seed);
    const [from, to] = [a[metric], b?.[metric]];
    if (b === undefined || from === undefined || to === undefined || a.populationHash !== b.populationHash) return [];
    const { seed, populationHash } = a;
    return [{ first: { seed, populationHash, value: from }, second: { seed, populationHash, value: to } }];
  });
}

/** How far they are, while they are played. */
export interface ReplicatesMoment {
  readonly phase: 'playing';
  readonly done: number;
  readonly of: number;
  /** Of the whole, 0…1. */
  readonly share: number;
  readonly realSeconds: number;
}

/** One line for the live view. */
export const progressLines = ({ done, of, share, realSeconds }: ReplicatesMoment): string[] => [
  `  ${say('replicates.progress', { done, of, seconds: realSeconds.toFixed(0), left: secondsLeft(realSeconds, share) })}`,
];

/** Seconds to go when it goes on like this; undefined before anything can be said, and at the end. */
export const secondsLeft = (realSeconds: number, share: number): string | undefined =>
  share > 0 && share < 1 ? ((realSeconds * (1 - share)) / share).toFixed(0) : undefined;
