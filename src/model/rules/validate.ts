// Finds rules that contradict each other.
// A fault is data, a name and its arguments; the text is made outside the model.
import { DAY, formatDuration, type Micros } from '../core/time.ts';
import { RULES } from './declared.ts';
import { lengthsIn, type LengthFault } from './forms.ts';
import { overlapping, WEEK } from './hours.ts';
import {
  idleDurations,
  SIDES,
  type Anchor,
  type HoursRule,
  type IdleTime,
  type Reset,
  type SessionRules,
} from './rules.ts';

type Clock = { readonly clock: 'transport' | 'page'; readonly limit: string; readonly every: string };

/** Which rule is wrong, and what it holds; durations as people write them. */
export type RuleFault =
  | { readonly [K in LengthFault]: { readonly key: K } }[LengthFault]
  | { readonly key: 'rules.idleAfter' }
  | { readonly key: 'rules.idleByChannel'; readonly args: { readonly channel: string } }
  /** Times for each side, under an anchor with one clock. */
  | { readonly key: 'rules.idleSides'; readonly args: { readonly path: string; readonly anchor: string } }
  /** Neither side's silence ever ends a session. */
  | { readonly key: 'rules.idleNever'; readonly args: { readonly path: string } }
  | {
      readonly key: 'rules.channelWindow';
      readonly args: { readonly channel: string; readonly of: 'message' | 'click' };
    }
  | {
      readonly key: 'rules.channelQuota';
      readonly args: { readonly channel: string; readonly of: 'message' | 'click' };
    }
  | { readonly key: 'rules.noResets' }
  | {
      readonly key: 'rules.resetsLackAnchor';
      readonly args: {
        readonly resets: readonly string[];
        readonly anchor: string;
        /** Any of these would do. */
        readonly own: readonly string[];
      };
    }
  | { readonly key: 'rules.promptNeedsIdle' }
  | { readonly key: 'rules.promptTooLate'; readonly args: { readonly before: string; readonly after: string } }
  | {
      readonly key: 'rules.promptSum';
      readonly args: {
        readonly after: string;
        readonly closes: string;
        readonly sum: string;
        readonly path: string;
        readonly found: string;
      };
    }
  | { readonly key: 'rules.promptOnce' }
  | { readonly key: 'rules.promptMax' }
  | { readonly key: 'rules.botMax' }
  | { readonly key: 'rules.botOptions'; readonly args: { readonly id: string } }
  | { readonly key: 'rules.alertNeedsIdle' }
  | { readonly key: 'rules.alertTooLate'; readonly args: { readonly before: string; readonly after: string } }
  | { readonly key: 'rules.transferHops' }
  | { readonly key: 'rules.hours' }
  | { readonly key: 'rules.capacityOf'; readonly args: { readonly agent: string; readonly capacity: number } }
  | { readonly key: 'rules.groups'; readonly args: { readonly group: string } }
  | { readonly key: 'rules.overflow'; readonly args: { readonly group: string; readonly to: string } }
  | { readonly key: 'rules.capacity'; readonly args: { readonly capacity: number } }
  | { readonly key: 'rules.everyZero'; readonly args: { readonly clock: 'transport' | 'page' } }
  | { readonly key: 'rules.limitNotLonger'; readonly args: Clock }
  | { readonly key: 'rules.limitShorter'; readonly args: Clock };

/**
 * The kinds of message an anchor counts from: without one of them in `resets` the clock would never
 * restart.
 */
const OWN_KINDS: Readonly<Record<Anchor, readonly Reset[]>> = {
  either_last_message: ['visitor', 'agent'],
  last_visitor_message: ['visitor'],
  last_agent_message: ['agent'],
  first_agent_reply_after_visitor: ['agent'],
  per_participant: ['visitor', 'agent'],
  visitor_page_activity: ['activity'],
};

/** @returns the faults, each begins with a rule by its path; empty when the rules make sense together */
export function rulesFaults(rules: SessionRules): RuleFault[] {
  const faults: RuleFault[] = [];
  const { idle, liveness, agents, transfer } = rules;
  faults.push(...idleFaults(rules), ...promptFaults(rules));
  if (idle !== null && idle.resets.length === 0) faults.push({ key: 'rules.noResets' });
  if (idle !== null && idle.resets.length > 0 && !OWN_KINDS[idle.anchor].some((kind) => idle.resets.includes(kind))) {
    const { resets, anchor } = idle;
    faults.push({ key: 'rules.resetsLackAnchor', args: { resets, anchor, own: OWN_KINDS[anchor] } });
  }
  if (rules.alert !== null && idle === null) faults.push({ key: 'rules.alertNeedsIdle' });
  const shortest = shortestOf(rules);
  if (rules.alert !== null && idle !== null && rules.alert.before >= shortest) {
    const args = { before: formatDuration(rules.alert.before), after: formatDuration(shortest) };
    faults.push({ key: 'rules.alertTooLate', args });
  }
  faults.push(...lengthFaults(rules), ...botFaults(rules), ...staffFaults(rules), ...channelFaults(rules));
  if (transfer !== null && transfer.hops < 1) faults.push({ key: 'rules.transferHops' });
  if (!Number.isInteger(agents.capacity) || agents.capacity < 1)
    faults.push({ key: 'rules.capacity', args: { capacity: agents.capacity } });
  for (const [clock, times] of [['transport', liveness.transport] as const, ['page', liveness.page] as const]) {
    if (times === null) continue;
    const args = { clock, limit: formatDuration(times.limit), every: formatDuration(times.every) };
    if (times.every <= 0) faults.push({ key: 'rules.everyZero', args: { clock } });
    else if (clock === 'page' && times.limit <= times.every) faults.push({ key: 'rules.limitNotLonger', args });
    else if (times.limit < times.every) faults.push({ key: 'rules.limitShorter', args });
  }
  return faults;
}

/** Durations that are too short, for rules whose declaration names a message. */
const lengthFaults = (rules: SessionRules): RuleFault[] =>
  lengthsIn(RULES, rules, '').flatMap(([, { least, fault }, value]) =>
    fault !== undefined && value < least ? [{ key: fault }] : [],
  );

/** The shortest silence that ends a session on any channel; Infinity where none does. */
const shortestOf = ({ idle }: SessionRules): Micros =>
  Math.min(Infinity, ...Object.values(idle === null ? {} : idleDurations(idle)));

function idleFaults({ idle }: SessionRules): RuleFault[] {
  if (idle === null) return [];
  const faults: RuleFault[] = [];
  const look = (path: string, time: IdleTime | null, tooShort: RuleFault): void => {
    if (time === null) return;
    if (typeof time === 'number') {
      if (time <= 0) faults.push(tooShort);
      return;
    }
    if (idle.anchor !== 'per_participant') faults.push({ key: 'rules.idleSides', args: { path, anchor: idle.anchor } });
    const sides = SIDES.flatMap((side) => time[side] ?? []);
    if (sides.some((one) => one <= 0)) faults.push(tooShort);
    if (sides.length === 0) faults.push({ key: 'rules.idleNever', args: { path } });
  };
  look('after', idle.after, { key: 'rules.idleAfter' });
  for (const [channel, time] of Object.entries(idle.byChannel))
    look(`byChannel.${channel}`, time, { key: 'rules.idleByChannel', args: { channel } });
  return faults;
}

function promptFaults(rules: SessionRules): RuleFault[] {
  const { idle, prompt } = rules;
  if (prompt === null) return [];
  if (idle === null) return [{ key: 'rules.promptNeedsIdle' }];
  const faults: RuleFault[] = [];
  const shortest = shortestOf(rules);
  const { before, after, closes } = prompt;
  if (after !== undefined && closes !== undefined) {
    const sum = after + closes;
    const other = Object.entries(idleDurations(idle)).find(([, time]) => time !== sum);
    if (other !== undefined) {
      const [path, found] = [other[0], formatDuration(other[1])];
      const spans = { after: formatDuration(after), closes: formatDuration(closes), sum: formatDuration(sum) };
      faults.push({ key: 'rules.promptSum', args: { ...spans, path, found } });
    }
    if (prompt.max > 1 || prompt.every !== null) faults.push({ key: 'rules.promptOnce' });
  } else if (before >= shortest)
    faults.push({
      key: 'rules.promptTooLate',
      args: { before: formatDuration(before), after: formatDuration(shortest) },
    });
  if (prompt.max < 1) faults.push({ key: 'rules.promptMax' });
  return faults;
}

/**
 * Whether hours are valid. A scenario cannot contain invalid ones, but a server can be started with
 * anything.
 */
const areHours = ({ week, closed, shifts }: HoursRule): boolean =>
  week.length > 0 &&
  week.every(({ from, to }) => from >= 0 && from < WEEK && to > from && to - from <= DAY) &&
  overlapping(week) === undefined &&
  closed.every((day) => Number.isInteger(day)) &&
  shifts.every(({ at }, i) => at > (shifts[i - 1]?.at ?? -Infinity));

function staffFaults({ agents, hours }: SessionRules): RuleFault[] {
  const faults: RuleFault[] = [];
  if (hours !== null && !areHours(hours)) faults.push({ key: 'rules.hours' });
  for (const [agent, capacity] of Object.entries(agents.capacityOf))
    if (!Number.isInteger(capacity) || capacity < 1)
      faults.push({ key: 'rules.capacityOf', args: { agent, capacity } });
  const names = agents.groups.map(({ name }) => name);
  for (const { name, agents: members, channels, overflow } of agents.groups) {
    if (members.length === 0 || channels.length === 0) faults.push({ key: 'rules.groups', args: { group: name } });
    if (overflow === undefined || overflow === null) continue;
    if (overflow.after <= 0 || overflow.to === name || !names.includes(overflow.to))
      faults.push({ key: 'rules.overflow', args: { group: name, to: overflow.to } });
  }
  return faults;
}

function channelFaults({ channels }: SessionRules): RuleFault[] {
  const faults: RuleFault[] = [];
  for (const [channel, rule] of Object.entries(channels)) {
    for (const of of ['message', 'click'] as const) {
      const allowance = rule[of];
      if (allowance === null) continue;
      if (allowance.window <= 0) faults.push({ key: 'rules.channelWindow', args: { channel, of } });
      if (allowance.quota !== null && allowance.quota < 1)
        faults.push({ key: 'rules.channelQuota', args: { channel, of } });
    }
  }
  return faults;
}

function botFaults({ bot }: SessionRules): RuleFault[] {
  if (bot === null) return [];
  const faults: RuleFault[] = [];
  if (bot.max < 1) faults.push({ key: 'rules.botMax' });
  const ids = bot.options.map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) faults.push({ key: 'rules.botOptions', args: { id: twice } });
  return faults;
}
