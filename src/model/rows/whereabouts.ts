// Where a visitor's message is (R40): its session, its agent, a leave-message, or where it stopped.
import { actorOf } from './ids.ts';
import type { WitnessLeft, WitnessMessage, WitnessSession } from './rows.ts';

/** Where a message is, in the order in which the places are checked. */
export const PLACES = [
  'leave_messages',
  'in_hands',
  'waiting',
  'answered',
  'over_unanswered',
  'not_kept',
  'kept_by_channel',
  'refused',
  'unknown',
] as const;
export type PlaceOf = (typeof PLACES)[number];

export interface Whereabouts {
  readonly message: string;
  readonly visitor: string;
  readonly where: PlaceOf;
  /** The session it is stored in, or was acknowledged in. */
  readonly session?: string;
  readonly state?: string;
  readonly reason?: string;
  /**
   * Whether it is a later session of the visitor on that channel; earlier messages are then in
   * another one.
   */
  readonly isNew: boolean;
  /** The previous session, and whether the agent sees it. */
  readonly before?: string;
  readonly isLinked: boolean;
  /** Agents who have or had the session, in order. */
  readonly agents: readonly string[];
  /** The agent whose list shows it now. */
  readonly listedBy?: string;
}

export interface Known {
  readonly sessions: readonly WitnessSession[];
  readonly messages: readonly Pick<WitnessMessage, 'session' | 'seq' | 'id' | 'from'>[];
  readonly left: readonly Pick<WitnessLeft, 'id'>[];
  /** What its ack said, if that is known. */
  readonly ack?: { readonly session: string; readonly seq: number } | undefined;
  readonly isRefused?: boolean;
  /** The lists of agents. */
  readonly inbox: readonly { readonly agent: string; readonly sessions: readonly string[] }[];
}

/** Finds a visitor's message in what is known of that visitor: all sessions, messages and leave-messages. */
export function whereabouts(message: string, known: Known): Whereabouts {
  const stored = known.messages.find(({ id }) => id === message);
  const id = stored?.session ?? known.ack?.session;
  const session = known.sessions.find((s) => s.id === id);
  const own = known.sessions
    .filter(({ channel }) => channel === session?.channel)
    .sort((a, b) => a.openedAt - b.openedAt);
  const before = session === undefined ? undefined : own[own.indexOf(session) - 1];
  const listedBy = known.inbox.find(({ sessions }) => session !== undefined && sessions.includes(session.id))?.agent;
  return {
    message,
    visitor: actorOf(message) ?? '',
    where: placeOf(message, known, stored, session),
    ...(session !== undefined && { session: session.id, state: session.state }),
    ...(session?.reason !== undefined && { reason: session.reason }),
    isNew: before !== undefined,
    ...(before !== undefined && { before: before.id }),
    isLinked: before !== undefined && session?.follows === before.id,
    agents: session?.agents ?? [],
    ...(listedBy !== undefined && { listedBy }),
  };
}

function placeOf(
  message: string,
  { messages, left, ack, isRefused = false }: Known,
  stored: Known['messages'][number] | undefined,
  session: WitnessSession | undefined,
): PlaceOf {
  if (left.some(({ id }) => id === message)) return 'leave_messages';
  if (stored === undefined) {
    if (isRefused) return 'refused';
    if (ack === undefined) return 'unknown';
    return ack.seq === 0 && session === undefined ? 'kept_by_channel' : 'not_kept';
  }
  const isAnswered = messages.some(
    ({ session: of, seq, from }) => of === stored.session && from === 'agent' && seq > stored.seq,
  );
  if (isAnswered) return 'answered';
  if (session === undefined || session.closedAt !== undefined || session.state === 'left_message')
    return 'over_unanswered';
  return session.state === 'queued' || session.state === 'offered' ? 'waiting' : 'in_hands';
}
