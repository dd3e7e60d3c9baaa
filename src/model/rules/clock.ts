// The idle clock: since when a session is idle, and when it is due, under any anchor and reset list. Pure.
import type { Micros } from '../core/time.ts';
import type { Reset, SessionRules } from './rules.ts';

/** What the clock remembers of a session. All times µs, 0 = never. */
export interface Activity {
  opened: Micros;
  visitor: Micros;
  agent: Micros;
  bot: Micros;
  prompt: Micros;
  /** First agent message after the visitor's last one. */
  firstReply: Micros;
  /** When an agent took it (again): no clock runs while it waits for one. */
  assigned: Micros;
}

export const noActivity = (opened: Micros): Activity => ({
  opened,
  visitor: 0,
  agent: 0,
  bot: 0,
  prompt: 0,
  firstReply: 0,
  assigned: 0,
});

/** Notes a message of a kind; the only place where the clock's memory changes. */
export function noteActivity(a: Activity, kind: Reset, at: Micros): void {
  if (kind === 'visitor') {
    a.visitor = at;
    a.firstReply = 0;
  } else if (kind === 'agent') {
    a.agent = at;
    if (a.firstReply === 0) a.firstReply = at;
  } else if (kind === 'bot') a.bot = at;
  else a.prompt = at;
}

/** The moment since which the session counts as idle, or undefined while the anchor has not happened yet. */
export function idleSince(a: Activity, rules: SessionRules): Micros | undefined {
  const idle = rules.idle;
  if (idle === null) return undefined;
  let since = 0;
  for (const kind of idle.resets) {
    if (kind === 'visitor' && idle.anchor !== 'last_agent_message' && a.visitor > since) since = a.visitor;
    if (kind === 'agent') {
      if (idle.anchor === 'first_agent_reply_after_visitor') {
        if (a.firstReply > since) since = a.firstReply;
      } else if (idle.anchor !== 'last_visitor_message' && a.agent > since) since = a.agent;
    }
    if (kind === 'bot' && a.bot > since) since = a.bot;
    if (kind === 'prompt' && a.prompt > since) since = a.prompt;
  }
  const waitsForAgent = idle.anchor === 'first_agent_reply_after_visitor' && a.firstReply === 0;
  const waitsForFirst = idle.anchor === 'last_agent_message' && a.agent === 0;
  if (waitsForAgent || waitsForFirst) return undefined;
  return Math.max(since === 0 ? a.opened : since, a.assigned);
}

/** When the idle close is due (before the sweep), or undefined. */
export function idleDue(a: Activity, rules: SessionRules): Micros | undefined {
  const since = idleSince(a, rules);
  return since === undefined || rules.idle === null ? undefined : since + rules.idle.after;
}

/** The moment at which the desk acts on something due: the next sweep, or at once. */
export function sweepAfter(due: Micros, sweep: Micros): Micros {
  return sweep <= 0 ? due : Math.ceil(due / sweep) * sweep;
}
