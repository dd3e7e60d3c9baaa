// What breaks a limit, one by one: the messages and the closes behind a number, who had to do with each, and until when.
import type { Micros } from '../model/core/time.ts';
import type { Evidence } from '../model/judge/evidence.ts';
import type { Judged } from '../model/judge/judge.ts';
import type { TimeoutVerdict } from '../model/judge/timeouts.ts';
import { isVisitor } from '../model/rows/ids.ts';
import { MISSED_FATES, type Fate } from '../model/rows/words.ts';
import { inOrder } from './excerpt.ts';

export interface Finding {
  /** The message or the session that it is about. */
  readonly subject: string;
  /** Whose thread it is, who had to do with that, and whoever else saw it: visitors, then agents. */
  readonly actors: readonly string[];
  /** The last that happened to it. µs */
  readonly at: Micros;
}

/** What counts against a limit of `expect`, in the order in which the judge names it; empty for limits on times. */
export function findingsOf(limit: string, evidence: Evidence, judged: Judged): Finding[] {
  const messages = (ids: readonly string[]): Finding[] => ids.map((id) => aboutMessage(evidence, id));
  const withFate = (fates: readonly Fate[]): Finding[] =>
    messages(judged.messages.filter(({ fate }) => fates.includes(fate)).map(({ id }) => id));
  const closes = (are: (timeout: TimeoutVerdict) => boolean): Finding[] =>
    judged.timeouts.filter(are).map((timeout) => aboutClose(evidence, timeout));
  switch (limit) {
    case 'phantom':
      return messages(judged.phantoms);
    case 'vanished':
      return messages(judged.vanished);
    case 'wrongTimeouts':
      return [
        ...closes(({ byRule }) => byRule !== 'justified'),
        ...judged.windows.filter(({ byRule }) => byRule !== 'justified').map((w) => aboutClose(evidence, w)),
      ];
    case 'timeoutRate':
      return closes(({ byRule }) => byRule !== 'missed');
    case 'prematureRate':
      return closes(({ byPeople }) => byPeople === 'premature');
    case 'missedRate':
      return withFate([...MISSED_FATES, 'pending']);
    case 'waiting':
      return withFate(['pending']).filter(({ subject }) => isVisitor(subject));
    case 'forgotten':
      return judged.forgotten.map((session) => aboutForgotten(evidence, session));
    default:
      return withFate([limit.replace(/^fates\./, '') as Fate]);
  }
}

function aboutClose(
  evidence: Evidence,
  { session, visitor, closedAt }: Pick<TimeoutVerdict, 'session' | 'visitor' | 'closedAt'>,
): Finding {
  return { subject: session, actors: threadOf(evidence, [visitor]), at: closedAt };
}

/** Who was told of a session that no history has, and what they said in it. */
function aboutForgotten(evidence: Evidence, session: string): Finding {
  const told = [...evidence.heard].map((pair) => pair.split(' ')).filter(([id]) => id === session);
  const said = [...evidence.said()].filter(({ ack }) => ack?.session === session);
  return {
    subject: session,
    actors: threadOf(evidence, [...told.flatMap(([, visitor]) => visitor ?? []), ...said.map(({ by }) => by)]),
    at: Math.max(0, ...said.map(({ ack }) => ack?.t ?? 0)),
  };
}

function aboutMessage(evidence: Evidence, id: string): Finding {
  const { said, shows } = evidence.item(id);
  const homes = [said?.session, said?.ack?.session, ...shows.map(({ session }) => session)];
  const visitors = homes.flatMap((home) => evidence.sessions.get(home ?? '')?.visitor ?? []);
  const involved = [...visitors, ...shows.map(({ by }) => by), ...(said === undefined ? [] : [said.by])];
  const times = [said?.said, ...(said?.sends ?? []), said?.ack?.t, ...shows.map(({ t }) => t)];
  return { subject: id, actors: threadOf(evidence, involved), at: Math.max(...times.filter((t) => t !== undefined)) };
}

/** These actors, and the agents of all sessions of the visitors among them. */
function threadOf(evidence: Evidence, actors: readonly string[]): string[] {
  const visitors = new Set(actors.filter(isVisitor));
  const theirs = [...evidence.sessions.values()].filter(({ visitor }) => visitors.has(visitor));
  return inOrder([...actors, ...theirs.flatMap(({ agents }) => agents)]);
}
