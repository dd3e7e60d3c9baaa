// Which ids a run has: what somebody can ask for who asked for one that it has not.
import { say } from '../language/language.ts';
import type { Evidence } from '../model/judge/evidence.ts';
import { actorOf, numberOf } from '../model/rows/ids.ts';

/** The first and the last of each kind; of a person who is there, the messages. */
export function idsOf(evidence: Evidence, subject: string): string[] {
  const { actors, sessions } = evidence;
  const person = actorOf(subject) ?? subject;
  const messages = [...evidence.said()].filter(({ by }) => by === person).map(({ id }) => id);
  const kinds = [
    { is: 'messages', of: person, ids: messages.sort((a, b) => numberOf(a) - numberOf(b)) },
    { is: 'visitors', of: '', ids: inOrder([...actors.keys()].filter((id) => id.startsWith('v'))) },
    { is: 'agents', of: '', ids: inOrder([...actors.keys()].filter((id) => id.startsWith('a'))) },
    { is: 'sessions', of: '', ids: inOrder([...sessions.keys()]) },
  ] as const;
  return kinds.flatMap(({ is, of, ids }) => {
    const [first, last] = [ids[0], ids.at(-1)];
    return first === undefined || last === undefined ? [] : [say(`ids.${is}`, { of, first, last })];
  });
}

/** By the number behind the letter. */
const inOrder = (ids: readonly string[]): string[] =>
  ids.toSorted((a, b) => Number(a.replace(/^\D+/, '')) - Number(b.replace(/^\D+/, '')));
