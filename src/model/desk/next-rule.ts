// Which rule acts next on a session, and when. Pure; the order of the checks decides between rules that are due together.
import type { Micros } from '../core/time.ts';
import { idleDue, NOT_YET, sweepAfter, windowEnd } from '../rules/clock.ts';
import { closesAfter } from '../rules/hours.ts';
import { overflowsOf, type BotRule, type PromptRule, type SessionRules, type TransferRule } from '../rules/rules.ts';
import { isWaiting, type Session } from './session.ts';

/** Rules that can become due. */
export type Rule =
  | 'gone'
  | 'window'
  | 'left'
  | 'queue'
  | 'hours'
  | 'overflow'
  | 'ring'
  | 'rest'
  | 'transfer'
  | 'bot'
  | 'waiting'
  | 'expiring'
  | 'prompt'
  | 'idle';

export interface NextRule {
  /** Infinity when no rule will act. */
  readonly at: Micros;
  readonly rule: Rule | 'none';
}

/**
 * The earliest rule. Of rules due at the same moment, the order is: gone, then the channel's own.
 * For a waiting session: queue, hours, overflow, ring. For any other: rest, transfer, bot, alerts,
 * prompt, idle.
 */
export function nextRule(s: Session, rules: SessionRules): NextRule {
  const { visitorGone, queue, hours, agents, inactive, prompt, bot, transfer, alert, slowReply, sweep } = rules;
  let next: NextRule = { at: Infinity, rule: 'none' };
  const consider = (at: Micros, rule: Rule): void => {
    if (at < next.at) next = { at, rule };
  };
  if (visitorGone !== null && s.visitorGoneAt !== undefined) consider(s.visitorGoneAt + visitorGone, 'gone');
  const channel = rules.channels[s.channel];
  if (channel !== undefined) {
    consider(windowEnd(s.activity, channel), 'window');
    if (channel.gone !== null && s.visitorGoneAt !== undefined) consider(s.visitorGoneAt + channel.gone, 'left');
  }
  if (isWaiting(s)) {
    // No agent has taken the session, whether it rings or not. The idle clock does not run while it
    // waits.
    if (queue.timeout !== null) consider(s.waitingSince + queue.timeout, 'queue');
    if (hours !== null) consider(closesAfter(hours, s.waitingSince), 'hours');
    for (const { after, to } of overflowsOf(agents.groups, s.channel))
      if (!s.spills.includes(to)) consider(s.waitingSince + after, 'overflow');
    if (s.state === 'offered' && agents.ring !== null) consider(s.stateSince + agents.ring.timeout, 'ring');
    return next;
  }
  if (inactive !== null && s.restedAt === undefined) consider(restAt(s) + inactive.after, 'rest');
  if (transfer !== null && hopsOf(s) < transfer.hops) consider(transferAt(s, transfer), 'transfer');
  if (bot !== null && s.offers < bot.max) consider(offerAt(s, bot), 'bot');
  const { firstAsk } = s.activity;
  if (slowReply !== null && firstAsk > NOT_YET && s.alerted.waiting !== firstAsk)
    consider(Math.max(firstAsk, s.activity.assigned, s.activity.transfer) + slowReply.after, 'waiting');
  const due = idleDue(s.activity, rules, s.channel);
  if (due === undefined) return next;
  if (alert !== null && s.alerted.expiring !== due) consider(due - alert.before, 'expiring');
  if (prompt !== null && s.prompts < prompt.max) {
    const at = promptAt(s, prompt, due);
    if (at < due) consider(at, 'prompt');
  }
  consider(sweepAfter(due, sweep), 'idle');
  return next;
}

/**
 * When either side last did something, or the agent got the session. Messages of the desk itself do
 * not count.
 */
const restAt = ({ activity: a }: Session): Micros =>
  Math.max(a.visitor, a.agent, a.click, a.visitor_typing, a.agent_typing, a.activity, a.transfer, a.assigned);

/**
 * When the next prompt before a due close comes: once, and again after a while if the rules say so.
 */
function promptAt({ activity }: Session, { before, every }: PromptRule, due: Micros): Micros {
  if (due - before > activity.prompt) return due - before;
  return every === null ? Infinity : activity.prompt + every;
}

/**
 * When the bot writes. The agent had the last word, and the visitor has been silent since then, or
 * since the last offer.
 */
function offerAt({ activity: a, offers }: Session, { after }: BotRule): Micros {
  if (a.firstReply === NOT_YET) return Infinity;
  return Math.max(a.agent, a.click, offers > 0 ? a.bot : NOT_YET) + after;
}

/** How many transfers the session has had in this life. */
const hopsOf = ({ transfers, activity }: Session): number => {
  let hops = 0;
  for (const { at } of transfers) if (at >= activity.opened) hops += 1;
  return hops;
};

/**
 * When a session is transferred because a visitor's message has been unanswered for too long with
 * one agent.
 */
function transferAt({ activity: a, answered, unanswered }: Session, { after, when }: TransferRule): Micros {
  if (a.firstAsk === NOT_YET || (answered && when === 'first_reply')) return Infinity;
  return Math.max(a.firstAsk, a.assigned, a.transfer, unanswered) + after;
}
