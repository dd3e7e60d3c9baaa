// What an idle close meant to the people of the session, by what they were about to do then.
import type { Micros } from '../../core/time.ts';
import type { WitnessMessage, WitnessSession } from '../../rows/rows.ts';
import type { ByPeople, Cause } from '../../rows/words.ts';
import type { Blame } from './blame.ts';
import type { ActorEvidence, Evidence } from '../evidence.ts';

export interface PeopleOptions {
  readonly slack: Micros;
  /** W: a turn due within this much of the close makes it premature. µs */
  readonly prematureWithin: Micros;
}

/** The last message of each side in a session by some moment. */
export interface LastWords {
  readonly visitor: WitnessMessage | undefined;
  readonly agent: WitnessMessage | undefined;
}

/**
 * Judges a close at `c`. The first of these that holds:
 * - `idle`: the visitor had finished, or had given up for a reason unrelated to this close
 * - `waiting`: a visitor's message was unanswered
 * - `unreached`: the answer was not on the visitor's screen
 * - `premature`: the next turn was due within W of the close
 * - `idle`: in all other cases
 */
export function judgePeople(
  evidence: Evidence,
  session: WitnessSession,
  c: Micros,
  o: PeopleOptions,
  blame: Blame,
): { readonly byPeople: ByPeople; readonly cause: Cause } {
  const visitor = evidence.actor(session.visitor);
  const last = lastWords(evidence.transcripts.get(session.id) ?? [], c);
  const isUnanswered = last.visitor !== undefined && (last.agent === undefined || last.visitor.at > last.agent.at);
  if ((visitor.finished ?? Infinity) <= c) return { byPeople: 'idle', cause: blame.silence(visitor, c) };
  const left = gaveUpBefore(visitor, c, o.slack);
  const gaveUpAt = visitor.gaveUp?.t ?? c;
  if (left === 'unheard' && last.agent !== undefined && !isUnanswered && last.agent.at <= gaveUpAt) {
    // The answer came in time, but did not reach the screen: that is not the agent's fault.
    if (!wasShown(evidence, last.agent.id, session.visitor, gaveUpAt))
      return { byPeople: 'unreached', cause: blame.unreached(visitor, last.agent, gaveUpAt) };
  }
  if (left === 'unheard')
    // A visitor who leaves because nobody answers is not silent: the answer was missing.
    return { byPeople: isUnanswered ? 'waiting' : 'idle', cause: blame.unanswered(session, last.visitor, c) };
  if (left === 'gone') return { byPeople: 'idle', cause: blame.silence(visitor, c) };
  if (isUnanswered) return { byPeople: 'waiting', cause: blame.unanswered(session, last.visitor, c) };
  if (last.agent !== undefined && !wasShown(evidence, last.agent.id, session.visitor, c))
    return { byPeople: 'unreached', cause: blame.unreached(visitor, last.agent, c) };
  const isPremature = isTurnNear(evidence, visitor, c, o.prematureWithin);
  return { byPeople: isPremature ? 'premature' : 'idle', cause: blame.silence(visitor, c) };
}

/**
 * Whether the visitor had given up before the close, for lack of an answer (`unheard`) or for
 * another reason (`gone`). Giving up because of this close does not count: the close comes first,
 * even if no time lies between.
 */
function gaveUpBefore({ gaveUp }: ActorEvidence, c: Micros, slack: Micros): 'unheard' | 'gone' | undefined {
  if (gaveUp === undefined) return undefined;
  if (gaveUp.why === 'closed') return gaveUp.t < c - slack ? 'gone' : undefined;
  if (gaveUp.t > c) return undefined;
  return gaveUp.why === 'refused' ? 'gone' : 'unheard';
}

function lastWords(transcript: readonly WitnessMessage[], by: Micros): LastWords {
  let visitor: WitnessMessage | undefined;
  let agent: WitnessMessage | undefined;
  for (const w of transcript) {
    if (w.at > by) continue;
    if (w.from === 'visitor' && (visitor === undefined || w.at >= visitor.at)) visitor = w;
    if (w.from === 'agent' && (agent === undefined || w.at >= agent.at)) agent = w;
  }
  return { visitor, agent };
}

const wasShown = (evidence: Evidence, id: string, to: string, by: Micros): boolean =>
  evidence.item(id).shows.some((show) => show.by === to && show.t <= by);

/** Whether the visitor's next turn was unsaid, and due within `within` of the close. */
function isTurnNear(evidence: Evidence, { id, intends }: ActorEvidence, c: Micros, within: Micros): boolean {
  const next = intends.filter(({ t }) => t <= c).at(-1);
  if (next === undefined || Math.abs(next.due - c) > within) return false;
  for (const m of messagesOf(evidence, id)) if (m.turn === next.turn && m.said <= c) return false;
  return true;
}

/** Everything that a person said, in order. */
export function* messagesOf(evidence: Evidence, actor: string): Generator<{ turn: number; said: Micros }> {
  for (let n = 0; ; n++) {
    const message = evidence.item(`${actor}/${n}`).said;
    if (message === undefined) return;
    yield message;
  }
}
