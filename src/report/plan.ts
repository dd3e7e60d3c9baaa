// Terminal report of `plan`: visitors, load, duration and size on each engine, and the main rules.
import { say, tell } from '../language/language.ts';
import { whole } from '../language/numbers.ts';
import { ANCHOR, POLICY, ruleWord, THEN } from '../language/rule-words.ts';
import { formatClock, formatDuration, MINUTE, type Micros } from '../model/core/time.ts';
import { overfull, tight, type Plan, type RulesThatMatter } from '../capacity/plan.ts';
import { bytes, paint, percent, time, short } from './format.ts';
import { table } from './table.ts';
import { terminalWidth } from './width.ts';
import { showsOf } from './words.ts';

/** The whole plan as text. */
export function planText(plan: Plan): string {
  const { scenario, profile, seed } = plan;
  return [
    say('plan.title', { name: scenario.name, profile, seed, shows: showsOf(scenario) }),
    '',
    ...people(plan),
    ...load(plan),
    ...engines(plan),
    ...rules(plan),
    ...assumptions(plan),
  ].join('\n');
}

function people({ visitors, agents, phases, horizon, playEnd, arrivals, sample }: Plan): string[] {
  const { step, counts } = coarser(arrivals);
  const expected = phases.reduce((sum, phase) => sum + phase.expected, 0);
  return [
    say('plan.who'),
    `  ${say('plan.people', { visitors, expected, agents })}`,
    ...(sample === undefined
      ? []
      : [
          warning(
            say('plan.sample', { drawn: sample.visitors, of: visitors, agents: sample.agents, agentsOf: agents }),
          ),
        ]),
    `  ${say('plan.length', { horizon: time(horizon), end: time(playEnd) })}`,
    `  ${curve(counts)}`,
    `  ${say('plan.curve', { step: formatDuration(step), most: Math.max(0, ...counts) })}`,
    '',
  ];
}

/** Merges pairs of steps until the curve fits into the terminal. */
function coarser({ step, counts }: Plan['arrivals']): Plan['arrivals'] {
  if (counts.length + 2 <= terminalWidth()) return { step, counts };
  const pairs = Array.from(
    { length: Math.ceil(counts.length / 2) },
    (_, i) => (counts[2 * i] ?? 0) + (counts[2 * i + 1] ?? 0),
  );
  return coarser({ step: 2 * step, counts: pairs });
}

const LEVELS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** One column for each step; a step with an arrival is never blank. */
export function curve(counts: readonly number[]): string {
  const most = Math.max(1, ...counts);
  return counts.map((n) => LEVELS[Math.ceil((n / most) * (LEVELS.length - 1))] ?? '').join('');
}

function load(plan: Plan): string[] {
  const rows = plan.phases.map((p) => [
    p.name,
    formatClock(p.from),
    formatDuration(p.for),
    whole(p.expected),
    whole(p.drawn),
    short(p.wanted.mean),
    whole(p.wanted.most),
    whole(p.places),
    p.occupancy === null ? '–' : percent(p.occupancy),
  ]);
  const { messages, frames, connected } = plan.peak;
  return [
    say('plan.load'),
    table(rows, [...say('plan.loadHead').split('|')]),
    `  ${say('plan.holding', { length: time(plan.holding) })}`,
    ...overfull(plan).map((p) =>
      warning(
        p.occupancy === null
          ? say('plan.nobody', { phase: p.name })
          : say('plan.overfull', { phase: p.name, wanted: p.wanted.mean, places: p.places }),
      ),
    ),
    ...tight(plan).map((p) =>
      warning(say('plan.tight', { phase: p.name, most: p.wanted.most, places: Math.round(p.places) })),
    ),
    `  ${say('plan.peak', {
      at: formatDuration(plan.sample?.window ?? MINUTE),
      messages: rate(messages),
      frames: rate(frames),
      connected,
      all: plan.messages,
    })}`,
    '',
  ];
}

const warning = (text: string): string => `  ${paint('yellow', '!')} ${text}`;

const rate = short;

const real = (seconds: number): string => time(Math.max(1, Math.round(seconds)) * 1e6);

function engines({ engines: all, speed, peak }: Plan): string[] {
  const rows = all.map((e) => [
    e.engine,
    e.speed === null ? '–' : `${e.speed}×`,
    e.speed === null ? '–' : `${rate(peak.frames * e.speed)}/s`,
    real(e.wallSeconds),
    bytes(e.memoryBytes),
  ]);
  const { limit, bound, asked } = speed;
  return [
    say('plan.engines'),
    table(rows, [...say('plan.enginesHead').split('|')]),
    ...all.flatMap(({ engine, withLedger: kept }) =>
      kept === undefined
        ? []
        : [`  ${say('plan.ledger', { engine, takes: real(kept.wallSeconds), file: bytes(kept.fileBytes) })}`],
    ),
    ...(['node', 'k6'] as const).map(
      (engine) => `  ${say('plan.limit', { engine, limit: limit[engine], bound: tell(bound[engine]) })}`,
    ),
    `  ${asked === 'auto' ? say('plan.speedAuto') : say('plan.speedAsked', { speed: asked })}`,
    ...(['node', 'k6'] as const)
      .filter((engine) => asked !== 'auto' && asked > limit[engine])
      .map((engine) => warning(say('plan.speedAbove', { engine, speed: Number(asked), limit: limit[engine] }))),
    `  ${say('plan.measured')}`,
    '',
  ];
}

function rules({ rules: all }: Plan): string[] {
  const profiles = Object.keys(all);
  const row = (name: string, of: (r: RulesThatMatter) => string): string[] => [name, ...Object.values(all).map(of)];
  const off = say('plan.off');
  const span = (length: Micros | null, say_: (text: string) => string = (text) => text): string =>
    length === null ? off : say_(formatDuration(length));
  const channels = Object.keys(Object.values(all)[0]?.afterClose ?? {});
  return [
    say('plan.rules'),
    table(
      [
        row(say('plan.idle'), (r) =>
          span(r.idleAfter, (after) => say('plan.idleAfter', { after, anchor: ruleWord(ANCHOR, r.anchor) })),
        ),
        row(say('plan.prompt'), (r) => span(r.promptBefore, (before) => say('plan.promptBefore', { before }))),
        row(say('plan.queue'), (r) =>
          span(r.queueTimeout, (after) => say('plan.queueAfter', { after, then: ruleWord(THEN, r.queueThen) })),
        ),
        row(say('plan.handOver'), (r) => span(r.handOver)),
        row(say('plan.visitorGone'), (r) => span(r.visitorGone)),
        row(say('plan.capacity'), (r) => String(r.capacity)),
        ...channels.map((channel) =>
          row(say('plan.afterClose', { channel }), (r) =>
            ruleWord(POLICY, r.afterClose[channel as keyof typeof r.afterClose]),
          ),
        ),
      ],
      ['', ...profiles],
    ),
    '',
  ];
}

function assumptions({ byDefault, sample }: Plan): string[] {
  const groups = new Map<string, string[]>();
  for (const path of byDefault) {
    const cut = path.lastIndexOf('.');
    const owner = cut < 0 ? '' : path.slice(0, cut);
    groups.set(owner, [...(groups.get(owner) ?? []), path.slice(cut + 1)]);
  }
  const lines = [...groups].map(([owner, keys]) => `    ${owner === '' ? '' : `${owner}: `}${keys.join(', ')}`);
  return [
    say('plan.assumptions'),
    `  ${say('plan.written')}`,
    ...(lines.length === 0 ? [] : [`  ${say('plan.defaults')}`, ...lines]),
    `  ${say(sample === undefined ? 'plan.model' : 'plan.modelSample')}`,
  ];
}
