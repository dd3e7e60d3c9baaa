// How a session ended, in words: the verdict on each of its timeouts on all three axes, or why there is none to judge.
import { formatClock } from '../model/core/time.ts';
import type { Evidence } from '../model/judge/evidence.ts';
import type { TimeoutVerdict } from '../model/judge/timeouts.ts';
import type { ByRule } from '../model/rows/words.ts';
import { CAUSE_SAYS, PEOPLE_SAYS, REASON_SAYS } from './words.ts';

const RULE_SAYS: Readonly<Record<ByRule, string>> = {
  justified: 'closed when its rules say',
  early: 'closed before its rules say',
  late: 'closed later than its rules and their sweep allow',
  missed: 'its rules say closed, and the server did not',
  wrong_state: 'closed as idle while no idle clock was running',
};

/** Lines on the end of a session. `timeouts` are those of the whole run; without them its closes could not be judged. */
export function closingOf(evidence: Evidence, id: string, timeouts: readonly TimeoutVerdict[] | undefined): string[] {
  const verdicts = (timeouts ?? []).filter((t) => t.session === id);
  const judged = verdicts.flatMap((verdict) => timeoutLines(verdict));
  const isJudged = verdicts.some((t) => t.byRule !== 'missed' && t.closedAt === evidence.sessions.get(id)?.closedAt);
  return isJudged ? judged : [...judged, endOf(evidence, id, timeouts !== undefined)];
}

function timeoutLines(t: TimeoutVerdict): string[] {
  const due = t.due === undefined ? 'no timeout was due' : `due at ${formatClock(t.due)}`;
  const what =
    t.byRule === 'missed'
      ? `a timeout of ${t.session} was ${due}, and it went on until ${formatClock(t.closedAt)}`
      : `${t.session} timed out at ${formatClock(t.closedAt)}, ${due}`;
  return [
    `verdict: ${what}${t.cameBack ? '; the visitor came back' : ''}`,
    `  by rule:   ${t.byRule}: ${RULE_SAYS[t.byRule]}`,
    `  by people: ${t.byPeople === undefined ? 'none: it was not closed then' : `${t.byPeople}: ${PEOPLE_SAYS[t.byPeople]}`}`,
    `  by cause:  ${t.cause}: ${CAUSE_SAYS[t.cause]}`,
  ];
}

/** The end of a session that was no judged timeout. */
function endOf(evidence: Evidence, id: string, isJudged: boolean): string {
  const session = evidence.sessions.get(id);
  if (session === undefined) return `verdict: the server did not know ${id} at the end`;
  if (session.state === 'left_message') return `verdict: ${id} was turned into a leave-message, no timeout to judge`;
  if (session.closedAt === undefined) return `verdict: ${id} was still open at the end, no timeout to judge`;
  const how = session.reason === undefined ? 'closed without a reason' : REASON_SAYS[session.reason];
  const what = `verdict: ${id} ended at ${formatClock(session.closedAt)}: ${how}`;
  if (!evidence.endedBeforeDrain(id)) return `${what}; that was in the drain, and is not judged`;
  if (session.reason !== 'idle_timeout') return `${what}, no timeout to judge`;
  return isJudged ? what : `${what}; it cannot be judged without the rules of the run`;
}
