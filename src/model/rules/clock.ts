// The idle clock: since when a session is idle, and when it is due, under any anchor and reset list. Pure.
import type { Micros } from '../core/time.ts';
import type { Reset, SessionRules } from './rules.ts';

/** The time of what has not happened: before every moment, so that the latest of several moments needs no question. 0 is a moment. */
export const NOT_YET: Micros = -Infinity;

/** What the clock remembers of a session. All times µs; {@link NOT_YET} where there was none. */
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
  visitor: NOT_YET,
  agent: NOT_YET,
  bot: NOT_YET,
  prompt: NOT_YET,
  firstReply: NOT_YET,
  assigned: NOT_YET,
});

/** Notes a message of a kind; the only place where the clock's memory changes. */
export function noteActivity(a: Activity, kind: Reset, at: Micros): void {
  if (kind === 'visitor') {
    a.visitor = at;
    a.firstReply = NOT_YET;
  } else if (kind === 'agent') {
    a.agent = at;
    if (a.firstReply === NOT_YET) a.firstReply = at;
  } else if (kind === 'bot') a.bot = at;
  else a.prompt = at;
}

/** The moment since which the session counts as idle, or undefined while the anchor has not happened yet. */
export function idleSince(a: Activity, rules: SessionRules): Micros | undefined {
  const idle = rules.idle;
  if (idle === null) return undefined;
  let since = NOT_YET;
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
  const waitsForAgent = idle.anchor === 'first_agent_reply_after_visitor' && a.firstReply === NOT_YET;
  const waitsForFirst = idle.anchor === 'last_agent_message' && a.agent === NOT_YET;
  if (waitsForAgent || waitsForFirst) return undefined;
  return Math.max(since === NOT_YET ? a.opened : since, a.assigned);
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
