// Which rule acts next on a session, and when. Pure; the order of the checks decides between rules that are due together.
import type { Micros } from '../core/time.ts';
import { idleDue, NOT_YET, sweepAfter } from '../rules/clock.ts';
import type { BotRule, PromptRule, SessionRules } from '../rules/rules.ts';
import type { Session } from './session.ts';

export interface NextRule {
  /** Infinity when no rule will act. */
  readonly at: Micros;
  readonly rule: 'idle' | 'prompt' | 'bot' | 'gone' | 'queue' | 'none';
}

/** The earliest rule; of rules due at the same moment: gone, then queue or bot, then prompt, then idle. */
export function nextRule(s: Session, rules: SessionRules): NextRule {
  const { visitorGone, queue, prompt, bot, sweep } = rules;
  let next: NextRule = { at: Infinity, rule: 'none' };
  const consider = (at: Micros, rule: NextRule['rule']): void => {
    if (at < next.at) next = { at, rule };
  };
  if (visitorGone !== null && s.visitorGoneAt !== undefined) consider(s.visitorGoneAt + visitorGone, 'gone');
  if (s.state === 'queued') {
    // Nobody has taken the session: waiting is not idling, and the idle clock does not run.
    if (queue.timeout !== null) consider(s.stateSince + queue.timeout, 'queue');
    return next;
  }
  if (bot !== null && s.offers < bot.max) consider(offerAt(s, bot), 'bot');
  const due = idleDue(s.activity, rules, s.channel);
  if (due === undefined) return next;
  if (prompt !== null && s.prompts < prompt.max) {
    const at = promptAt(s, prompt, due);
    if (at < due) consider(at, 'prompt');
  }
  consider(sweepAfter(due, sweep), 'idle');
  return next;
}

/** When the visitor is asked next before a close that is due: once, and again after a while where the rules say so. */
function promptAt({ activity }: Session, { before, every }: PromptRule, due: Micros): Micros {
  if (due - before > activity.prompt) return due - before;
  return every === null ? Infinity : activity.prompt + every;
}

/** When the bot speaks up: the agent had the last word, and the visitor has been silent since then, or since the last offer. */
function offerAt({ activity: a, offers }: Session, { after }: BotRule): Micros {
  if (a.firstReply === NOT_YET) return Infinity;
  return Math.max(a.agent, a.click, offers > 0 ? a.bot : NOT_YET) + after;
}
