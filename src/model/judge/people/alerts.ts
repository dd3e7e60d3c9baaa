// The outcome of alerts to agents: was the session answered before it expired?
import type { Micros } from '../../core/time.ts';
import type { WitnessSession } from '../../rows/rows.ts';
import { endedAt } from '../../rows/ends.ts';
import type { Evidence } from '../evidence.ts';
import { isOverAt, livesOf } from '../evidence/lives.ts';

/**
 * `handled`: an agent wrote before the session was closed. `expired`: the idle close came first.
 * `open`: neither had happened when play ended. `other`: the session ended otherwise.
 */
export interface AlertVerdict {
  readonly session: string;
  readonly agent: string;
  readonly at: Micros;
  readonly outcome: 'handled' | 'expired' | 'other' | 'open';
}

/**
 * Judges every alert before an idle close that an agent's client got during play, in the order of
 * the evidence. Events in the drain do not count.
 */
export function judgeAlerts(evidence: Evidence, drainStart: Micros): AlertVerdict[] {
  return evidence.alerts
    .filter(({ t }) => t <= drainStart)
    .map(({ session, by: agent, t: at }) => ({
      session,
      agent,
      at,
      outcome: outcomeOf(evidence, session, at, drainStart),
    }));
}

function outcomeOf(evidence: Evidence, id: string, at: Micros, drainStart: Micros): AlertVerdict['outcome'] {
  const session = evidence.sessions.get(id);
  const answered = firstAnswer(evidence, id, at);
  const end = firstEnd(session, at);
  if (answered < (end?.at ?? Infinity) && answered <= drainStart) return 'handled';
  if (end !== undefined && end.at <= drainStart) return end.reason === 'idle_timeout' ? 'expired' : 'other';
  // One that became leave-messages is over, even if the server does not say when.
  return session === undefined || isOverAt(session, drainStart) ? 'other' : 'open';
}

function firstAnswer(evidence: Evidence, session: string, after: Micros): Micros {
  let first = Infinity;
  for (const { from, at } of evidence.transcripts.get(session) ?? [])
    if (from === 'agent' && at >= after && at < first) first = at;
  return first;
}

/** The first end of a life from `after` on. A life that became leave-messages has no reason. */
function firstEnd(
  session: WitnessSession | undefined,
  after: Micros,
): { readonly at: Micros; readonly reason: string | undefined } | undefined {
  if (session === undefined) return undefined;
  for (const life of livesOf(session)) {
    const at = endedAt(life);
    if (at !== undefined && at >= after) return { at, reason: life.reason };
  }
  return undefined;
}
