// Which ids a run has: what somebody can ask for who asked for one that it has not.
import { say } from '../../language/language.ts';
import type { Evidence } from '../../model/judge/evidence.ts';
import { actorOf, numberOf } from '../../model/rows/ids.ts';

/** The first and the last of each kind; of a person who is there, the messages. */
export function idsOf(evidence: Evidence, subject: string): string[] {
  const of = actorOf(subject) ?? subject;
  const messages = [...evidence.said()].filter(({ by }) => by === of).map(({ id }) => id);
  const actors = inOrder([...evidence.actors.keys()]);
  return [
    ...ends(
      messages.sort((a, b) => numberOf(a) - numberOf(b)),
      (first, last) => say('ids.messages', { of, first, last }),
    ),
    ...ends(
      actors.filter((id) => id.startsWith('v')),
      (first, last) => say('ids.visitors', { first, last }),
    ),
    ...ends(
      actors.filter((id) => id.startsWith('a')),
      (first, last) => say('ids.agents', { first, last }),
    ),
    ...ends(inOrder([...evidence.sessions.keys()]), (first, last) => say('ids.sessions', { first, last })),
  ];
}

/** What is said of the first and the last; nothing where there is none. */
function ends(ids: readonly string[], says: (first: string, last: string) => string): string[] {
  const [first, last] = [ids[0], ids.at(-1)];
  return first === undefined || last === undefined ? [] : [says(first, last)];
}

/** By the number behind the letter. */
const inOrder = (ids: readonly string[]): string[] =>
  ids.toSorted((a, b) => Number(a.replace(/^\D+/, '')) - Number(b.replace(/^\D+/, '')));
