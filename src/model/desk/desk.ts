// The reference desk: sessions, routing, prompts, timeouts and hand-over, as a state machine without clock, randomness or sockets.
import { EventHeap } from '../core/heap.ts';
import type { Micros } from '../core/time.ts';
import type { Conn } from '../ports/runtime.ts';
import { CLOSE, type ClientFrame } from '../protocol/frames.ts';
import { SESSION_STATES, type Channel, type CloseReason, type Sender, type SessionState } from '../rows/words.ts';
import { idleDue, noteActivity, sweepAfter } from '../rules/clock.ts';
import { afterCloseOn, type SessionRules } from '../rules/rules.ts';
import { AFTER_CLOSE_POLICY, LEFT, leaveMessage } from './after-close.ts';
import type { DeskApi, DeskStats, VerifyAgent } from './api.ts';
import { acceptHello, type Roster } from './hello.ts';
import { newAgent, newVisitor, type Agent, type Link, type Visitor } from './parties.ts';
import type { DeskSink, StoredDesk } from './ports.ts';
import { leastLoaded, WaitingLine } from './routing.ts';
import { isOpen, move, newSession, revive, snapshot, type Input, type Session } from './session.ts';
import { systemMessageId } from '../rows/ids.ts';

export interface DeskOptions {
  readonly rules: SessionRules;
  readonly sink: DeskSink;
  readonly verifyAgent: VerifyAgent;
}

/** Kinds of entries in the heap of deadlines: payload = number × 3 + kind. */
const SESSION = 0;
const LINK = 1;
const AGENT = 2;

/** See {@link DeskApi}. State is owned and changed in place; effects leave through the sink in the order they are decided. */
export class Desk implements DeskApi {
  readonly rules: SessionRules;
  readonly sink: DeskSink;
  readonly #verifyAgent: VerifyAgent;
  readonly #heap = new EventHeap();
  readonly #visitors = new Map<string, Visitor>();
  readonly #agents = new Map<string, Agent>();
  readonly #agentList: Agent[] = [];
  readonly #links = new Map<Conn, Link>();
  readonly #sessions = new Map<string, Session>();
  readonly #line = new WaitingLine();
  readonly #states = new Map<SessionState, number>();
  #nextSession = 1;
  readonly #roster: Roster;

  constructor(options: DeskOptions) {
    this.rules = options.rules;
    this.sink = options.sink;
    this.#verifyAgent = options.verifyAgent;
    this.#roster = {
      visitor: (id, secret) => this.#visitor(id, secret),
      agent: (id, token) => (this.#verifyAgent(id, token) ? this.#agent(id) : undefined),
      drop: (conn, now) => {
        this.sink.close(conn, CLOSE.replaced.code);
        this.disconnected(conn, now);
      },
    };
  }

  frame(conn: Conn, frame: ClientFrame, now: Micros): void {
    this.advance(now);
    const link = this.#links.get(conn) ?? this.#newLink(conn, now);
    link.heard = now;
    if (link.visitor === undefined && link.agent === undefined) {
      if (frame.f === 'hello') this.#hello(link, frame, now);
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
    const link = this.#links.get(conn);
    if (link === undefined) return;
    this.#links.delete(conn);
    if (link.visitor?.conn === conn) {
      delete link.visitor.conn;
      for (const session of link.visitor.newest.values()) {
        if (!isOpen(session)) continue;
        session.visitorGoneAt = now;
        this.#schedule(session);
      }
    }
    if (link.agent?.conn === conn) {
      delete link.agent.conn;
      link.agent.goneAt = now;
      this.#scheduleAgent(link.agent);
    }
  }

  nextDue(): Micros {
    return this.#heap.nextTime;
  }

  advance(now: Micros): void {
    while (this.#heap.nextTime <= now) {
      const at = this.#heap.nextTime;
      const payload = this.#heap.pop();
      const number = Math.floor(payload / 3);
      if (payload % 3 === SESSION) {
        const session = this.#sessions.get(`s${number}`);
        if (session?.wake === at) this.#sessionDue(session, now);
      } else if (payload % 3 === LINK) {
        const link = this.#links.get(number);
        if (link?.wake === at) this.#linkDue(link, now);
      } else {
        const agent = this.#agentList[number];
        if (agent?.wake === at) this.#agentDue(agent, now);
      }
    }
  }

  restore(stored: StoredDesk, now: Micros): void {
    for (const [id, secret] of stored.visitors) this.#visitors.set(id, newVisitor(id, secret));
    for (const row of stored.sessions) this.#revive(row, now);
    const open = new Map<string, Session>();
    for (const visitor of this.#visitors.values()) for (const s of visitor.newest.values()) open.set(s.id, s);
    for (const m of stored.messages) {
      const session = open.get(m.session);
      if (session !== undefined) {
        session.messages.push(m);
        session.seq = Math.max(session.seq, m.seq);
        noteActivity(session.activity, m.from === 'system' ? 'prompt' : m.from, m.at);
        if (m.from === 'visitor' && session.firstVisitorAt === 0) session.firstVisitorAt = m.at;
        if (m.from === 'agent') session.answered = true;
      }
      const author = m.from === 'visitor' ? this.#visitors.get(m.id.slice(0, m.id.indexOf('/'))) : undefined;
      if (author !== undefined) author.ids.add(m.id, m.session, m.seq);
      if (m.from === 'agent') this.#agent(m.id.slice(0, m.id.indexOf('/'))).ids.add(m.id, m.session, m.seq);
    }
    for (const id of stored.leftIds) this.#visitors.get(id.slice(0, id.indexOf('/')))?.ids.add(id, LEFT, 0);
    for (const session of open.values()) if (isOpen(session)) this.#schedule(session);
  }

  stats(): DeskStats {
    const sessions: Partial<Record<SessionState, number>> = {};
    for (const state of SESSION_STATES) {
      if (state !== 'closed' && state !== 'left_message' && state !== 'new') sessions[state] = this.#states.get(state) ?? 0;
    }
    const agents = { available: 0, busy: 0, away: 0 };
    for (const agent of this.#agentList) {
      if (!agent.online || agent.conn === undefined) agents.away += 1;
      else if (agent.sessions.size >= this.rules.agents.capacity) agents.busy += 1;
      else agents.available += 1;
    }
    return { sessions, queued: this.#line.size, agents };
  }

  inbox(): { agent: string; sessions: string[] }[] {
    return this.#agentList.map((a) => ({ agent: a.id, sessions: [...a.sessions].map((s) => s.id) }));
  }

  // ── hello and frames ────────────────────────────────────────────────────────────────────────────────────────────

  #hello(link: Link, frame: ClientFrame & { f: 'hello' }, now: Micros): void {
    const fault = acceptHello(this.#roster, link, frame, now);
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
      if (session.visitorGoneAt !== undefined) this.sink.note({ note: 'reconnected', role: 'visitor', gap: now - session.visitorGoneAt });
      delete session.visitorGoneAt;
    }
    if (!open && frame.session !== session.id) return;
    for (const m of session.messages) if (m.seq > known && m.from !== 'visitor') this.#show(link.conn, m);
    if (!open) this.#noticeClosed(link.conn, session);
  }

  #resumeAgent(link: Link, agent: Agent, now: Micros): void {
    agent.online = true;
    if (agent.goneAt !== undefined) this.sink.note({ note: 'reconnected', role: 'agent', gap: now - agent.goneAt });
    delete agent.goneAt;
    this.sink.send(link.conn, { f: 'welcome', v: 1, actor: agent.id });
    for (const session of agent.sessions) this.#showSession(link.conn, session);
    this.#dispatch(now);
  }

  #visitorFrame(link: Link, visitor: Visitor, frame: ClientFrame, now: Micros): void {
    const session = visitor.newest.get(link.channel ?? 'web');
    if (frame.f === 'msg') this.#visitorMessage(link, visitor, frame.id, frame.text, now);
    else if (frame.f === 'end') {
      if (session !== undefined && isOpen(session)) this.#close(session, session.state === 'queued' ? 'visitor_abandoned' : 'visitor', now);
    } else if (frame.f === 'typing' || frame.f === 'seen' || frame.f === 'fence') this.#relayFromVisitor(link, session, frame);
    else if (frame.f === 'ask') this.sink.send(link.conn, { f: 'alive', n: frame.n });
  }

  #relayFromVisitor(link: Link, session: Session | undefined, frame: ClientFrame & { f: 'typing' | 'seen' | 'fence' }): void {
    if (session === undefined || !isOpen(session)) {
      if (frame.f === 'fence') this.sink.send(link.conn, { f: 'ack', id: frame.id, session: frame.session, seq: 0 });
      return;
    }
    const to = session.agent === undefined ? undefined : this.#agents.get(session.agent)?.conn;
    if (to !== undefined) this.sink.send(to, { ...frame, session: session.id });
    if (frame.f === 'fence') this.sink.send(link.conn, { f: 'ack', id: frame.id, session: session.id, seq: session.seq });
  }

  #visitorMessage(link: Link, visitor: Visitor, id: string, text: string, now: Micros): void {
    const known = visitor.ids.get(id);
    if (known !== undefined) {
      this.sink.send(link.conn, { f: 'ack', id, session: known.session, seq: known.seq });
      return;
    }
    const channel = link.channel ?? 'web';
    const session = visitor.newest.get(channel);
    if (session === undefined) this.accept(this.open(visitor, channel, now), visitor, id, text, now);
    else if (isOpen(session)) this.accept(session, visitor, id, text, now);
    else AFTER_CLOSE_POLICY[afterCloseOn(this.rules, channel)](this, { visitor, channel, closed: session, id, text, now });
  }

  #agentFrame(link: Link, agent: Agent, frame: ClientFrame, now: Micros): void {
    if (frame.f === 'msg') this.#agentMessage(link, agent, frame, now);
    else if (frame.f === 'ask') this.sink.send(link.conn, { f: 'alive', n: frame.n });
    else if (frame.f === 'status') {
      agent.online = frame.is === 'online';
      this.#dispatch(now);
    } else if (frame.f === 'end' || frame.f === 'typing' || frame.f === 'seen' || frame.f === 'fence') {
      const session = this.#sessions.get(frame.session);
      if (session === undefined || session.agent !== agent.id) return;
      if (frame.f === 'end') this.#close(session, 'agent', now);
      else {
        const to = this.#visitors.get(session.visitor)?.conn;
        if (to !== undefined) this.sink.send(to, frame);
        if (frame.f === 'fence') this.sink.send(link.conn, { f: 'ack', id: frame.id, session: session.id, seq: session.seq });
      }
    }
  }

  #agentMessage(link: Link, agent: Agent, frame: ClientFrame & { f: 'msg' }, now: Micros): void {
    const known = agent.ids.get(frame.id);
    if (known !== undefined) {
      this.sink.send(link.conn, { f: 'ack', id: frame.id, session: known.session, seq: known.seq });
      return;
    }
    const session = this.#sessions.get(frame.session ?? '');
    if (session === undefined || session.agent !== agent.id) {
      const why = session === undefined ? 'closed' : 'not_yours';
      this.sink.note({ note: 'refused', why });
      this.sink.send(link.conn, { f: 'refuse', id: frame.id, why });
      return;
    }
    const seq = this.#store(session, frame.id, 'agent', frame.text, now);
    agent.ids.add(frame.id, session.id, seq);
    this.sink.send(link.conn, { f: 'ack', id: frame.id, session: session.id, seq });
    if (!session.answered) {
      session.answered = true;
      if (session.firstVisitorAt > 0) this.sink.note({ note: 'first_response', took: now - session.firstVisitorAt });
    }
    const to = this.#visitors.get(session.visitor)?.conn;
    if (to !== undefined) this.#show(to, session.messages.at(-1));
  }

  // ── what after-close policies borrow ────────────────────────────────────────────────────────────────────────────

  accept(session: Session, visitor: Visitor, id: string, text: string, now: Micros): void {
    const seq = this.#store(session, id, 'visitor', text, now);
    visitor.ids.add(id, session.id, seq);
    session.prompts = 0;
    if (session.firstVisitorAt === 0) session.firstVisitorAt = now;
    if (visitor.conn !== undefined) this.sink.send(visitor.conn, { f: 'ack', id, session: session.id, seq });
    if (session.state === 'queued') this.#dispatch(now);
    else this.#toAgent(session, (to) => this.#show(to, session.messages.at(-1)));
  }

  open(visitor: Visitor, channel: Channel, now: Micros): Session {
    const session = newSession(this.#nextSession++, visitor.id, channel, now, false);
    visitor.newest.set(channel, session);
    this.#sessions.set(session.id, session);
    this.#count('new', 1);
    this.sink.note({ note: 'opened', channel });
    this.#enqueue(session, 'arrive', now);
    return session;
  }

  reopen(session: Session, now: Micros): void {
    this.#sessions.set(session.id, session);
    delete session.closedAt;
    delete session.reason;
    delete session.closedFrom;
    session.activity.opened = now;
    this.#enqueue(session, 'reopen', now);
  }

  // ── queue, assignment, close ────────────────────────────────────────────────────────────────────────────────────

  #enqueue(session: Session, input: Input, now: Micros): void {
    this.#move(session, input, now);
    this.#line.add(session, input === 'hand_over');
    this.#save(session);
    const conn = this.#visitors.get(session.visitor)?.conn;
    if (conn !== undefined) this.sink.send(conn, { f: 'notice', kind: 'queued', session: session.id, place: this.#line.size });
    this.#schedule(session);
  }

  /** Gives waiting sessions to eligible agents, first come first served. */
  #dispatch(now: Micros): void {
    for (let session = this.#line.first(); session !== undefined; session = this.#line.first()) {
      const agent = leastLoaded(this.#agentList, this.rules);
      if (agent === undefined) return;
      this.#line.takeFirst();
      this.#assign(session, agent, now);
    }
  }

  #assign(session: Session, agent: Agent, now: Micros): void {
    const waited = now - session.stateSince;
    this.#move(session, 'assign', now);
    session.agent = agent.id;
    session.activeAt ??= now;
    session.agents.push(agent.id);
    agent.sessions.add(session);
    const transfer = session.transfers.at(-1);
    const handedOver = transfer !== undefined && transfer.doneAt === undefined;
    if (handedOver) {
      transfer.doneAt = now;
      transfer.to = agent.id;
      this.sink.note({ note: 'transfer', outcome: 'completed', took: now - transfer.at });
    }
    this.sink.note({ note: 'assigned', waited });
    this.#save(session);
    const visitor = this.#visitors.get(session.visitor)?.conn;
    const kind = handedOver ? 'transferred' : 'assigned';
    if (visitor !== undefined) this.sink.send(visitor, { f: 'notice', kind, session: session.id, agent: agent.id });
    if (agent.conn !== undefined) this.#showSession(agent.conn, session);
    this.#schedule(session);
  }

  #close(session: Session, reason: CloseReason, now: Micros, lateness = 0): void {
    const from = session.state;
    if (from === 'queued') this.#line.gone();
    if (from === 'idle_warned') this.sink.note({ note: 'prompt_resolved', outcome: reason === 'idle_timeout' ? 'expired' : 'closed' });
    this.#move(session, 'close', now);
    session.closedAt = now;
    session.reason = reason;
    session.closedFrom = from;
    const transfer = session.transfers.at(-1);
    if (transfer !== undefined && transfer.doneAt === undefined) this.sink.note({ note: 'transfer', outcome: 'failed', took: now - transfer.at });
    this.sink.note({ note: 'closed', reason, lateness, duration: now - session.openedAt });
    this.#save(session);
    const conn = this.#visitors.get(session.visitor)?.conn;
    if (conn !== undefined) this.#noticeClosed(conn, session);
    this.#toAgent(session, (to) => this.#noticeClosed(to, session));
    this.#release(session);
    this.#dispatch(now);
  }

  #release(session: Session): void {
    this.#sessions.delete(session.id);
    if (session.agent === undefined) return;
    this.#agents.get(session.agent)?.sessions.delete(session);
    delete session.agent;
  }

  #handOver(session: Session, now: Micros): void {
    const from = session.agent ?? '';
    if (session.state === 'idle_warned') this.sink.note({ note: 'prompt_resolved', outcome: 'closed' });
    session.transfers.push({ at: now, from });
    this.#agents.get(from)?.sessions.delete(session);
    delete session.agent;
    this.#enqueue(session, 'hand_over', now);
  }

  // ── deadlines ───────────────────────────────────────────────────────────────────────────────────────────────────

  /** Earliest moment at which a rule acts on the session, and which rule. Infinity when none does. */
  #sessionNext(s: Session): { at: Micros; rule: 'idle' | 'prompt' | 'gone' | 'queue' | 'none' } {
    let next: { at: Micros; rule: 'idle' | 'prompt' | 'gone' | 'queue' | 'none' } = { at: Infinity, rule: 'none' };
    const { visitorGone, queue, prompt, sweep } = this.rules;
    if (visitorGone !== null && s.visitorGoneAt !== undefined) next = { at: s.visitorGoneAt + visitorGone, rule: 'gone' };
    if (s.state === 'queued') {
      if (queue.timeout !== null && s.stateSince + queue.timeout < next.at) next = { at: s.stateSince + queue.timeout, rule: 'queue' };
      return next;
    }
    const due = idleDue(s.activity, this.rules);
    if (due === undefined) return next;
    if (prompt !== null && s.prompts < prompt.max && due - prompt.before < next.at) next = { at: due - prompt.before, rule: 'prompt' };
    const close = sweepAfter(due, sweep);
    return close < next.at ? { at: close, rule: 'idle' } : next;
  }

  #schedule(session: Session): void {
    const { at } = this.#sessionNext(session);
    if (at >= session.wake) return;
    session.wake = at;
    this.#heap.push(at, session.number * 3 + SESSION);
  }

  #sessionDue(session: Session, now: Micros): void {
    session.wake = Infinity;
    const { at, rule } = this.#sessionNext(session);
    if (at > now) {
      this.#schedule(session);
      return;
    }
    if (rule === 'prompt') this.#prompt(session, now);
    else if (rule === 'idle') this.#close(session, 'idle_timeout', now, now - at);
    else if (rule === 'gone') this.#close(session, 'heartbeat_lost', now, now - at);
    else if (rule === 'queue') this.#queueTimeout(session, now);
    if (isOpen(session)) this.#schedule(session);
  }

  #prompt(session: Session, now: Micros): void {
    this.#move(session, 'prompt', now);
    session.prompts += 1;
    this.#store(session, systemMessageId(session.id, session.seq + 1), 'system', this.rules.prompt?.text ?? '', now);
    this.sink.note({ note: 'prompted' });
    const show = (to: Conn): void => {
      this.#show(to, session.messages.at(-1));
      this.sink.send(to, { f: 'notice', kind: 'warned', session: session.id });
    };
    const conn = this.#visitors.get(session.visitor)?.conn;
    if (conn !== undefined) show(conn);
    this.#toAgent(session, show);
  }

  #queueTimeout(session: Session, now: Micros): void {
    const visitor = this.#visitors.get(session.visitor);
    if (this.rules.queue.then === 'close' || visitor === undefined) {
      this.#close(session, 'queue_timeout', now);
      return;
    }
    for (const m of session.messages) if (m.from === 'visitor') leaveMessage(this.sink, visitor, m.id, m.text, now);
    this.#line.gone();
    this.#move(session, 'leave_message', now);
    this.#save(session);
    if (visitor.conn !== undefined) this.sink.send(visitor.conn, { f: 'notice', kind: 'left_message', session: session.id });
    this.#release(session);
  }

  #scheduleLink(link: Link): void {
    const page = this.rules.liveness.page;
    if (page === null) return;
    const at = link.asked > 0 ? Math.min(link.heard + page.limit, link.heard + page.every * (link.asked + 1)) : link.heard + page.every;
    link.wake = at;
    this.#heap.push(at, link.conn * 3 + LINK);
  }

  #linkDue(link: Link, now: Micros): void {
    const page = this.rules.liveness.page;
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

  #scheduleAgent(agent: Agent): void {
    const { handOver } = this.rules.agents;
    if (handOver === null || agent.goneAt === undefined) return;
    agent.wake = agent.goneAt + handOver;
    this.#heap.push(agent.wake, agent.number * 3 + AGENT);
  }

  #agentDue(agent: Agent, now: Micros): void {
    agent.wake = Infinity;
    if (agent.goneAt === undefined || agent.conn !== undefined) return;
    agent.online = false;
    for (const session of [...agent.sessions]) this.#handOver(session, now);
    this.#dispatch(now);
  }

  // ── small hands ─────────────────────────────────────────────────────────────────────────────────────────────────

  #store(session: Session, id: string, from: Sender, text: string, now: Micros): number {
    session.seq += 1;
    const row = { kind: 'message', session: session.id, seq: session.seq, id, from, text, at: now } as const;
    session.messages.push(row);
    this.sink.persist(row);
    this.sink.note({ note: 'accepted', from });
    noteActivity(session.activity, from === 'system' ? 'prompt' : from, now);
    if (from !== 'system') {
      if (session.state === 'idle_warned') this.sink.note({ note: 'prompt_resolved', outcome: 'activity' });
      this.#move(session, 'activity', now);
    }
    this.#schedule(session);
    return session.seq;
  }

  #show(conn: Conn, m: Session['messages'][number] | undefined): void {
    if (m !== undefined) this.sink.send(conn, { f: 'msg', session: m.session, seq: m.seq, id: m.id, from: m.from, text: m.text, at: m.at });
  }

  #showSession(conn: Conn, session: Session): void {
    const { id, visitor, channel } = session;
    this.sink.send(conn, { f: 'notice', kind: 'assigned', session: id, visitor, channel });
    for (const m of session.messages) this.#show(conn, m);
  }

  #noticeClosed(conn: Conn, session: Session): void {
    this.sink.send(conn, {
      f: 'notice',
      kind: session.state === 'left_message' ? 'left_message' : 'closed',
      session: session.id,
      ...(session.reason !== undefined && { reason: session.reason }),
    });
  }

  #toAgent(session: Session, act: (conn: Conn) => void): void {
    const conn = session.agent === undefined ? undefined : this.#agents.get(session.agent)?.conn;
    if (conn !== undefined) act(conn);
  }

  #move(session: Session, input: Input, now: Micros): void {
    const before = session.state;
    const after = move(session, input, now);
    this.#count(before, -1);
    this.#count(after, 1);
  }

  #count(state: SessionState, by: number): void {
    this.#states.set(state, (this.#states.get(state) ?? 0) + by);
  }

  #save(session: Session): void {
    this.sink.persist({ kind: 'session', session: snapshot(session) });
  }

  #newLink(conn: Conn, now: Micros): Link {
    const link: Link = { conn, since: now, heard: now, asked: 0, wake: Infinity };
    this.#links.set(conn, link);
    return link;
  }

  #cut(link: Link, code: number, now: Micros): void {
    this.sink.close(link.conn, code);
    this.disconnected(link.conn, now);
  }

  #visitor(id: string, secret: string): Visitor | undefined {
    const known = this.#visitors.get(id);
    if (known !== undefined) return known.secret === secret ? known : undefined;
    const visitor = newVisitor(id, secret);
    this.#visitors.set(id, visitor);
    this.sink.persist({ kind: 'visitor', visitor: id, secret });
    return visitor;
  }

  #agent(id: string): Agent {
    const known = this.#agents.get(id);
    if (known !== undefined) return known;
    const agent = newAgent(id, this.#agentList.length);
    this.#agents.set(id, agent);
    this.#agentList.push(agent);
    return agent;
  }

  #revive(row: StoredDesk['sessions'][number], now: Micros): void {
    const number = Number(row.id.slice(1));
    const session = revive(row, number);
    this.#nextSession = Math.max(this.#nextSession, number + 1);
    const visitor = this.#visitors.get(row.visitor);
    const newest = visitor?.newest.get(row.channel);
    if (newest === undefined || newest.number < number) visitor?.newest.set(row.channel, session);
    this.#count(session.state, 1);
    if (!isOpen(session)) return;
    this.#sessions.set(session.id, session);
    session.visitorGoneAt = now;
    if (session.state === 'queued') this.#line.add(session, session.transfers.length > 0);
    if (session.agent === undefined) return;
    const agent = this.#agent(session.agent);
    agent.sessions.add(session);
    agent.online = true;
    agent.goneAt = now;
    this.#scheduleAgent(agent);
  }
}
