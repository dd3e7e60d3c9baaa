// Sessions that people were told of and that the history of the server does not know, or gives to somebody else.
import { isVisitor } from '../../rows/ids.ts';
import { pairOf, type Evidence } from '../evidence.ts';

/**
 * Their ids, each once, in order. Visitors were told of a session by a notice or by the ack of a message: the server had it then. Only for
 * evidence to which the server has said all it knows.
 */
export function forgotten(evidence: Evidence): string[] {
  const heard = new Set(evidence.heard.keys());
  for (const { said } of evidence.items())
    if (said?.ack !== undefined && said.ack.seq > 0 && isVisitor(said.by)) heard.add(pairOf(said.ack.session, said.by));
  const found = new Set<string>();
  for (const pair of heard) {
    const [session = '', visitor] = pair.split(' ');
    if (evidence.sessions.get(session)?.visitor !== visitor) found.add(session);
  }
  return [...found].sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)) || (a < b ? -1 : 1));
}
