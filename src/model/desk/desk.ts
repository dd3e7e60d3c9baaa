// The reference desk as a state machine without clock or sockets: connections, frames, liveness.
import { EventHeap } from '../core/heap.ts';
import type { Micros } from '../core/time.ts';
import type { Conn } from '../ports/runtime.ts';
import { CLOSE, type ClientFrame } from '../protocol/frames.ts';
import type { SessionRules } from '../rules/rules.ts';
import { VisitorFrames } from './frames/visitor-frames.ts';
import { asSaid } from './transcript/attachment.ts';
import type { DeskApi, DeskPulse, DeskStats, Place, VerifyAgent } from './api.ts';
import { AgentFrames } from './frames/agent-frames.ts';
import { SessionDesk } from './session-desk.ts';
import { signIn, type Roster } from './frames/sign-in.ts';
import { isSignedIn, newLink, nextLook, type Link } from './state/parties.ts';
import type { DeskSink, StoredDesk } from './ports.ts';
import type { Setting } from './rule-book.ts';

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
  readonly #visitors: VisitorFrames;
  readonly #agents: AgentFrames;
  /** When to check a connection again; payload = its number. */
  readonly #heap = new EventHeap();
  readonly #links = new Map<Conn, Link>();
  readonly #roster: Roster;

  constructor(options: DeskOptions) {
    this.#liveness = options.rules.liveness;
    this.sink = options.sink;
    this.#sessions = new SessionDesk(options.rules, options.sink);
    this.#visitors = new VisitorFrames(this.sink, this.#sessions);
    this.#agents = new AgentFrames(this.sink, this.#sessions);
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
    if (link.visitor !== undefined) this.#visitors.frame(link, link.visitor, frame, now);
    else if (link.agent !== undefined) this.#agents.frame(link, link.agent, frame, now);
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

  // ── signing in ──────────────────────────────────────────────────────────────────────────────────────────────────

  #signIn(link: Link, frame: ClientFrame & { f: 'hello' }, now: Micros): void {
    const fault = signIn(this.#roster, link, frame, now);
    if (fault !== undefined) {
      this.sink.send(link.conn, { f: 'error', why: fault.why });
      this.#cut(link, fault.code, now);
      return;
    }
    if (link.visitor !== undefined) this.#visitors.resume(link, link.visitor, frame, now);
    if (link.agent !== undefined) this.#agents.resume(link, link.agent, now);
    this.#scheduleLink(link);
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
