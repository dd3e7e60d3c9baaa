// What breaks a limit, one by one: messages and closes, with the actors involved and the time.
import type { Micros } from '../model/core/time.ts';
import { pairOf, type Evidence } from '../model/judge/evidence.ts';
import type { Judged } from '../model/judge/judge.ts';
import type { TimeoutVerdict } from '../model/judge/timeouts/timeouts.ts';
import { actorOf, isVisitor } from '../model/rows/ids.ts';
import { MISSED_FATES, type Fate } from '../model/rows/words.ts';
import { inOrder } from '../run/excerpt.ts';

export interface Finding {
  /** The message or the session that it is about. */
  readonly subject: string;
  /**
   * The visitor of the thread, everybody involved, and everybody who saw it: visitors, then agents.
   */
  readonly actors: readonly string[];
  /** When the last thing happened to it. µs */
  readonly at: Micros;
}

/**
 * What counts against a limit of `expect`, in the order of the judge; empty for limits on times.
 */
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
      return withFate(['pending']).flatMap((finding) => inVain(evidence, finding) ?? []);
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

/**
 * A visitor's message that was still waiting at the end. Its time is when waiting became futile:
 * after the arrivals ended, and after its writer gave up.
 * If play was cut, only messages whose writer gave up count; see `waitingOf` of the verdict.
 */
function inVain({ actors, phases }: Evidence, finding: Finding): Finding | undefined {
  const by = actorOf(finding.subject);
  if (by === undefined || !isVisitor(by)) return undefined;
  const gaveUp = actors.get(by)?.gaveUp?.t;
  if (gaveUp === undefined && phases.get('play_end')?.why === 'cut') return undefined;
  return { ...finding, at: Math.max(finding.at, gaveUp ?? 0, phases.get('arrivals_end')?.t ?? 0) };
}

/** A session that is in no history: who was notified of it, and what they said in it. */
function aboutForgotten(evidence: Evidence, session: string): Finding {
  const told = [...evidence.heard].filter(([pair]) => pair.startsWith(pairOf(session, '')));
  const said = [...evidence.said()].filter(({ ack }) => ack?.session === session);
  return {
    subject: session,
    actors: threadOf(evidence, [...told.map(([pair]) => pair.slice(session.length + 1)), ...said.map(({ by }) => by)]),
    at: Math.max(0, ...told.map(([, t]) => t), ...said.map(({ ack }) => ack?.t ?? 0)),
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
