// Describes how a session ended: the verdict on each of its timeouts, or why there is none.
import { message, say, type Message } from '../../language/language.ts';
import { formatClock } from '../../model/core/time.ts';
import type { Evidence } from '../../model/judge/evidence.ts';
import type { TimeoutVerdict } from '../../model/judge/timeouts/timeouts.ts';
import { causeSays, peopleSays, reasonSays, ruleSays } from '../words.ts';

/**
 * Lines on the end of a session.
 * @param timeouts those of the whole run; without them its closes could not be judged
 */
export function closingOf(evidence: Evidence, id: string, timeouts: readonly TimeoutVerdict[] | undefined): string[] {
  const verdicts = (timeouts ?? []).filter((t) => t.session === id);
  const judged = verdicts.flatMap((verdict) => timeoutLines(verdict));
  const isJudged = verdicts.some((t) => t.byRule !== 'missed' && t.closedAt === evidence.sessions.get(id)?.closedAt);
  return isJudged ? judged : [...judged, endOf(evidence, id, timeouts !== undefined)];
}

function timeoutLines(t: TimeoutVerdict): string[] {
  const due = t.due === undefined ? message('end.notDue') : message('end.due', { at: formatClock(t.due) });
  const at = formatClock(t.closedAt);
  const what =
    t.byRule === 'missed'
      ? message('end.missed', { session: t.session, due, until: at })
      : message('end.timedOut', { session: t.session, at, due });
  const { byRule, byPeople, cause } = t;
  return [
    say('end.verdict', { what: t.cameBack ? message('end.cameBack', { what }) : what }),
    say('end.byRule', { word: byRule, says: ruleSays(byRule) }),
    byPeople === undefined ? say('end.byNobody') : say('end.byPeople', { word: byPeople, says: peopleSays(byPeople) }),
    say('end.byCause', { word: cause, says: causeSays(cause) }),
  ];
}

/** The end of a session without a judged timeout. */
function endOf(evidence: Evidence, id: string, isJudged: boolean): string {
  return say('end.verdict', { what: whatEnded(evidence, id, isJudged) });
}

function whatEnded(evidence: Evidence, id: string, isJudged: boolean): Message {
  const session = evidence.sessions.get(id);
  if (session === undefined) return message('end.unknown', { session: id });
  if (session.state === 'left_message') {
    const at = session.leftAt === undefined ? undefined : formatClock(session.leftAt);
    return message('end.leftMessage', { session: id, at });
  }
  if (session.closedAt === undefined) return message('end.open', { session: id });
  const how = session.reason === undefined ? message('end.noReason') : reasonSays(session.reason);
  const what = message('end.ended', { session: id, at: formatClock(session.closedAt), how });
  if (!evidence.endedBeforeDrain(id)) return message('end.inDrain', { what });
  if (session.reason !== 'idle_timeout') return message('end.noTimeout', { what });
  return isJudged ? what : message('end.noRules', { what });
}
