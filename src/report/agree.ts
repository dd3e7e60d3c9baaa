// Terminal report of `agree`: one verdict, and a table for each speed and engine.
import { retell, say } from '../language/language.ts';
import { whole } from '../language/numbers.ts';
import {
  AGREE_METRICS,
  AGREE_SHAPES,
  type Agreement,
  type Comparison,
  type MetricAgreement,
  type ShapeAgreement,
} from '../result/agreement.ts';
import type { AgreeStep } from '../study/agree/agree.ts';
import type { Looks } from './live.ts';
import { paint, percent, time } from './format.ts';
import { table } from './table.ts';
import { wordSays } from './words.ts';

type Speed = Agreement['speeds'][number];

/** The whole report. @param repeat the command that repeats all of it */
export function agreementReport(agreement: Agreement, folder: string, repeat: string): string {
  const { speeds } = agreement;
  return [
    headline(agreement),
    ...about(agreement),
    '',
    ...speeds.flatMap((speed) =>
      speed.engines.flatMap(({ engine }) => [
        say('agree.heading', { speed: speed.speed, engine }),
        ...aboutEngine(agreement, speed, engine),
        comparisonTable(speed, engine),
        '',
      ]),
    ),
    say('agree.sides'),
    ...findings(agreement),
    say('agree.evidence', { path: folder }),
    say('agree.again', { command: repeat }),
  ].join('\n');
}

function headline(agreement: Agreement): string {
  const { verdict } = agreement;
  const colour = verdict === 'equivalent' ? 'green' : verdict === 'different' ? 'red' : 'yellow';
  const left = notCompared(agreement);
  const but = verdict === 'equivalent' && left.length > 0 ? `; ${say('agree.notCompared', { what: left })}` : '';
  return paint(colour, `${say(`agree.verdict.${verdict}`)}${but}`);
}

/** Metrics without data on one side of some comparison: the agreement says nothing about them. */
const notCompared = ({ speeds }: Agreement): string[] =>
  AGREE_METRICS.filter((metric) =>
    speeds.some(({ comparisons }) => comparisons.some((one) => one.metrics[metric].verdict === 'nothing_to_compare')),
  ).map((metric) => say(`agree.metric.${metric}`));

function about({ machine, loopback, run }: Agreement): string[] {
  return [
    `  ${say('agree.machine', { cores: machine.cores, load: machine.load.toFixed(1), latency: loopback.latency, commit: loopback.commit })}`,
    ...(run.begun < run.replicates ? [`  ${say('agree.interrupted', { n: run.begun, of: run.replicates })}`] : []),
  ];
}

/** Bias and model error of an engine: the two comparisons of a table. */
const comparisonsOf = ({ comparisons }: Speed, engine: string): (Comparison | undefined)[] =>
  (['compression', 'model'] as const).map((what) =>
    comparisons.find((one) => one.what === what && one.engine === engine),
  );

function aboutEngine({ run, loopback }: Agreement, at: Speed, name: string): string[] {
  const { speed } = at;
  const [, model] = comparisonsOf(at, name);
  const found = at.engines.find(({ engine }) => engine === name);
  const seeds = model?.seeds ?? [];
  const [first, last] = [seeds[0], seeds.at(-1)];
  const assumed = 2 * loopback.latency + loopback.commit;
  const lines = [
    first === undefined || last === undefined
      ? say('agree.none', { of: run.replicates })
      : say('agree.pairs', { n: seeds.length, of: run.replicates, first, last }),
  ];
  if (found !== undefined) {
    lines.push(say('agree.limit', { engine: name, limit: found.limit, bound: retell(found.bound) }));
    if (speed > found.limit) lines.push(say('agree.beyond', { speed, engine: name }));
    if (found.ack !== undefined) lines.push(say('agree.ack', { ack: found.ack, assumed }));
  }
  return lines.map((line) => `  ${line}`);
}

function comparisonTable(at: Speed, engine: string): string {
  const [bias, model] = comparisonsOf(at, engine);
  const rows = [
    ...AGREE_METRICS.map((metric) =>
      metricRow(`agree.metric.${metric}`, bias?.metrics[metric], model?.metrics[metric]),
    ),
    ...AGREE_SHAPES.map((shape) => [
      say(`agree.shape.${shape}`),
      '',
      '',
      '',
      '',
      ...shapeCells(bias?.shapes[shape]),
      ...shapeCells(model?.shapes[shape]),
    ]),
    [say('agree.visitors'), '', '', '', '', differText(bias), '', differText(model), ''],
  ];
  return table(rows, say('agree.head', { speed: at.speed }).split('|'));
}

function metricRow(
  name: `agree.metric.${(typeof AGREE_METRICS)[number]}`,
  bias: MetricAgreement | undefined,
  model: MetricAgreement | undefined,
): string[] {
  const margin = bias === undefined ? '' : `±${amount(bias.unit, bias.margin)}`;
  return [
    say(name),
    valueText(bias?.unit, bias?.from),
    valueText(bias?.unit, bias?.to),
    valueText(bias?.unit, model?.to),
    margin,
    ...differenceCells(bias),
    ...differenceCells(model),
  ];
}

function valueText(unit: MetricAgreement['unit'] | undefined, value: number | undefined): string {
  if (unit === undefined || value === undefined) return '–';
  return unit === 'pp' ? say('report.percent', { n: value.toFixed(2) }) : time(Math.round(value));
}

/** An absolute value in the unit of a difference. */
const amount = (unit: MetricAgreement['unit'], value: number): string =>
  unit === 'pp' ? `${Number(value.toFixed(2))} ${say('replicates.points')}` : time(Math.round(Math.abs(value)));

function differenceCells(found: MetricAgreement | undefined): [string, string] {
  if (found === undefined) return ['–', ''];
  const { unit, difference, half90, verdict } = found;
  const word = say(`agree.word.${verdict}`);
  if (difference === undefined || verdict === 'nothing_to_compare') return ['–', word];
  const sign = difference < 0 ? '−' : '+';
  const text = unit === 'pp' ? Math.abs(difference).toFixed(2) : time(Math.round(Math.abs(difference)));
  const around = half90 === undefined ? '' : ` ± ${unit === 'pp' ? half90.toFixed(2) : time(Math.round(half90))}`;
  return [`${sign}${text}${around}${unit === 'pp' ? ` ${say('replicates.points')}` : ''}`, word];
}

function shapeCells(found: ShapeAgreement | undefined): [string, string] {
  if (found === undefined) return ['–', ''];
  const { verdict, n, distance } = found;
  const word = say(`agree.word.${verdict}`);
  if (distance === undefined) return [verdict === 'too_few' ? say('agree.samples', { n: Math.min(...n) }) : '–', word];
  return [say('agree.distance', { distance: distance.toFixed(3) }), word];
}

function differText(found: Comparison | undefined): string {
  if (found === undefined || found.visitors.of === 0) return '–';
  const { differ, of } = found.visitors;
  return `${percent(differ / of)} (${whole(differ)} / ${whole(of)})`;
}

/** Runs that could not be used, and violations in the others. */
function findings({ runs }: Agreement): string[] {
  return [...new Set(runs.map(({ engine }) => engine))].flatMap((engine) => {
    const all = runs.filter((run) => run.engine === engine);
    const unused = all.filter(({ used }) => !used);
    const violated = all.filter(({ used, verdict }) => used && verdict === 'violated');
    const told = (some: typeof all): { n: number; of: number; engine: string; example: string } => {
      const reason = some[0]?.reasons.find(({ limit }) => limit !== 'note');
      return { n: some.length, of: all.length, engine, example: reason === undefined ? '' : retell(reason) };
    };
    return [
      ...(unused.length > 0 ? [say('agree.unused', told(unused))] : []),
      ...(violated.length > 0 ? [say('agree.facts', told(violated))] : []),
    ];
  });
}

/** A moment of a comparison, for the live view. */
export interface AgreeMoment {
  readonly phase: 'preparing' | 'playing';
  readonly step: AgreeStep;
  readonly of: number;
  readonly realSeconds: number;
}

/** One line for the live view. */
function agreeLines({ step, of }: AgreeMoment): string[] {
  if (step.is === 'measuring') return [`  ${say('agree.live.measuring')}`];
  const { seed } = step;
  const at = step.at + 1;
  if (step.is === 'virtual') return [`  ${say('agree.live.virtual', { at, of, seed })}`];
  const { engine, speed, moment } = step;
  return [`  ${say('agree.live.real', { at, of, seed, engine, speed, doing: wordSays('phase', moment.phase) })}`];
}

/** On a terminal every step; in a log the measurement, and each run over sockets when it starts. */
export const agreeLooks: Looks<AgreeMoment> = {
  lines: agreeLines,
  brief: (moment) => {
    const { step } = moment;
    const text = agreeLines(moment).join().trim();
    if (step.is === 'measuring') return { mark: step.is, text };
    if (step.is === 'virtual' || step.moment.phase !== 'playing') return undefined;
    return { mark: `${step.seed} ${step.engine} ${step.speed}`, text };
  },
};
