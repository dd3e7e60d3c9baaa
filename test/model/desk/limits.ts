// Derives from stored rows what the platform behind a
// channel allows, independent of the desk and of the judge.
import type { StoredSession, StoreRow } from '../../../src/model/desk/ports.ts';
import type { SessionRules } from '../../../src/model/rules/rules.ts';

type Message = StoreRow & { readonly kind: 'message' };

/** Everything that opened the channel, with its window and its quota. */
function opened({ channels }: SessionRules, session: StoredSession, messages: readonly Message[]) {
  const rule = channels[session.channel];
  if (rule === undefined) return [];
  const words = messages.filter((m) => m.session === session.id && m.from === 'visitor');
  const clicks = (session.touches ?? []).filter(({ kind }) => kind === 'click');
  return [
    ...words.map(({ at, seq }) => ({ at, seq, ...rule.message })),
    ...(rule.click === null ? [] : clicks.map(({ at }) => ({ at, seq: 0, ...(rule.click ?? rule.message) }))),
  ];
}

/** When the platform ends the session; Infinity if it never does. */
export function windowFrom(rules: SessionRules, session: StoredSession, messages: readonly Message[]): number {
  const ends = opened(rules, session, messages).map(({ at, window }) => at + window);
  return ends.length === 0 ? Infinity : Math.max(...ends);
}

/**
 * Whether the platform allowed a stored message of the desk:
 * one opening was still valid at its time, with quota left.
 */
export function isLetThrough(
  rules: SessionRules,
  session: StoredSession,
  messages: readonly Message[],
  message: Message,
): boolean {
  const before = messages.filter((m) => m.session === session.id && m.seq < message.seq);
  const grants = opened(rules, session, before).filter(({ at }) => at <= message.at);
  if (rules.channels[session.channel] === undefined || !before.some(({ from }) => from === 'visitor')) return true;
  return grants.some(({ at, seq, window, quota }) => {
    const since = before.filter((m) => m.from !== 'visitor' && m.at >= at && m.seq > seq);
    return message.at < at + window && (quota === null || since.length < quota);
  });
}
