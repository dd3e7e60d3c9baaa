// The reference desk as a state machine without clock, randomness or sockets: who is connected, what they send, whether their page still runs.
import { EventHeap } from '../core/heap.ts';
import type { Micros } from '../core/time.ts';
import type { Conn } from '../ports/runtime.ts';
import { CLOSE, type ClientFrame } from '../protocol/frames.ts';
import { isBy } from '../rows/ids.ts';
import type { Refusal } from '../rows/words.ts';
import type { SessionRules } from '../rules/rules.ts';
import { asSaid } from './transcript/attachment.ts';
import type { DeskApi, DeskPulse, DeskStats, Place, VerifyAgent } from './api.ts';
import { sendFault } from './transcript/channel.ts';
import { SessionDesk } from './session-desk.ts';
import { signIn, type Roster } from './sign-in.ts';
import { isSignedIn, newLink, nextLook, type Agent, type Link, type Visitor } from './state/parties.ts';
import type { DeskSink, StoredDesk } from './ports.ts';
import type { Setting } from './rule-book.ts';
import { isOpen, isWaiting, type Session } from './session.ts';

export interface DeskOptions {
  readonly rules: SessionRules;
  readonly sink: DeskSink;
  readonly verifyAgent: VerifyAgent;
}

/** See {@link DeskApi}. */
export class Desk implements DeskApi {
  readonly sink: DeskSink;
  readonly #liveness: SessionRules['liveness'];
  readonly #sessions: SessionDesk;
  /** When to look at a connection again; payload = its number. */
  readonly #heap = new EventHeap();
  readonly #links = new Map<Conn, Link>();
  readonly #roster: Roster;

  constructor(options: DeskOptions) {
    this.#liveness = options.rules.liveness;
    this.sink = options.sink;
    this.#sessions = new SessionDesk(options.rules, options.sink);
    this.#roster = {
      visitor: (id, secret) => this.#sessions.state.people.visitor(id, secret),
      agent: (id, token) => (options.verifyAgent(id, token) ? this.#sessions.state.people.agent(id) : undefined),
      drop: (conn, now) => {
        this.sink.close(conn, CLOSE.replaced.code);
        this.disconnected(conn, now);
      },
    };
  }

  get rules(): SessionRules {
    return this.#sessions.state.rules;
  }

  frame(conn: Conn, sent: ClientFrame, now: Micros): void {
    const frame = asSaid(sent);
    this.advance(now);
    const link = this.#links.get(conn) ?? newLink(this.#links, conn, now);
    link.heard = now;
    link.asked = 0;
    if (!isSignedIn(link)) {
      if (frame.f === 'hello') this.#signIn(link, frame, now);
      else {
        this.sink.send(conn, { f: 'error', why: `the first frame must be hello, not ${frame.f}` });
        this.#cut(link, CLOSE.unauthorised.code, now);
      }
      return;
    }
    if (link.visitor !== undefined) this.#visitorFrame(link, link.visitor, frame, now);
    else if (link.agent !== undefined) this.#agentFrame(link, link.agent, frame, now);
  }

  disconnected(conn: Conn, now: Micros): void {
    this.advance(now);
    this.#gone(conn, now);
  }

  #gone(conn: Conn, now: Micros): void {
    const link = this.#links.get(conn);
    if (link === undefined) return;
    this.#links.delete(conn);
    if (link.visitor?.conn === conn) {
      delete link.visitor.conn;
      this.#sessions.visitorGone(link.visitor, now);
    }
    if (link.agent?.conn === conn) {
      delete link.agent.conn;
      link.agent.goneAt = now;
      link.agent.handedOver = false;
      this.#sessions.lost(link.agent, now);
    }
  }

  nextDue(): Micros {
    return Math.min(this.#sessions.state.deadlines.next, this.#heap.nextTime);
  }

  nextRule(): Micros {
    return this.#sessions.state.deadlines.next;
  }

  advance(now: Micros): void {
    this.#sessions.advance(now);
    while (this.#heap.nextTime <= now) {
      const at = this.#heap.nextTime;
      const link = this.#links.get(this.#heap.pop());
      if (link?.wake === at) this.#linkDue(link, now);
    }
  }

  restore(stored: StoredDesk, now: Micros): void {
    this.#sessions.restore(stored, now);
  }

  pulse(conn: Conn): DeskPulse | undefined {
    const link = this.#links.get(conn);
    if (link === undefined || link.asked > 0 || !isSignedIn(link)) return undefined;
    return {
      heard: link.heard,
      wake: link.wake,
      rest: () => (link.wake = Infinity),
      play: (heard, wake, asked) => {
        link.heard = heard;
        link.asked = asked;
        link.wake = wake;
        if (wake < Infinity) this.#heap.push(wake, conn);
      },
    };
  }

  change(setting: Setting): void {
    this.advance(setting.at);
    this.#sessions.change(setting);
  }

  settled(message: string): Place | undefined {
    return this.#sessions.state.people.settled(message);
  }

  isOver(visitor: string): boolean {
    return this.#sessions.state.people.isOver(visitor);
  }

  forget(visitor: string): void {
    this.#sessions.state.people.forget(visitor);
  }

  stats(): DeskStats {
    return this.#sessions.stats();
  }

  inbox(): { agent: string; sessions: string[] }[] {
    return this.#sessions.state.people.inbox();
  }

  // ── hello and frames ────────────────────────────────────────────────────────────────────────────────────────────

  #signIn(link: Link, frame: ClientFrame & { f: 'hello' }, now: Micros): void {
    const fault = signIn(this.#roster, link, frame, now);
    if (fault !== undefined) {
      this.sink.send(link.conn, { f: 'error', why: fault.why });
      this.#cut(link, fault.code, now);
      return;
    }
    if (link.visitor !== undefined) this.#resumeVisitor(link, link.visitor, frame, now);
    if (link.agent !== undefined) this.#resumeAgent(link, link.agent, now);
    this.#scheduleLink(link);
  }

  #resumeVisitor(link: Link, visitor: Visitor, frame: ClientFrame & { f: 'hello' }, now: Micros): void {
    const session = visitor.newest.get(link.channel ?? 'web');
    const known = session !== undefined && frame.session === session.id ? (frame.seq ?? 0) : 0;
    const open = session !== undefined && isOpen(session);
    this.sink.send(link.conn, {
      f: 'welcome',
      v: 1,
      actor: visitor.id,
      ...(open && { session: session.id, seq: session.seq }),
    });
    if (session === undefined) return;
    if (open) {
      if (session.visitorGoneAt !== undefined)
        this.sink.note({ note: 'reconnected', role: 'visitor', gap: now - session.visitorGoneAt });
      delete session.visitorGoneAt;
    }
    if (!open && frame.session !== session.id) return;
    for (const m of session.messages) {
      if (m.seq <= known || m.from === 'visitor') continue;
      this.#sessions.screens.show(link.conn, session, m);
      this.sink.note({ note: 'redelivered', cause: 'reconnect' });
    }
    if (!open) this.#sessions.screens.noticeClosed(link.conn, session);
  }

  #resumeAgent(link: Link, agent: Agent, now: Micros): void {
    agent.online = !agent.away;
    if (agent.goneAt !== undefined) this.sink.note({ note: 'reconnected', role: 'agent', gap: now - agent.goneAt });
    delete agent.goneAt;
    this.sink.send(link.conn, { f: 'welcome', v: 1, actor: agent.id });
    for (const notice of agent.missed.splice(0)) this.sink.send(link.conn, notice);
    for (const session of agent.sessions) this.#sessions.screens.showSession(link.conn, session);
    this.#sessions.welcome(agent, now);
  }

  #visitorFrame(link: Link, visitor: Visitor, frame: ClientFrame, now: Micros): void {
    const session = visitor.newest.get(link.channel ?? 'web');
    if (frame.f === 'msg') this.#visitorMessage(link, visitor, frame.id, frame.text, now);
    else if (frame.f === 'end') {
      if (session !== undefined && isOpen(session) && frame.session === session.id)
        this.#sessions.close(session, isWaiting(session) ? 'visitor_abandoned' : 'visitor', now);
    } else if (frame.f === 'typing' || frame.f === 'fence') this.#relayFromVisitor(link, session, frame, now);
    else if ((frame.f === 'activity' || frame.f === 'click') && session?.id === frame.session) {
      if (frame.f === 'activity') this.#sessions.touch(session, 'activity', now);
      else this.#sessions.click(session, frame.option, now);
    } else if (frame.f === 'ask') this.sink.send(link.conn, { f: 'alive', n: frame.n });
  }

  #relayFromVisitor(
    link: Link,
    session: Session | undefined,
    frame: ClientFrame & { f: 'typing' | 'fence' },
    now: Micros,
  ): void {
    if (session === undefined || !isOpen(session)) {
      if (frame.f === 'fence') this.sink.send(link.conn, { f: 'ack', id: frame.id, session: frame.session, seq: 0 });
      return;
    }
    const to = session.agent === undefined ? undefined : this.#sessions.state.people.agents.get(session.agent)?.conn;
    if (to !== undefined) this.sink.send(to, { ...frame, session: session.id });
    if (frame.f === 'typing') this.#sessions.touch(session, 'visitor_typing', now);
    if (frame.f === 'fence')
      this.sink.send(link.conn, { f: 'ack', id: frame.id, session: session.id, seq: session.seq });
  }

  #visitorMessage(link: Link, visitor: Visitor, id: string, text: string, now: Micros): void {
    if (!isBy(id, visitor.id)) {
      this.#refuse(link.conn, id, 'bad_id');
      return;
    }
    const known = visitor.ids.get(id);
    if (known !== undefined) {
      this.sink.send(link.conn, { f: 'ack', id, session: known.session, seq: known.seq });
      this.sink.note({ note: 'redelivered', cause: 'retry' });
      return;
    }
    const channel = link.channel ?? 'web';
    const session = visitor.newest.get(channel);
    if (session !== undefined && isOpen(session)) this.#sessions.accept(session, visitor, id, text, now);
    else this.#sessions.outside({ visitor, channel, ...(session && { closed: session }), id, text, now });
  }

  #agentFrame(link: Link, agent: Agent, frame: ClientFrame, now: Micros): void {
    if (frame.f === 'msg') this.#agentMessage(link, agent, frame, now);
    else if (frame.f === 'ask') this.sink.send(link.conn, { f: 'alive', n: frame.n });
    else if (frame.f === 'take' || frame.f === 'decline') {
      const session = this.#sessions.state.sessions.get(frame.session);
      if (session !== undefined) this.#sessions.answerRing(session, agent, frame.f, now);
    } else if (frame.f === 'status') {
      agent.misses = agent.vain = 0;
      agent.away = frame.is === 'away';
      agent.online = !agent.away;
      if (agent.away) this.#sessions.lost(agent, now);
      else this.#sessions.welcome(agent, now);
    } else if (frame.f === 'end' || frame.f === 'typing' || frame.f === 'fence') {
      const session = this.#sessions.state.sessions.get(frame.session);
      if (session === undefined || session.agent !== agent.id) {
        if (frame.f === 'fence') this.sink.send(link.conn, { f: 'ack', id: frame.id, session: frame.session, seq: 0 });
        return;
      }
      if (frame.f === 'end') this.#sessions.close(session, 'agent', now);
      else {
        const to = this.#sessions.state.people.visitors.get(session.visitor)?.conn;
        if (to !== undefined) this.sink.send(to, frame);
        if (frame.f === 'typing') this.#sessions.typed(session, now);
        if (frame.f === 'fence')
          this.sink.send(link.conn, { f: 'ack', id: frame.id, session: session.id, seq: session.seq });
      }
    }
  }

  #refuse(conn: Conn, id: string, why: Refusal, code?: string | null): void {
    this.sink.note({ note: 'refused', why });
    this.sink.send(conn, { f: 'refuse', id, why, ...(typeof code === 'string' && { code }) });
  }

  #agentMessage(link: Link, agent: Agent, frame: ClientFrame & { f: 'msg' }, now: Micros): void {
    if (!isBy(frame.id, agent.id)) {
      this.#refuse(link.conn, frame.id, 'bad_id');
      return;
    }
    const known = agent.ids.get(frame.id);
    if (known !== undefined) {
      this.sink.send(link.conn, { f: 'ack', id: frame.id, session: known.session, seq: known.seq });
      this.sink.note({ note: 'redelivered', cause: 'retry' });
      return;
    }
    const session = this.#sessions.state.sessions.get(frame.session ?? '');
    if (session === undefined || session.agent !== agent.id) {
      this.#refuse(link.conn, frame.id, session === undefined ? 'closed' : 'not_yours');
      return;
    }
    const limits = this.#sessions.state.book.of(session).channels[session.channel];
    const fault = sendFault(session, limits, now);
    if (fault !== undefined) return this.#refuse(link.conn, frame.id, fault, limits?.code);
    this.#sessions.reply(session, agent, frame.id, frame.text, now);
  }

  // ── connections ─────────────────────────────────────────────────────────────────────────────────────────────────

  #scheduleLink(link: Link): void {
    const { page } = this.#liveness;
    if (page === null) return;
    link.wake = nextLook(link, page);
    this.#heap.push(link.wake, link.conn);
  }

  #linkDue(link: Link, now: Micros): void {
    const { page } = this.#liveness;
    if (page === null) return;
    if (now - link.heard >= page.limit) {
      this.#cut(link, CLOSE.page_lost.code, now);
      return;
    }
    const silent = Math.floor((now - link.heard) / page.every);
    if (silent === 0) link.asked = 0;
    else if (silent > link.asked) {
      link.asked = silent;
      this.sink.send(link.conn, { f: 'ask', n: silent });
    }
    this.#scheduleLink(link);
  }

  #cut(link: Link, code: number, now: Micros): void {
    this.sink.close(link.conn, code);
    this.#gone(link.conn, now);
  }
}
