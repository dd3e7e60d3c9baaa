// What each frame of a visitor's client means for the visitor's session.
import type { Micros } from '../../core/time.ts';
import type { ClientFrame } from '../../protocol/frames.ts';
import { isBy } from '../../rows/ids.ts';
import type { DeskSink } from '../ports.ts';
import { ackAgain, refuse } from './replies.ts';
import { isOpen, isWaiting, type Session } from '../session.ts';
import type { SessionDesk } from '../session-desk.ts';
import type { Link, Visitor } from '../state/parties.ts';

export class VisitorFrames {
  readonly #sink: DeskSink;
  readonly #desk: SessionDesk;

  constructor(sink: DeskSink, desk: SessionDesk) {
    this.#sink = sink;
    this.#desk = desk;
  }

  /**
   * After the sign-in: sends what the client has not seen of its session, and whether that is over.
   */
  resume(link: Link, visitor: Visitor, frame: ClientFrame & { f: 'hello' }, now: Micros): void {
    const session = visitor.newest.get(link.channel ?? 'web');
    const known = session !== undefined && frame.session === session.id ? (frame.seq ?? 0) : 0;
    const open = session !== undefined && isOpen(session);
    this.#sink.send(link.conn, {
      f: 'welcome',
      v: 1,
      actor: visitor.id,
      ...(open && { session: session.id, seq: session.seq }),
    });
    if (session === undefined) return;
    if (open) {
      if (session.visitorGoneAt !== undefined)
        this.#sink.note({ note: 'reconnected', role: 'visitor', gap: now - session.visitorGoneAt });
      delete session.visitorGoneAt;
    }
    if (!open && frame.session !== session.id) return;
    for (const m of session.messages) {
      if (m.seq <= known || m.from === 'visitor') continue;
      this.#desk.screens.show(link.conn, session, m);
      this.#sink.note({ note: 'redelivered', cause: 'reconnect' });
    }
    if (!open) this.#desk.screens.noticeClosed(link.conn, session);
  }

  frame(link: Link, visitor: Visitor, frame: ClientFrame, now: Micros): void {
    const session = visitor.newest.get(link.channel ?? 'web');
    if (frame.f === 'msg') this.#message(link, visitor, frame.id, frame.text, now);
    else if (frame.f === 'end') {
      if (session !== undefined && isOpen(session) && frame.session === session.id)
        this.#desk.close(session, isWaiting(session) ? 'visitor_abandoned' : 'visitor', now);
    } else if (frame.f === 'typing' || frame.f === 'fence') this.#relay(link, session, frame, now);
    else if ((frame.f === 'activity' || frame.f === 'click') && session?.id === frame.session) {
      if (frame.f === 'activity') this.#desk.touch(session, 'activity', now);
      else this.#desk.click(session, frame.option, now);
    } else if (frame.f === 'ask') this.#sink.send(link.conn, { f: 'alive', n: frame.n });
  }

  #relay(link: Link, session: Session | undefined, frame: ClientFrame & { f: 'typing' | 'fence' }, now: Micros): void {
    if (session === undefined || !isOpen(session)) {
      if (frame.f === 'fence') this.#sink.send(link.conn, { f: 'ack', id: frame.id, session: frame.session, seq: 0 });
      return;
    }
    const to = session.agent === undefined ? undefined : this.#desk.state.people.agents.get(session.agent)?.conn;
    if (to !== undefined) this.#sink.send(to, { ...frame, session: session.id });
    if (frame.f === 'typing') this.#desk.touch(session, 'visitor_typing', now);
    if (frame.f === 'fence')
      this.#sink.send(link.conn, { f: 'ack', id: frame.id, session: session.id, seq: session.seq });
  }

  #message(link: Link, visitor: Visitor, id: string, text: string, now: Micros): void {
    if (!isBy(id, visitor.id)) {
      refuse(this.#sink, link.conn, id, 'bad_id');
      return;
    }
    const known = visitor.ids.get(id);
    if (known !== undefined) return ackAgain(this.#sink, link.conn, id, known);
    const channel = link.channel ?? 'web';
    const session = visitor.newest.get(channel);
    if (session !== undefined && isOpen(session)) this.#desk.accept(session, visitor, id, text, now);
    else this.#desk.outside({ visitor, channel, ...(session && { closed: session }), id, text, now });
  }
}
