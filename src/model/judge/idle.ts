// The judge's own derivation of when a session was due: from the list of its messages, without the clock that the desk uses.
import type { Micros } from '../core/time.ts';
import type { Reset, SessionRules } from '../rules/rules.ts';

export interface Moment {
  readonly kind: Reset;
  readonly at: Micros;
}

/**
 * When the rules close a session with these messages, before any sweep; undefined when the clock does not run.
 * @param since when this life of the session began, and when an agent took it (0 = never); µs
 */
export function dueByMessages(
  moments: readonly Moment[],
  since: { readonly opened: Micros; readonly taken: Micros },
  rules: SessionRules,
): Micros | undefined {
  const { idle } = rules;
  if (idle === null) return undefined;
  const latest = (kinds: readonly Reset[]): Micros =>
    moments.reduce((t, m) => (kinds.includes(m.kind) && m.at > t ? m.at : t), 0);
  const visitor = latest(['visitor']);
  const answers = moments.filter((m) => m.kind === 'agent' && m.at >= visitor);
  const firstAnswer = answers.reduce((t, m) => (t === 0 || m.at < t ? m.at : t), 0);
  const anchored: Record<typeof idle.anchor, Partial<Record<Reset, Micros>>> = {
    either_last_message: { visitor, agent: latest(['agent']) },
    last_visitor_message: { visitor },
    last_agent_message: { agent: latest(['agent']) },
    first_agent_reply_after_visitor: { visitor, agent: firstAnswer },
  };
  if (idle.anchor === 'last_agent_message' && latest(['agent']) === 0) return undefined;
  if (idle.anchor === 'first_agent_reply_after_visitor' && firstAnswer === 0) return undefined;
  const moved: Partial<Record<Reset, Micros>> = {
    ...anchored[idle.anchor],
    bot: latest(['bot']),
    prompt: latest(['prompt']),
  };
  const last = Math.max(0, ...idle.resets.map((kind) => moved[kind] ?? 0));
  return Math.max(last === 0 ? since.opened : last, since.taken) + idle.after;
}
