// Which rule acts next on a session, and when. Pure; the order of the checks decides between rules that are due together.
import type { Micros } from '../core/time.ts';
import { idleDue, sweepAfter } from '../rules/clock.ts';
import type { SessionRules } from '../rules/rules.ts';
import type { Session } from './session.ts';

export interface NextRule {
  /** Infinity when no rule will act. */
  readonly at: Micros;
  readonly rule: 'idle' | 'prompt' | 'gone' | 'queue' | 'none';
}

/** The earliest rule; of rules due at the same moment: gone, then queue or prompt, then idle. */
export function nextRule(s: Session, rules: SessionRules): NextRule {
  const { visitorGone, queue, prompt, sweep } = rules;
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
  const due = idleDue(s.activity, rules, s.channel);
  if (due === undefined) return next;
  if (prompt !== null && s.prompts < prompt.max && due - prompt.before > s.activity.prompt)
    consider(due - prompt.before, 'prompt');
  consider(sweepAfter(due, sweep), 'idle');
  return next;
}
