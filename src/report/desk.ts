// A desk in words: each of its rules in a sentence, and what two desks differ in.
import { say } from '../language/language.ts';
import { formatDuration } from '../model/core/time.ts';
import { DEFAULT_RULES, type Group, type IdleTime, type PromptRule, type SessionRules } from '../model/rules/rules.ts';
import { hoursLine } from './hours.ts';

/** A rule by name, and what it does. */
export type RuleLine = readonly [rule: string, says: string];

const list = (words: readonly string[]): string => words.join(', ');
const orOff = <T>(rule: T | null, says: (rule: T) => string): string => (rule === null ? say('desk.off') : says(rule));
const byChannel = (table: Readonly<Record<string, string>>): string =>
  Object.entries(table)
    .map(([channel, value]) => `${channel} ${value}`)
    .join(', ');

/** Every rule of a desk in a sentence, in the language of this process. */
export function deskLines(rules: SessionRules): RuleLine[] {
  return [...timeLines(rules), ...staffLines(rules)];
}

function timeLines(rules: SessionRules): RuleLine[] {
  const { idle, prompt, bot, alert, slowReply, welcome, sweep, queue, afterClose, visitorGone, hours } = rules;
  const spans = Object.fromEntries(Object.entries(idle?.byChannel ?? {}).map(([on, t]) => [on, idleText(t)]));
  return [
    [
      'idle',
      orOff(idle, ({ after, anchor, resets, onlyIfPending }) =>
        say('desk.idle', {
          after: idleText(after),
          other: byChannel(spans),
          anchor,
          resets: list(resets),
          pending: onlyIfPending,
        }),
      ),
    ],
    ['sweep', sweep === 0 ? say('desk.sweep.none') : say('desk.sweep', { every: formatDuration(sweep) })],
    ['prompt', orOff(prompt, promptText)],
    ['welcome', orOff(welcome, ({ text }) => `"${text}"`)],
    [
      'bot',
      orOff(bot, ({ after, options, max }) =>
        say('desk.bot', { after: formatDuration(after), options: list(options.map(({ label }) => label)), max }),
      ),
    ],
    ['alert', orOff(alert, ({ before, as }) => say('desk.alert', { before: formatDuration(before), as }))],
    ['slowReply', orOff(slowReply, ({ after, as }) => say('desk.slowReply', { after: formatDuration(after), as }))],
    [
      'afterClose',
      say('desk.afterClose', {
        policy: afterClose.policy,
        window: afterClose.policy === 'within_window' ? formatDuration(afterClose.window) : '',
        other: byChannel(afterClose.byChannel),
        linked: afterClose.linked ? say('desk.linked') : '',
      }),
    ],
    [
      'queue',
      queue.timeout === null
        ? say('desk.queue.forEver', { nobody: queue.nobody })
        : say('desk.queue', { timeout: formatDuration(queue.timeout), then: queue.then, nobody: queue.nobody }),
    ],
    ['hours', orOff(hours, hoursLine)],
    ['visitorGone', orOff(visitorGone, (after) => say('desk.visitorGone', { after: formatDuration(after) }))],
    ['channels', channelsLine(rules)],
  ];
}

/** An idle time in words; of each side where they have times of their own. */
function idleText(time: IdleTime | null): string {
  const one = (span: number | null): string => (span === null ? say('desk.never') : formatDuration(span));
  if (time === null || typeof time === 'number') return one(time);
  return say('desk.sides', { visitor: one(time.visitor), agent: one(time.agent) });
}

function promptText({ before, after, max, every, text }: PromptRule): string {
  if (after !== undefined)
    return say('desk.promptThen', { after: formatDuration(after), closes: formatDuration(before), text });
  return say('desk.prompt', {
    before: formatDuration(before),
    max,
    every: every === null ? '' : formatDuration(every),
    text,
  });
}

function channelsLine({ channels }: SessionRules): string {
  const lines = Object.entries(channels).map(([channel, { message, code, cut }]) =>
    say('desk.channel', {
      channel,
      window: formatDuration(message.window),
      quota: message.quota ?? 0,
      code: code ?? '',
      cut: cut ? say('desk.cut') : '',
    }),
  );
  return lines.length === 0 ? say('desk.off') : lines.join('; ');
}

function staffLines({ agents, inactive, transfer, liveness }: SessionRules): RuleLine[] {
  const { capacity, routing, groups, ring, wrapUp, handOver, supervisors } = agents;
  return [
    ['agents', say('desk.agents', { capacity, routing, groups: list(groups.map(groupSays)) })],
    ['agents.ring', orOff(ring, ({ timeout }) => say('desk.ring', { timeout: formatDuration(timeout) }))],
    ['agents.wrapUp', wrapUp === 0 ? say('desk.off') : formatDuration(wrapUp)],
    ['agents.handOver', orOff(handOver, (after) => say('desk.handOver', { after: formatDuration(after) }))],
    ['agents.supervisors', supervisors.length === 0 ? say('desk.off') : list(supervisors)],
    ['inactive', orOff(inactive, ({ after }) => say('desk.inactive', { after: formatDuration(after) }))],
    [
      'transfer',
      orOff(transfer, ({ after, when, hops, orElse }) =>
        say('desk.transfer', { after: formatDuration(after), when, hops, orElse }),
      ),
    ],
    [
      'liveness',
      say('desk.liveness', {
        transport: formatDuration(liveness.transport.limit),
        page: liveness.page === null ? '' : formatDuration(liveness.page.limit),
      }),
    ],
  ];
}

const groupSays = ({ name, overflow }: Group): string =>
  overflow === undefined || overflow === null
    ? name
    : say('desk.overflow', { name, after: formatDuration(overflow.after), to: overflow.to });

type Difference = [rule: string, one: string, other: string];

/** Rules in which two desks differ, each in the sentences of both; what a sentence leaves out by its path and as it is (lengths in µs). */
export function deskDifferences(a: SessionRules, b: SessionRules): Difference[] {
  const told = differing(deskLines(a), deskLines(b));
  const rules = new Set(told.map(([rule]) => rule));
  const lines = deskLines(a);
  const untold = differing(leaves(a, ''), leaves(b, '')).filter(([path]) => !rules.has(lineOf(path, lines)));
  return [...told, ...untold];
}

function differing(one: readonly RuleLine[], other: readonly RuleLine[]): Difference[] {
  const [a, b] = [new Map(one), new Map(other)];
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((key): Difference[] => {
    const [mine = '–', theirs = '–'] = [a.get(key), b.get(key)];
    return mine === theirs ? [] : [[key, mine, theirs]];
  });
}

/** Every value of the rules by its path. */
function leaves(value: unknown, path: string): RuleLine[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[path, JSON.stringify(value)]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`));
}

/** The rule of the line that tells of this path; of a line's own rule that rule. */
function lineOf(path: string, lines: readonly RuleLine[]): string {
  const names = lines.map(([rule]) => rule).filter((rule) => path === rule || path.startsWith(`${rule}.`));
  return names.sort((x, y) => y.length - x.length)[0] ?? '';
}

/** The rules of those lines that tell, or should tell, of something other than on the default desk. */
export const ownLines = (rules: SessionRules): ReadonlySet<string> =>
  new Set(ownRules(rules).map((path) => lineOf(path, deskLines(rules))));

/** Rules that are not those of the default desk. */
export const ownRules = (rules: SessionRules): string[] => deskDifferences(DEFAULT_RULES, rules).map(([rule]) => rule);
