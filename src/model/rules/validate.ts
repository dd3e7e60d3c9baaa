// Finds rules that contradict each other. A fault is data, its name and what belongs to it; the words are not the model's.
import { formatDuration, HOUR } from '../core/time.ts';
import type { Anchor, Reset, SessionRules } from './rules.ts';

type Clock = { readonly clock: 'transport' | 'page'; readonly limit: string; readonly every: string };

/** Which rule is wrong, and what it holds; durations as people write them. */
export type RuleFault =
  | { readonly key: 'rules.idleAfter' }
  | { readonly key: 'rules.idleByChannel'; readonly args: { readonly channel: string } }
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
  | { readonly key: 'rules.promptMax' }
  | { readonly key: 'rules.promptEvery' }
  | { readonly key: 'rules.botAfter' }
  | { readonly key: 'rules.botMax' }
  | { readonly key: 'rules.botOptions'; readonly args: { readonly id: string } }
  | { readonly key: 'rules.alertNeedsIdle' }
  | { readonly key: 'rules.alertTooLate'; readonly args: { readonly before: string; readonly after: string } }
  | { readonly key: 'rules.transferAfter' }
  | { readonly key: 'rules.transferHops' }
  | { readonly key: 'rules.hours' }
  | { readonly key: 'rules.inactive' }
  | { readonly key: 'rules.ring' }
  | { readonly key: 'rules.capacityOf'; readonly args: { readonly agent: string; readonly capacity: number } }
  | { readonly key: 'rules.groups'; readonly args: { readonly group: string } }
  | { readonly key: 'rules.overflow'; readonly args: { readonly group: string; readonly to: string } }
  | { readonly key: 'rules.capacity'; readonly args: { readonly capacity: number } }
  | { readonly key: 'rules.everyZero'; readonly args: { readonly clock: 'transport' | 'page' } }
  | { readonly key: 'rules.limitNotLonger'; readonly args: Clock }
  | { readonly key: 'rules.limitShorter'; readonly args: Clock };

/** The kinds of message an anchor looks at: without one of them among the resets it would never move the clock. */
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
  const { idle, prompt, liveness, agents, transfer } = rules;
  if (idle !== null && idle.after <= 0) faults.push({ key: 'rules.idleAfter' });
  for (const [channel, after] of Object.entries(idle?.byChannel ?? {}))
    if (after <= 0) faults.push({ key: 'rules.idleByChannel', args: { channel } });
  if (idle !== null && idle.resets.length === 0) faults.push({ key: 'rules.noResets' });
  if (idle !== null && idle.resets.length > 0 && !OWN_KINDS[idle.anchor].some((kind) => idle.resets.includes(kind))) {
    const { resets, anchor } = idle;
    faults.push({ key: 'rules.resetsLackAnchor', args: { resets, anchor, own: OWN_KINDS[anchor] } });
  }
  if (prompt !== null && idle === null) faults.push({ key: 'rules.promptNeedsIdle' });
  const shortest = Math.min(idle?.after ?? Infinity, ...Object.values(idle?.byChannel ?? {}));
  if (prompt !== null && idle !== null && prompt.before >= shortest) {
    const args = { before: formatDuration(prompt.before), after: formatDuration(shortest) };
    faults.push({ key: 'rules.promptTooLate', args });
  }
  if (prompt !== null && prompt.max < 1) faults.push({ key: 'rules.promptMax' });
  if (prompt !== null && prompt.every !== null && prompt.every <= 0) faults.push({ key: 'rules.promptEvery' });
  if (rules.alert !== null && idle === null) faults.push({ key: 'rules.alertNeedsIdle' });
  if (rules.alert !== null && idle !== null && rules.alert.before >= shortest) {
    const args = { before: formatDuration(rules.alert.before), after: formatDuration(shortest) };
    faults.push({ key: 'rules.alertTooLate', args });
  }
  faults.push(...botFaults(rules), ...staffFaults(rules), ...channelFaults(rules));
  if (transfer !== null && transfer.after <= 0) faults.push({ key: 'rules.transferAfter' });
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

const DAY = 24 * HOUR;

function staffFaults({ agents, hours, inactive }: SessionRules): RuleFault[] {
  const faults: RuleFault[] = [];
  if (hours !== null && (hours.opens % DAY === hours.closes % DAY || hours.opens > DAY || hours.closes > DAY))
    faults.push({ key: 'rules.hours' });
  if (inactive !== null && inactive.after <= 0) faults.push({ key: 'rules.inactive' });
  if (agents.ring !== null && agents.ring.timeout <= 0) faults.push({ key: 'rules.ring' });
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
  if (bot.after <= 0) faults.push({ key: 'rules.botAfter' });
  if (bot.max < 1) faults.push({ key: 'rules.botMax' });
  const ids = bot.options.map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) faults.push({ key: 'rules.botOptions', args: { id: twice } });
  return faults;
}
