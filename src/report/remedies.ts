// Report of `remedies` for a terminal and as Markdown: differences, two charts, better and worse.
import { say } from '../language/language.ts';
import { HEADLINES } from '../result/headlines.ts';
import {
  REMEDY_METRIC_NAMES,
  type Effect,
  type Remedied,
  type Remedies,
  type RemedyMetric,
} from '../result/remedies.ts';
import { code, inline, table as markdownTable } from './markdown.ts';
import { differenceText, knownText } from './spread.ts';
import { table } from './table.ts';
import { remedyColumn } from './trust.ts';
import { terminalWidth } from './width.ts';

/** The metrics that get a chart: the comparison is about these two. */
const CHARTED = ['timeoutRate', 'missedRate'] as const satisfies readonly RemedyMetric[];
/** Columns of a bar, and of the text beside it; bars are shorter on a narrow terminal. */
const CHART_WIDTH = 36;
const BESIDE_BAR = 36;
const barWidth = (): number => Math.max(8, Math.min(CHART_WIDTH, terminalWidth() - BESIDE_BAR));
const nameOf = (metric: RemedyMetric): string => say(`remedies.metric.${metric}`);
const MARK: Readonly<Record<Effect, string>> = { better: ' +', worse: ' -', other: ' ~', unclear: '' };

/** The whole report. @param again the command that repeats all of it */
export function remediesReport(document: Remedies, folder: string, again: string): string {
  return [
    ...opening(document),
    table(lines(document), heads(document)),
    ...notes(document),
    closing(document),
    '',
    ...CHARTED.flatMap((metric) => [...chart(document, metric), '']),
    ...findings(document),
    '',
    say('report.evidence', { folder }),
    say('replicates.again', { command: again }),
  ].join('\n');
}

/** The same as Markdown, without the charts. */
export function remediesMarkdown(document: Remedies, again: string): string {
  const [head = '', how = ''] = opening(document);
  return [
    `# ${inline(head)}`,
    '',
    inline(how),
    '',
    markdownTable(
      heads(document).map(inline),
      lines(document).map((row) => row.map(inline)),
      { isNumeric: true },
    ),
    '',
    inline(closing(document)),
    '',
    ...notes(document).flatMap((note) => [inline(note), '']),
    ...findings(document).map((line) => `* ${inline(line)}`),
    '',
    code(again),
    '',
  ].join('\n');
}

function opening({ run, profiles, base }: Remedies): string[] {
  const { scenario, engine, replicates: n, seed } = run;
  const seeds = { first: `${seed}/1`, last: `${seed}/${n}` };
  return [
    say('remedies.head', { scenario, engine, n, profiles: profiles.length, ...seeds }),
    say('remedies.differences', { base }),
  ];
}

const closing = ({ comparisons }: Remedies): string =>
  comparisons === 0 ? say('remedies.tooFew') : say('remedies.marks', { comparisons });

const heads = ({ profiles }: Remedies): string[] => ['', ...profiles.map((one) => remedyColumn(one).head)];

/** Notes on the columns of the table. */
const notes = ({ profiles }: Remedies): string[] => profiles.flatMap((one) => remedyColumn(one).notes);

/** One line for each metric that is not 0 everywhere. */
function lines({ profiles }: Remedies): string[][] {
  const isTold = (metric: RemedyMetric): boolean => profiles.some(({ metrics }) => (metrics[metric].mean ?? 0) !== 0);
  return REMEDY_METRIC_NAMES.filter(isTold).map((metric) => [
    nameOf(metric),
    ...profiles.map((profile, i) => (i === 0 ? meanText(profile, metric) : changeText(profile, metric))),
  ]);
}

function meanText({ metrics }: Remedied, metric: RemedyMetric): string {
  const { mean, half95 } = metrics[metric];
  return mean === undefined ? '–' : knownText(HEADLINES[metric].unit, { mean, half95 }).mean;
}

/** The difference to the base; only the mean where the base has no value. */
function changeText(profile: Remedied, metric: RemedyMetric): string {
  const { difference } = profile.metrics[metric];
  if (difference?.mean === undefined) {
    const mean = meanText(profile, metric);
    return mean === '–' ? mean : `= ${mean}`;
  }
  const { mean, half95, effect } = difference;
  return `${differenceText(HEADLINES[metric].unit, { mean, half95 }, say('replicates.points'))}${MARK[effect]}`;
}

/** One bar for each profile, from 0 to its mean, with its interval marked. */
export function chart({ profiles }: Pick<Remedies, 'profiles'>, metric: RemedyMetric): string[] {
  const most = Math.max(...profiles.map(({ metrics: { [metric]: m } }) => (m.mean ?? 0) + (m.half95 ?? 0)));
  if (!(most > 0)) return [];
  const width = barWidth();
  const at = (value: number): number => Math.round((Math.max(0, value) / most) * width);
  const bars = profiles.map((profile) => {
    const { mean = 0, half95 = 0 } = profile.metrics[metric];
    const [low, middle, high] = [at(mean - half95), at(mean), at(mean + half95)];
    const bar = Array.from({ length: width }, (_, i) => {
      if (half95 > 0 && i >= low && i < high) return i < middle ? '▓' : '░';
      return i < middle ? '█' : ' ';
    });
    return [profile.profile, bar.join(''), meanText(profile, metric)];
  });
  return [say('remedies.chart', { what: nameOf(metric) }), table(bars)];
}

/** For every remedy, which metrics get better and which get worse. */
function findings({ profiles }: Remedies): string[] {
  return profiles.slice(1).flatMap(({ profile, metrics }) => {
    const which = (effect: Effect): string[] =>
      REMEDY_METRIC_NAMES.filter((metric) => metrics[metric].difference?.effect === effect).map((metric) =>
        nameOf(metric).replace(/^… /, ''),
      );
    const [better, worse] = [which('better'), which('worse')];
    if (better.length + worse.length === 0) return [say('remedies.noEffect', { profile })];
    return [
      ...(better.length > 0 ? [say('remedies.better', { profile, what: better })] : []),
      ...(worse.length > 0 ? [say('remedies.worse', { profile, what: worse })] : []),
    ];
  });
}
