// What became of alerts to agents: was the session answered before it expired?
import type { Micros } from '../core/time.ts';
import type { WitnessSession } from '../rows/rows.ts';
import { endedAt } from '../rows/ends.ts';
import type { Evidence } from './evidence.ts';
import { livesOf } from './lives.ts';

/** `handled`: an agent wrote before the session was closed; `expired`: the idle close came first; `other`: it ended otherwise, or goes on. */
export interface AlertVerdict {
  readonly session: string;
  readonly agent: string;
  readonly at: Micros;
  readonly outcome: 'handled' | 'expired' | 'other';
}

/** Judges every alert before an idle close that an agent's client got. In the order of the evidence. */
export function judgeAlerts(evidence: Evidence): AlertVerdict[] {
  return evidence.alerts.map(({ session, by: agent, t: at }) => {
    const answered = firstAnswer(evidence, session, at);
    const close = firstEnd(evidence.sessions.get(session), at);
    const isHandled = answered < (close?.at ?? Infinity);
    const outcome = isHandled ? 'handled' : close?.reason === 'idle_timeout' ? 'expired' : 'other';
    return { session, agent, at, outcome };
  });
}

function firstAnswer(evidence: Evidence, session: string, after: Micros): Micros {
  let first = Infinity;
  for (const { from, at } of evidence.transcripts.get(session) ?? [])
    if (from === 'agent' && at >= after && at < first) first = at;
  return first;
}

/** The first end of a life from `after` on. One that became leave-messages has no reason. */
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
