// Sessions that visitors know of, but that the server's history lacks or gives to somebody else.
import { isVisitor } from '../../rows/ids.ts';
import { pairOf, type Evidence } from '../evidence.ts';

/**
 * Their ids, each once, in order. Visitors knew of a session from a notice or from the ack of a
 * message, so the server had it then. Only for evidence in which the server has reported
 * everything.
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
