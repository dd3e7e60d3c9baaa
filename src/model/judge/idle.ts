// The judge's own derivation of when a session was due: from the list of its messages, without the clock that the desk uses.
import type { Micros } from '../core/time.ts';
import type { Reset, SessionRules } from '../rules/rules.ts';

export interface Moment {
  readonly kind: Reset;
  readonly at: Micros;
}

/**
 * When the rules close a session with these messages, before any sweep; undefined when the clock does not run.
 * @param since when this life of the session began, and when an agent took it, if one did; µs
 */
export function dueByMessages(
  moments: readonly Moment[],
  since: { readonly opened: Micros; readonly taken: Micros | undefined },
  rules: SessionRules,
): Micros | undefined {
  const { idle } = rules;
  if (idle === null) return undefined;
  const visitor = latest(moments, 'visitor');
  const agent = latest(moments, 'agent');
  const answer = firstAnswer(moments, visitor);
  const anchored: Record<typeof idle.anchor, Last> = {
    either_last_message: { visitor, agent },
    last_visitor_message: { visitor },
    last_agent_message: { agent },
    first_agent_reply_after_visitor: { visitor, agent: answer },
  };
  if (idle.anchor === 'last_agent_message' && agent === undefined) return undefined;
  if (idle.anchor === 'first_agent_reply_after_visitor' && answer === undefined) return undefined;
  const moved: Last = { ...anchored[idle.anchor], bot: latest(moments, 'bot'), prompt: latest(moments, 'prompt') };
  const resets = idle.resets.map((kind) => moved[kind]).filter((at) => at !== undefined);
  const last = resets.length === 0 ? since.opened : Math.max(...resets);
  return Math.max(last, since.taken ?? last) + idle.after;
}

/** When something of each kind came last; what never came has no time. */
type Last = Partial<Record<Reset, Micros | undefined>>;

function latest(moments: readonly Moment[], kind: Reset): Micros | undefined {
  let last: Micros | undefined;
  for (const m of moments) if (m.kind === kind && (last === undefined || m.at > last)) last = m.at;
  return last;
}

/** The agent's first message that is not before the visitor's last one. */
function firstAnswer(moments: readonly Moment[], visitor: Micros | undefined): Micros | undefined {
  let first: Micros | undefined;
  for (const m of moments) {
    const isAnswer = m.kind === 'agent' && (visitor === undefined || m.at >= visitor);
    if (isAnswer && (first === undefined || m.at < first)) first = m.at;
  }
  return first;
}
