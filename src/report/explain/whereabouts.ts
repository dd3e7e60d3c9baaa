// Describes where a visitor's message is at the end of a run (R40): in a new session and with whom,
// in a leave-message, or where it stopped.
import { message, say } from '../../language/language.ts';
import type { Evidence } from '../../model/judge/evidence.ts';
import { actorOf, isVisitor } from '../../model/rows/ids.ts';
import { whereabouts } from '../../model/rows/whereabouts.ts';

/** Up to two lines; none for an id that is not a visitor's message. */
export function whereaboutsLines(evidence: Evidence, id: string): string[] {
  const { said, left, stored } = evidence.item(id);
  const visitor = actorOf(id);
  if (said === undefined || visitor === undefined || !isVisitor(id)) return [];
  const sessions = [...evidence.sessions.values()].filter((s) => s.visitor === visitor);
  const messages = [...stored, ...sessions.flatMap((s) => evidence.transcripts.get(s.id) ?? [])];
  const inbox = [...evidence.inboxes].map(([agent, list]) => ({ agent, sessions: [...list] }));
  const found = whereabouts(id, {
    sessions,
    messages,
    left,
    ack: said.ack,
    isRefused: said.refused !== undefined,
    inbox,
  });
  const { where, session, before, isLinked, agents, listedBy } = found;
  const place = say('where.is', { where, says: message(`where.${where}`) });
  if (session === undefined) return [place];
  return [
    place,
    say('where.session', {
      session,
      before: before ?? '',
      linked: message(isLinked ? 'where.linked' : 'where.unlinked'),
      agents,
      listed: listedBy ?? '',
    }),
  ];
}
