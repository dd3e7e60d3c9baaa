// Rules for the JSON of a board: those of Grafana's
// linter that matter here, and ours on runs and metrics.
import type { Metric } from '../../src/metrics/declare.ts';
import { GREY } from '../../src/boards/panels.ts';
import { ALL_ITS_LIFE } from '../../src/boards/promql.ts';
import { RUN, RUN_LABEL } from '../../src/metrics/run.ts';
import { readQuery, type Selector } from './promql.ts';

interface Target {
  readonly refId: string;
  readonly expr: string;
  readonly legendFormat: string;
  readonly instant?: boolean;
  readonly range?: boolean;
  readonly interval?: string;
  readonly datasource?: { readonly uid: string };
}

export interface PanelJson {
  readonly id: number;
  readonly type: string;
  readonly title?: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly datasource?: { readonly uid: string };
  readonly targets?: readonly Target[];
  readonly fieldConfig?: { readonly defaults: FieldDefaults };
}

interface FieldDefaults {
  readonly unit?: string;
  readonly decimals?: number;
  readonly noValue?: string;
  readonly thresholds?: { readonly steps: readonly { readonly value: number | null; readonly color: string }[] };
  readonly mappings?: readonly Mapping[];
}

type Mapping =
  | {
      readonly type: 'value';
      readonly options: Readonly<Record<string, { readonly text: string; readonly color: string }>>;
    }
  | {
      readonly type: 'special';
      readonly options: { readonly match: string; readonly result: { readonly text: string; readonly color: string } };
    };

export interface BoardJson {
  readonly uid: string;
  readonly title: string;
  readonly tags: readonly string[];
  readonly timezone: string;
  readonly editable: boolean;
  readonly refresh: string;
  readonly schemaVersion: number;
  readonly templating: { readonly list: readonly Variable[] };
  readonly annotations: { readonly list: readonly { readonly name: string; readonly expr: string }[] };
  readonly panels: readonly PanelJson[];
}

export interface Variable {
  readonly name: string;
  readonly label?: string;
  readonly type: string;
  readonly refresh?: number;
  readonly regex?: string;
  readonly query: string | { readonly query: string };
}

const DATASOURCE = '${datasource}';
const SERVER_LABELS = ['job', 'instance'];
const RATES = ['rate', 'irate', 'increase'];
/** The range of {@link ALL_ITS_LIFE}, without its offset. */
const LIFE = /^\[(\w+)\]/.exec(ALL_ITS_LIFE)?.[1];
const HISTOGRAM = /_(bucket|sum|count)$/;

/** Everything that is wrong with a board, one line each. */
export function boardFindings(board: BoardJson, metrics: readonly Metric[]): string[] {
  const panels = board.panels.filter(({ type }) => type !== 'row');
  return [
    ...gridFindings(board.panels),
    ...panels.flatMap((panel) => panelFindings(panel).map((finding) => `panel "${panel.title}": ${finding}`)),
    ...panels.flatMap((panel) =>
      (panel.targets ?? []).flatMap((target) =>
        [...queryFindings(target.expr, metrics), ...legendFindings(target), ...onceFindings(target.expr, metrics)].map(
          (finding) => `panel "${panel.title}", query ${target.refId}: ${finding}`,
        ),
      ),
    ),
    ...board.annotations.list.flatMap(({ name, expr }) =>
      queryFindings(expr, metrics).map((finding) => `annotation "${name}": ${finding}`),
    ),
  ];
}

function gridFindings(panels: readonly PanelJson[]): string[] {
  const findings: string[] = [];
  for (const top of new Set(panels.map(({ gridPos }) => gridPos.y))) {
    const width = panels.filter(({ gridPos }) => gridPos.y === top).reduce((sum, { gridPos }) => sum + gridPos.w, 0);
    if (width !== 24) findings.push(`the panels at height ${top} leave a gap`);
  }
  panels.forEach((a, n) => {
    const { x, y, w, h } = a.gridPos;
    if (a.id < 1) findings.push(`"${a.title}" has no id`);
    if (w < 1 || h < 1 || x < 0 || x + w > 24) findings.push(`"${a.title}" does not fit into 24 columns`);
    for (const b of panels.slice(n + 1)) {
      if (a.id === b.id) findings.push(`"${a.title}" and "${b.title}" have the same id`);
      if (a.title === b.title && a.type !== 'row' && b.type !== 'row')
        findings.push(`two panels are called "${a.title}"`);
      const q = b.gridPos;
      if (x < q.x + q.w && q.x < x + w && y < q.y + q.h && q.y < y + h)
        findings.push(`"${a.title}" and "${b.title}" lie on each other`);
    }
  });
  return findings;
}

function panelFindings(panel: PanelJson): string[] {
  const { title = '', description = '', targets = [], datasource, type } = panel;
  const { unit, noValue } = panel.fieldConfig?.defaults ?? {};
  const wantsInstant = type !== 'timeseries';
  const findings: [boolean, string][] = [
    [title !== '', 'has no title'],
    [description.length >= 40 && description.endsWith('.'), 'has no description in sentences'],
    [datasource?.uid === DATASOURCE, 'is bound to one data source'],
    [unit !== undefined, 'has no unit'],
    [noValue !== undefined && noValue !== '', 'does not say what it means to be empty'],
    [targets.length > 0, 'has no query'],
    [new Set(targets.map(({ refId }) => refId)).size === targets.length, 'has two queries with one name'],
    [targets.every((t) => t.datasource?.uid === DATASOURCE), 'has a query that is bound to one data source'],
    [
      targets.every((t) => (t.instant === true) === wantsInstant),
      wantsInstant ? 'asks for a range' : 'asks for an instant',
    ],
    [targets.every((t) => t.interval === '5s'), 'does not ask for the scrape interval of 5 s'],
  ];
  const wrongUnits = wrongUnitsOf(panel);
  return [
    ...findings.filter(([isRight]) => !isRight).map(([, text]) => text),
    ...wrongUnits,
    ...digitFindings(panel),
    ...greenFindings(panel),
  ];
}

function wrongUnitsOf({ targets = [], fieldConfig }: PanelJson): string[] {
  const unit = fieldConfig?.defaults.unit;
  return targets.flatMap(({ expr }) => {
    const right = unitOf(expr);
    return right === unit ? [] : [`shows ${right} in the unit ${unit}`];
  });
}

/** Grafana's `short` makes 1.23 K of 1 234, and a percentage without set digits makes 100 % of 99.96 %. */
function digitFindings({ type, fieldConfig }: PanelJson): string[] {
  const { unit, decimals } = fieldConfig?.defaults ?? {};
  if (unit === 'short') return ['rounds its counts: 1 234 is shown as 1.23 K'];
  if (type === 'timeseries') return [];
  if (unit === 'locale' && decimals !== 0) return ['may cut digits off a count'];
  if (unit === 'percentunit' && (decimals ?? 0) < 2) return ['may round a share to 0 % or 100 %'];
  return [];
}

/** A panel may be green only for data: not for no data, and not for 0 out of 0. */
function greenFindings({ type, targets = [], fieldConfig }: PanelJson): string[] {
  const { thresholds, mappings = [], noValue } = fieldConfig?.defaults ?? {};
  const steps = thresholds?.steps ?? [];
  const [base] = steps;
  const findings: string[] = [];
  if (base?.value !== null || !['text', GREY].includes(base.color))
    findings.push('has a colour when there is nothing to show');
  if (type === 'timeseries') return findings;
  const nothing = mappings.find((mapping) => mapping.type === 'special');
  if (
    nothing?.options.match !== 'null+nan' ||
    nothing.options.result.text !== noValue ||
    nothing.options.result.color !== GREY
  )
    findings.push('does not say in grey that there is nothing');
  const isGreen = steps.some(({ color }) => color.includes('green'));
  // The verdict has a word for nothing to judge. Any
  // other panel needs a total above 0 and a judged run.
  const isVerdict = targets.every(({ expr }) => expr.includes('stillthere_verdict'));
  const isWord = mappings.some(
    (mapping) =>
      mapping.type === 'value' && Object.values(mapping.options).some(({ color }) => color.includes('green')),
  );
  const isOfSomething = targets.every(({ expr }) => (expr.match(/ and on \(\) \(.+? > 0\)/g) ?? []).length >= 2);
  if ((isGreen || (isWord && !isVerdict)) && !isOfSomething) findings.push('may be green at 0 of 0');
  return findings;
}

/** The Grafana unit of the values of a query. */
function unitOf(expr: string): string {
  const { value } = readQuery(expr);
  if (value.isRatio) return 'percentunit';
  const [first] = value.selectors;
  if (first?.inside.includes('histogram_quantile') === true)
    return first.name.endsWith('_seconds_bucket') ? 's' : 'locale';
  if (first?.inside.some((name) => RATES.includes(name)) === true) return 'cps';
  if (first?.name === RUN.speed.name) return 'none';
  return first?.name.endsWith('_seconds') === true ? 's' : 'locale';
}

function legendFindings({ expr, legendFormat }: Target): string[] {
  if (legendFormat === '') return ['has no legend'];
  const kept = new Set(readQuery(expr).groups.flatMap(({ by }) => by));
  return [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)]
    .map(([, label = '']) => label)
    .filter((label) => !kept.has(label))
    .map((label) => `its legend names ${label}, which the query does not keep`);
}

/**
 * A series that is stored by scrape and by push counts once.
 * A server's series counts only for the run it served.
 */
function onceFindings(expr: string, metrics: readonly Metric[]): string[] {
  const { selectors } = readQuery(expr);
  const names = selectors.map(({ name }) => name);
  const own = (name: string): Metric | undefined => metrics.find((m) => m.name === declaredName(name, metrics));
  const findings: string[] = [];
  for (const { name, inside } of selectors) {
    const nearest = inside.find((f) => ['sum', 'max', 'count', 'avg', 'min'].includes(f));
    // The two info metrics only select other series.
    if (own(name)?.free === undefined && nearest !== 'max')
      findings.push(`${name} counts twice when it is there twice`);
    if (name.startsWith('chat_') && !names.includes(RUN.server.name))
      findings.push(`${name} is that of any server, not only of the run's`);
  }
  return findings;
}

function queryFindings(expr: string, metrics: readonly Metric[]): string[] {
  if (expr.trim() === '') return ['is empty'];
  const { errors, selectors, groups } = readQuery(expr);
  if (errors.length > 0) return errors.map((error) => `is no PromQL ${error}`);
  const metricOf = (name: string): Metric | undefined => metrics.find((m) => m.name === declaredName(name, metrics));
  return [
    ...selectors.flatMap((selector) => {
      const metric = metricOf(selector.name);
      return metric === undefined ? [`${selector.name} is not declared`] : selectorFindings(selector, metric);
    }),
    ...groups.flatMap(({ by, names }) =>
      by.flatMap((label) =>
        names
          .filter((name) => !hasLabel(metricOf(name), name, label))
          .map((name) => `${name} is grouped by ${label}, which it does not have`),
      ),
    ),
  ];
}

/** The declared metric of a series. A histogram is queried by bucket, sum or count. */
function declaredName(name: string, metrics: readonly Metric[]): string | undefined {
  const exact = metrics.find((m) => m.name === name);
  if (exact !== undefined) return exact.type === 'histogram' ? undefined : name;
  const whole = name.replace(HISTOGRAM, '');
  return metrics.some((m) => m.name === whole && m.type === 'histogram') ? whole : undefined;
}

function hasLabel(metric: Metric | undefined, name: string, label: string): boolean {
  if (metric === undefined) return true;
  return (
    Object.hasOwn(metric.labels, label) ||
    (metric.free ?? []).includes(label) ||
    (label === 'le' && name.endsWith('_bucket'))
  );
}

function selectorFindings({ name, matchers, inside, range }: Selector, metric: Metric): string[] {
  const isOfRun = name.startsWith('stillthere_');
  const scope = isOfRun ? [RUN_LABEL] : SERVER_LABELS;
  const has = (label: string): boolean => matchers.some((m) => m.label === label && m.value === `$${label}`);
  const isRate = inside.some((f) => RATES.includes(f));
  const grows = metric.type !== 'gauge';
  const findings: [boolean, string][] = [
    [scope.every(has), `${name} is not limited to ${scope.map((l) => `$${l}`).join(' and ')}`],
    [!isRate || grows, `${name} is a gauge: it has no rate`],
    [!isRate || range === '$__rate_interval', `the rate of ${name} is not over $__rate_interval`],
    [isOfRun || !grows || isRate, `${name} outlives a run: its count says nothing, its rate does`],
    [!isRate || metric.when !== 'judged', `${name} is set once, at the end: it has no rate`],
    [!inside.includes('max_over_time') || range === '$__range', `${name} is not looked at over the whole range`],
    [
      metric.when !== 'judged' || inside.includes('last_over_time') || inside.includes('max_over_time'),
      `${name} is set at the end: only a look at the whole run finds it`,
    ],
    [
      !inside.includes('last_over_time') || range === LIFE,
      `${name} is looked for in ${range}, not wherever the run is`,
    ],
  ];
  const words = matchers
    .filter(({ label }) => !scope.includes(label) && !(label === 'le' && name.endsWith('_bucket')))
    .flatMap(({ label, value }) => {
      const known = metric.labels[label];
      if (known === undefined) return [`${name} has no label ${label}`];
      const strange = value.split('|').filter((word) => !known.includes(word));
      return strange.map((word) => `${label} of ${name} is never "${word}"`);
    });
  return [...findings.filter(([isRight]) => !isRight).map(([, text]) => text), ...words];
}
