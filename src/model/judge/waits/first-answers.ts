// First responses: per life of a session, from the visitor's first message to the first answer.
import type { Micros } from '../../core/time.ts';
import type { Values } from '../../core/values.ts';
import type { Waits } from '../../core/waits.ts';
import { endedAt } from '../../rows/ends.ts';
import { isVisitor } from '../../rows/ids.ts';
import type { WitnessSession } from '../../rows/rows.ts';
import type { Evidence } from '../evidence.ts';
import type { Item } from '../evidence/items.ts';
import { isOverAt, livesOf } from '../evidence/lives.ts';

/**
 * A message in a session. `at` is the server's time, which decides the life it belongs to; `seen`
 * is when it began or ended the wait.
 */
interface Word {
  readonly at: Micros;
  readonly seen: Micros;
}

interface Talk {
  readonly asked: Word[];
  readonly answered: Word[];
}

/**
 * Adds a wait for each life in which a visitor wrote. Ended: an agent's message of that life was
 * shown to the visitor. Never: the life ended without one, or the visitor had given up. Open:
 * neither had happened when play ended.
 */
export function firstAnswers(evidence: Evidence, drainStart: Micros, waits: Waits<Values>): void {
  for (const [id, talk] of talksOf(evidence)) {
    const session = evidence.sessions.get(id);
    if (session === undefined) continue;
    const lives = livesOf(session);
    const visitor = evidence.actors.get(session.visitor);
    const gaveUp = visitor?.gaveUp?.t ?? Infinity;
    const finished = visitor?.finished ?? Infinity;
    let from = -Infinity;
    for (const [i, life] of lives.entries()) {
      const to = i === lives.length - 1 ? Infinity : (endedAt(life) ?? Infinity);
      // A visitor who has finished only says goodbye, and waits for nothing.
      const asked = firstIn(talk.asked, from, to, finished);
      // What is shown because the harness restores networks for the drain did not come during play.
      const answered = firstIn(talk.answered, from, to, drainStart + 1);
      from = to;
      if (asked === Infinity) continue;
      if (answered < Infinity) {
        waits.ended.add(Math.max(0, answered - asked));
        if (gaveUp < answered) waits.late += 1;
      } else if (isEnded(life, i < lives.length - 1, drainStart) || gaveUp <= drainStart) waits.never += 1;
      else waits.open.add(Math.max(0, drainStart - asked));
    }
  }
}

const isEnded = (life: WitnessSession, isEarlier: boolean, drainStart: Micros): boolean =>
  isEarlier || isOverAt(life, drainStart) || drainStart === Infinity;

/**
 * When the earliest message between two closes was seen, before `end`. At the same moment the
 * deadline wins.
 */
function firstIn(words: readonly Word[], from: Micros, to: Micros, end: Micros): Micros {
  let first = Infinity;
  for (const { at, seen } of words) if (at >= from && at < to && seen < end && seen < first) first = seen;
  return first;
}

function talksOf(evidence: Evidence): Map<string, Talk> {
  const talks = new Map<string, Talk>();
  const of = (session: string): Talk => {
    const known = talks.get(session) ?? { asked: [], answered: [] };
    talks.set(session, known);
    return known;
  };
  for (const item of evidence.items()) {
    const asked = question(item);
    if (asked !== undefined) of(asked.session).asked.push(asked);
    const answered = answer(item);
    if (answered !== undefined) of(answered.session).answered.push(answered);
  }
  return talks;
}

type Placed = Word & { readonly session: string };

/** A visitor's message that is in a session, by the history or by the ack. */
function question({ said, stored: [stored] }: Item): Placed | undefined {
  if (said === undefined || !isVisitor(said.by)) return undefined;
  if (stored !== undefined) return { session: stored.session, at: Math.max(stored.at, said.said), seen: said.said };
  const { ack } = said;
  return ack === undefined || ack.seq === 0 ? undefined : { session: ack.session, at: ack.t, seen: said.said };
}

/** An agent's message when it was first shown to a visitor. */
function answer({ shows, stored: [stored] }: Item): Placed | undefined {
  let first: Item['shows'][number] | undefined;
  for (const show of shows)
    if (show.from === 'agent' && isVisitor(show.by) && (first === undefined || show.t < first.t)) first = show;
  return first && { session: first.session, at: stored?.at ?? first.t, seen: first.t };
}
