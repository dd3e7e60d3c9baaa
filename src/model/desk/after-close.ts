// What becomes of a visitor's message after a close: one function per policy, which only decides.
import type { Micros } from '../core/time.ts';
import type { Channel } from '../rows/words.ts';
import { afterCloseOn, type AfterClose, type SessionRules } from '../rules/rules.ts';
import type { DeskSink } from './ports.ts';
import type { Session } from './session.ts';
import type { Visitor } from './state/parties.ts';

/**
 * A message of a visitor without an open session: one who never had one, or whose session was
 * closed.
 */
export interface Outside {
  readonly visitor: Visitor;
  readonly channel: Channel;
  /** The session that the message was meant for. */
  readonly closed?: Session;
  readonly id: string;
  readonly text: string;
  readonly now: Micros;
}

type Late = Outside & { readonly closed: Session };

/** The session named in the ack of a message that went to the leave-message box instead of a session. */
export const LEFT = 'left';
/** The session named in the ack of a message that a cut channel did not pass on. */
const SWALLOWED = 'channel';

/** The message goes into a session. */
export type Said =
  /** A new one. `follows` is the previous session. */
  | { readonly to: 'open'; readonly follows?: Session }
  /**
   * The closed one, which reopens. `agent` gets it, online or not; without `agent` it is routed.
   */
  | { readonly to: 'reopen'; readonly closed: Session; readonly agent?: string };

/** The message goes into no session. */
export type Unsaid =
  | { readonly to: 'refuse' }
  /** `told` is the session named in the notice. */
  | { readonly to: 'leave'; readonly told: string }
  | { readonly to: 'drop'; readonly closed: Session }
  | { readonly to: 'swallow' };

const reopened = (closed: Session, agent?: string): Said => ({
  to: 'reopen',
  closed,
  ...(agent !== undefined && { agent }),
});

const AFTER_CLOSE_POLICY: Readonly<Record<AfterClose, (late: Late, rules: SessionRules) => Said | Unsaid>> = {
  /** P1: the session reopens with its last agent, online or not. */
  same_agent: ({ closed }) => reopened(closed, closed.agents.at(-1)),
  /** P2: the session reopens and is routed afresh. */
  reopen: ({ closed }) => reopened(closed),
  /** P3: the session reopens for a while after its close; later a new one opens. */
  within_window({ closed, now }, { afterClose }) {
    const isIn = now - (closed.closedAt ?? closed.stateSince) <= afterClose.window;
    return isIn ? reopened(closed) : { to: 'open', follows: closed };
  },
  /** P4: a new session, routed afresh. */
  new_session: ({ closed }) => ({ to: 'open', follows: closed }),
  /**
   * P5: a new session, with the last agent if there is room. Routing decides that, see
   * `SessionDesk`.
   */
  sticky: ({ closed }) => ({ to: 'open', follows: closed }),
  /** P6: refused, and stored nowhere. */
  refuse: () => ({ to: 'refuse' }),
  /** P7: stored as a leave-message. */
  leave_message: ({ closed }) => ({ to: 'leave', told: closed.id }),
  /** P8: the defect that this project looks for. Acknowledged, and stored nowhere. */
  drop: ({ closed }) => ({ to: 'drop', closed }),
};

/**
 * Decides what becomes of the message. From a cut channel it never arrives. While nobody is
 * received, `notReceived` decides. Otherwise a session opens, or the policy for late messages
 * decides.
 * @param isReceiving whether a visitor who comes now is let in
 */
export function becomesOf(late: Outside, rules: SessionRules, isReceiving: () => boolean): Said | Unsaid {
  const { channel, closed } = late;
  if (closed !== undefined && rules.channels[channel]?.cut === true) return { to: 'swallow' };
  if (!isReceiving()) return notReceived(late, rules);
  if (closed === undefined) return { to: 'open' };
  return AFTER_CLOSE_POLICY[afterCloseOn(rules, channel)]({ ...late, closed }, rules);
}

/**
 * While nobody is received, a message becomes a leave-message, unless the policy after a close
 * refuses or drops it.
 */
function notReceived({ closed, channel }: Outside, rules: SessionRules): Unsaid {
  if (closed === undefined) return { to: 'leave', told: LEFT };
  const policy = afterCloseOn(rules, channel);
  if (policy === 'refuse') return { to: 'refuse' };
  return policy === 'drop' ? { to: 'drop', closed } : { to: 'leave', told: closed.id };
}

/** Carries out the decision for a message that goes into no session. */
export function keepOut(sink: DeskSink, { visitor, id, text, now }: Outside, becomes: Unsaid): void {
  const { conn } = visitor;
  if (becomes.to === 'refuse') {
    sink.note({ note: 'refused', why: 'closed' });
    if (conn !== undefined) sink.send(conn, { f: 'refuse', id, why: 'closed' });
  } else if (becomes.to === 'leave') {
    leaveMessage(sink, visitor, id, text, now);
    if (conn !== undefined) sink.send(conn, { f: 'notice', kind: 'left_message', session: becomes.told });
  } else if (becomes.to === 'drop') {
    becomes.closed.seq += 1;
    acknowledge(sink, visitor, id, becomes.closed.id, becomes.closed.seq);
  } else {
    // The platform says "sent" and passes nothing on, so no rule and no metric counts the message.
    acknowledge(sink, visitor, id, SWALLOWED, 0);
  }
}

/** Acks a message, and remembers the ack for resends. */
export function acknowledge(sink: DeskSink, visitor: Visitor, id: string, session: string, seq: number): void {
  visitor.ids.add(id, session, seq);
  if (visitor.conn !== undefined) sink.send(visitor.conn, { f: 'ack', id, session, seq });
}

/** Stores a leave-message and acks it. */
function leaveMessage(sink: DeskSink, visitor: Visitor, id: string, text: string, now: Micros): void {
  sink.persist({ kind: 'left', id, visitor: visitor.id, text, at: now });
  visitor.ids.add(id, LEFT, 0);
  sink.note({ note: 'left_message', id, visitor: visitor.id, text });
  if (visitor.conn !== undefined) sink.send(visitor.conn, { f: 'ack', id, session: LEFT, seq: 0 });
}

/** Turns a visitor's unanswered messages into leave-messages. */
export function leaveUnanswered(sink: DeskSink, session: Session, visitor: Visitor, now: Micros): void {
  const answered = session.messages.findLast((m) => m.from === 'agent')?.seq ?? 0;
  for (const m of session.messages) {
    const isKept = m.from !== 'visitor' || m.seq < answered || visitor.ids.get(m.id)?.session === LEFT;
    if (!isKept) leaveMessage(sink, visitor, m.id, m.text, now);
  }
}
