// What becomes of a visitor's message when the session it was meant for is closed: one function a policy.
import type { Micros } from '../core/time.ts';
import type { Channel } from '../rows/words.ts';
import { afterCloseOn, type AfterClose, type SessionRules } from '../rules/rules.ts';
import type { DeskSink } from './ports.ts';
import type { Visitor } from './state/parties.ts';
import type { Session } from './session.ts';

/** What the desk lends to a policy. */
export interface AfterCloseDesk {
  readonly sink: DeskSink;
  readonly rules: SessionRules;
  /** Whether somebody who comes now is let in. */
  isReceiving(channel: Channel, now: Micros): boolean;
  /** Stores the message in an open session, acks it and passes it on. */
  accept(session: Session, visitor: Visitor, id: string, text: string, now: Micros): void;
  /** @param after the session that this one follows */
  open(visitor: Visitor, channel: Channel, now: Micros, after?: Session): Session;
  /** @param agent who gets it, there or not; else it is routed */
  reopen(session: Session, now: Micros, agent?: string): void;
}

export interface Late {
  readonly visitor: Visitor;
  readonly channel: Channel;
  /** The session that the message was meant for. */
  readonly closed: Session;
  readonly id: string;
  readonly text: string;
  readonly now: Micros;
}

/** The session named in the ack of a message that went to the leave-message box instead of a session. */
export const LEFT = 'left';
/** The session named in the ack of a message that a cut channel kept to itself. */
export const SWALLOWED = 'channel';

export const AFTER_CLOSE_POLICY: Readonly<Record<AfterClose, (desk: AfterCloseDesk, late: Late) => void>> = {
  /** P1: the same session again in the hands of its last agent, who need not be there. */
  same_agent(desk, { visitor, closed, id, text, now }) {
    desk.reopen(closed, now, closed.agents.at(-1));
    desk.accept(closed, visitor, id, text, now);
  },
  /** P2: the same session again, routed afresh. */
  reopen(desk, { visitor, closed, id, text, now }) {
    desk.reopen(closed, now);
    desk.accept(closed, visitor, id, text, now);
  },
  /** P3: the same session again for a while after its close, then a new one. */
  within_window(desk, late) {
    const isIn = late.now - (late.closed.closedAt ?? late.closed.stateSince) <= desk.rules.afterClose.window;
    AFTER_CLOSE_POLICY[isIn ? 'reopen' : 'new_session'](desk, late);
  },
  /** P4: a new session, routed afresh. */
  new_session(desk, { visitor, channel, closed, id, text, now }) {
    desk.accept(desk.open(visitor, channel, now, closed), visitor, id, text, now);
  },
  /** P5: a new session, with the last agent where there is room for it: routing knows, see `SessionDesk`. */
  sticky(desk, late) {
    AFTER_CLOSE_POLICY.new_session(desk, late);
  },
  /** P6: told so, and kept nowhere. */
  refuse(desk, { visitor, id }) {
    desk.sink.note({ note: 'refused', why: 'closed' });
    if (visitor.conn !== undefined) desk.sink.send(visitor.conn, { f: 'refuse', id, why: 'closed' });
  },
  /** P7: stored as a leave-message. */
  leave_message(desk, { visitor, closed, id, text, now }) {
    leaveMessage(desk.sink, visitor, id, text, now);
    if (visitor.conn === undefined) return;
    desk.sink.send(visitor.conn, { f: 'notice', kind: 'left_message', session: closed.id });
  },
  /** P8: the defect of the mission. Acknowledged, and kept nowhere. */
  drop(desk, { visitor, closed, id }) {
    closed.seq += 1;
    visitor.ids.add(id, closed.id, closed.seq);
    if (visitor.conn !== undefined) desk.sink.send(visitor.conn, { f: 'ack', id, session: closed.id, seq: closed.seq });
  },
};

/** What a visitor writes who has no open session: one who never had one, or whose session was closed. */
export type Outside = Omit<Late, 'closed'> & { readonly closed?: Session };

/** Decides what becomes of it: where the channel has been cut it never comes here, where nobody is received it is kept, else it opens a session or is late. */
export function outsideSession(desk: AfterCloseDesk, late: Outside): void {
  const { visitor, channel, closed, id, text, now } = late;
  if (closed !== undefined && desk.rules.channels[channel]?.cut === true) swallow(desk, visitor, id);
  else if (!desk.isReceiving(channel, now)) notReceived(desk, late);
  else if (closed === undefined) desk.accept(desk.open(visitor, channel, now), visitor, id, text, now);
  else AFTER_CLOSE_POLICY[afterCloseOn(desk.rules, channel)](desk, { ...late, closed });
}

/** The platform says "sent", and passes nothing on: no rule and no metric of the desk hears of it. */
function swallow({ sink }: AfterCloseDesk, visitor: Visitor, id: string): void {
  visitor.ids.add(id, SWALLOWED, 0);
  if (visitor.conn !== undefined) sink.send(visitor.conn, { f: 'ack', id, session: SWALLOWED, seq: 0 });
}

/** What comes in while nobody is received becomes a leave-message, unless the desk refuses or loses what comes after a close anyway. */
function notReceived(desk: AfterCloseDesk, late: Outside): void {
  const { closed, channel, visitor, id, text, now } = late;
  const policy = closed === undefined ? 'leave_message' : afterCloseOn(desk.rules, channel);
  if (closed !== undefined && (policy === 'refuse' || policy === 'drop')) {
    AFTER_CLOSE_POLICY[policy](desk, { ...late, closed });
    return;
  }
  leaveMessage(desk.sink, visitor, id, text, now);
  if (visitor.conn === undefined) return;
  desk.sink.send(visitor.conn, { f: 'notice', kind: 'left_message', session: closed?.id ?? LEFT });
}

/** Stores a leave-message and acks it. */
export function leaveMessage(sink: DeskSink, visitor: Visitor, id: string, text: string, now: Micros): void {
  sink.persist({ kind: 'left', id, visitor: visitor.id, text, at: now });
  visitor.ids.add(id, LEFT, 0);
  sink.note({ note: 'left_message', id, visitor: visitor.id, text });
  if (visitor.conn !== undefined) sink.send(visitor.conn, { f: 'ack', id, session: LEFT, seq: 0 });
}

/** What nobody has answered in a session that waits in vain goes to the box. */
export function leaveUnanswered(sink: DeskSink, session: Session, visitor: Visitor, now: Micros): void {
  const answered = session.messages.findLast((m) => m.from === 'agent')?.seq ?? 0;
  for (const m of session.messages) {
    const isKept = m.from !== 'visitor' || m.seq < answered || visitor.ids.get(m.id)?.session === LEFT;
    if (!isKept) leaveMessage(sink, visitor, m.id, m.text, now);
  }
}
