// Lists the ids of a run, for a user who asked for an unknown one.
import { say } from '../../language/language.ts';
import type { Evidence } from '../../model/judge/evidence.ts';
import { actorOf, numberOf } from '../../model/rows/ids.ts';

/** The first and the last id of each kind; for a known person also of their messages. */
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

/** A text with the first and the last id; empty where there is none. */
function ends(ids: readonly string[], says: (first: string, last: string) => string): string[] {
  const [first, last] = [ids[0], ids.at(-1)];
  return first === undefined || last === undefined ? [] : [says(first, last)];
}

/** Sorted by the number after the letter. */
const inOrder = (ids: readonly string[]): string[] =>
  ids.toSorted((a, b) => Number(a.replace(/^\D+/, '')) - Number(b.replace(/^\D+/, '')));
