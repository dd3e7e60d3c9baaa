// The desk of sessions: sessions, agents and the queue; opens, assigns, closes and hands over, and knows every deadline of theirs.
import { EventHeap } from '../core/heap.ts';
import type { Micros } from '../core/time.ts';
import type { Channel, CloseReason, Rang } from '../rows/words.ts';
import { NOT_YET } from '../rules/clock.ts';
import { isOpenAt } from '../rules/hours.ts';
import { afterCloseOn, overflowsOf, type SessionRules } from '../rules/rules.ts';
import type { AfterCloseDesk } from './after-close.ts';
import type { DeskStats } from './api.ts';
import { Endings, type EndingsDesk } from './endings.ts';
import { Assignment, type AssignmentDesk } from './assignment/assignment.ts';
import { nextRule } from './next-rule.ts';
import type { Agent, Visitor } from './state/parties.ts';
import { People } from './state/people.ts';
import type { DeskSink, StoredDesk } from './ports.ts';
import { RuleBook, type Setting } from './rule-book.ts';
import { rebuildSessions } from './state/restore.ts';
import { handOverAt } from './assignment/routing.ts';
import { States } from './state/states.ts';
import { beginAgain, isOpen, isWaiting, newSession, whoDidNotAnswer, type Input, type Session } from './session.ts';
import { Transcript, type TranscriptDesk } from './transcript/transcript.ts';
import { WaitingLine } from './assignment/waiting-line.ts';

/** State is owned and changed in place; effects leave through the sink in the order they are decided. */
export class SessionDesk implements AfterCloseDesk, TranscriptDesk, AssignmentDesk, EndingsDesk {
  /** All rules that ever held here. */
  readonly book: RuleBook;
  readonly sink: DeskSink;
  readonly people: People;
  readonly sessions = new Map<string, Session>();
  /** Deadlines: payload = number × 2, plus 1 for agents. One entry a session; entries that no longer hold are skipped. */
  readonly #heap = new EventHeap();
  readonly line: WaitingLine;
  readonly assignment: Assignment;
  readonly #endings: Endings;
  readonly states = new States();
  readonly transcript: Transcript;
  #nextSession = 1;

  constructor(rules: SessionRules, sink: DeskSink) {
    this.book = new RuleBook(rules);
    this.sink = sink;
    this.people = new People(sink);
    this.line = new WaitingLine(rules);
    this.transcript = new Transcript(this);
    this.assignment = new Assignment(this);
    this.#endings = new Endings(this);
  }

  /** What holds for everything that begins now. */
  get rules(): SessionRules {
    return this.book.current;
  }

  /** Other rules from now on. */
  change(setting: Setting): void {
    this.sink.persist({ kind: 'setting', ...this.book.change(setting) });
    for (const session of this.sessions.values()) this.schedule(session);
    this.#clear(setting.at);
  }

  nextDue(): Micros {
    return this.#heap.nextTime;
  }

  advance(now: Micros): void {
    while (this.#heap.nextTime <= now) {
      const at = this.#heap.nextTime;
      const payload = this.#heap.pop();
      const number = Math.floor(payload / 2);
      if (payload % 2 === 0) {
        const session = this.sessions.get(`s${number}`);
        if (session?.wake === at) this.#sessionDue(session, now);
      } else {
        const agent = this.people.list[number];
        if (agent?.wake === at) this.#agentDue(agent, now);
      }
    }
  }

  restore(stored: StoredDesk, now: Micros): void {
    this.people.restore(stored, now);
    for (const agent of this.people.list) this.assignment.adopt(agent);
    for (const setting of stored.settings ?? []) this.book.change(setting);
    this.#nextSession = 1 + (stored.lastSession ?? 0);
    for (const session of rebuildSessions(stored, this.book)) this.#adopt(session, now);
    for (const session of this.sessions.values()) this.schedule(session);
  }

  stats(): DeskStats {
    return { sessions: this.states.open(), queued: this.line.size, agents: this.people.presence(this.rules) };
  }

  // ── what after-close policies borrow ────────────────────────────────────────────────────────────────────────────

  accept(session: Session, visitor: Visitor, id: string, text: string, now: Micros): void {
    session.prompts = 0;
    session.offers = 0;
    const seq = this.transcript.store(session, id, 'visitor', text, now);
    visitor.ids.add(id, session.id, seq);
    if (session.firstVisitorAt === NOT_YET) session.firstVisitorAt = now;
    if (visitor.conn !== undefined) this.sink.send(visitor.conn, { f: 'ack', id, session: session.id, seq });
    if (isWaiting(session)) this.settle(session, now);
    else this.transcript.toAgent(session, (to) => this.transcript.show(to, session, session.messages.at(-1)));
  }

  open(visitor: Visitor, channel: Channel, now: Micros, after?: Session): Session {
    const session = newSession(this.#nextSession++, visitor.id, channel, now);
    const last = after?.agents.at(-1);
    if (after !== undefined && this.rules.afterClose.linked) session.follows = after.id;
    if (last !== undefined && afterCloseOn(this.rules, channel) === 'sticky') session.prefers = last;
    visitor.newest.set(channel, session);
    this.sessions.set(session.id, session);
    this.states.add('new');
    this.sink.note({ note: 'opened', channel });
    this.#enqueue(session, 'arrive', now);
    this.transcript.welcome(session, now);
    return session;
  }

  reopen(session: Session, now: Micros, agent?: string): void {
    this.sessions.set(session.id, session);
    beginAgain(session, now);
    this.sink.note({ note: 'reopened' });
    const last = this.people.agents.get(agent ?? '');
    if (last === undefined) return this.#enqueue(session, 'reopen', now);
    if (!this.assignment.choice.hasRoom(last, 'same_agent')) {
      session.prefers = last.id;
      return this.#enqueue(session, 'reopen', now);
    }
    this.states.move(session, 'reopen', now);
    session.waitingSince = now;
    this.assignment.take(session, last, now);
  }

  // ── queue, assignment, close ────────────────────────────────────────────────────────────────────────────────────

  #enqueue(session: Session, input: Input, now: Micros): void {
    this.states.move(session, input, now);
    session.waitingSince = now;
    session.missedBy.length = session.spills.length = 0;
    this.line.add(session, input === 'hand_over');
    this.transcript.save(session);
    this.transcript.toVisitor(session, (to) =>
      this.sink.send(to, { f: 'notice', kind: 'queued', session: session.id, place: this.line.size }),
    );
    this.schedule(session);
  }

  /** An agent who may have become free, for what is waiting. */
  welcome(agent: Agent, now: Micros): void {
    this.assignment.offer(agent);
    this.assignment.showRinging(agent);
    this.dispatch(now);
  }

  /** An agent whose connection is gone, or who says that they are away. */
  lost(agent: Agent, now: Micros): void {
    this.assignment.offer(agent);
    this.scheduleAgent(agent);
    this.#clear(now);
  }

  /** Where the rules say so, nobody waits when the last agent has gone: what was not answered is a leave-message. */
  #clear(now: Micros): void {
    if (this.line.size === 0) return;
    for (const session of [...this.sessions.values()]) this.#leaveUnattended(session, now);
  }

  /** A session has come to wait: it is given to somebody, or nobody is there who could ever take it. */
  settle(session: Session, now: Micros): void {
    this.dispatch(now);
    this.#leaveUnattended(session, now);
  }

  #leaveUnattended(session: Session, now: Micros): void {
    if (session.state !== 'queued' || this.book.of(session).queue.nobody === 'wait') return;
    if (!this.assignment.choice.isAnybodyExpected(session.channel)) this.#endings.leave(session, now);
  }

  /** Gives waiting sessions to eligible agents, first come first served. */
  dispatch(now: Micros): void {
    const { choice } = this.assignment;
    for (;;) {
      const next = this.line.next((session) => choice.ofWaiting(session));
      if (next === undefined) return;
      this.assignment.assign(next.session, next.found, now);
    }
  }

  /** An agent takes a session that rings there, or does not. */
  answerRing(session: Session, agent: Agent, isTaken: boolean, now: Micros): void {
    if (session.ringsAt !== agent.id) return;
    if (isTaken) this.assignment.take(session, agent, now);
    else this.#missed(session, 'declined', now);
  }

  /** Nobody has taken it: to the next one, before those who came later. */
  #missed(session: Session, outcome: Exclude<Rang, 'taken'>, now: Micros): void {
    const isOneLess = this.assignment.missed(session, outcome, now);
    this.line.add(session, true);
    this.transcript.save(session);
    this.schedule(session);
    this.settle(session, now);
    if (isOneLess) this.#clear(now);
  }

  /** Whether somebody who comes now is let in: the desk is open, and where it matters somebody is there for the channel. */
  isReceiving(channel: Channel, now: Micros): boolean {
    const { hours, queue } = this.rules;
    return isOpenAt(hours, now) && (queue.nobody === 'wait' || this.assignment.choice.isAnybodyThere(channel));
  }

  /** Something happens in a session that may have been at rest; one too many for its agent, it waits for another one. */
  stir(session: Session, by: 'visitor' | 'agent', now: Micros): void {
    const isTooMany = this.assignment.stir(session);
    if (isTooMany && by === 'visitor') this.#handOver(session, now);
  }

  close(session: Session, reason: CloseReason, now: Micros, lateness: Micros = 0): void {
    this.#endings.close(session, reason, now, lateness);
  }

  /** @param barred who is out of the question while it waits */
  #handOver(session: Session, now: Micros, barred: readonly string[] = []): void {
    this.assignment.takeFrom(session, now);
    session.barred.push(...barred);
    this.#enqueue(session, 'hand_over', now);
  }

  /** Takes a session from an agent who does not answer: to one who has not had it, else to a supervisor, else as the rule says. */
  #transfer(session: Session, now: Micros): void {
    const orElse = this.book.of(session).transfer?.orElse ?? 'stay';
    const to = this.assignment.choice.ofUnanswered(session);
    if (to === undefined && orElse === 'stay') {
      this.#startAnew(session, now);
      return;
    }
    if (to === undefined && orElse === 'leave_message') return this.#endings.leave(session, now);
    if (to === undefined) {
      this.#handOver(session, now, whoDidNotAnswer(session));
      return this.settle(session, now);
    }
    this.assignment.takeFrom(session, now);
    this.states.move(session, 'transfer', now);
    this.assignment.give(session, to, now);
    this.dispatch(now);
  }

  /** The session's agent is typing: for the idle clock where it counts, and an answer on its way for the rule on transfers. */
  typed(session: Session, now: Micros): void {
    this.transcript.touch(session, 'agent_typing', now);
    if (this.book.of(session).transfer?.typingStops === true && session.activity.firstAsk > NOT_YET)
      this.#startAnew(session, now);
  }

  /** The time of the rule on transfers begins again. */
  #startAnew(session: Session, now: Micros): void {
    session.unanswered = now;
    this.transcript.save(session);
  }

  // ── deadlines ───────────────────────────────────────────────────────────────────────────────────────────────────

  schedule(session: Session): void {
    const { at } = nextRule(session, this.book.of(session));
    if (at >= session.wake) return;
    session.wake = at;
    this.#heap.push(at, session.number * 2);
  }

  #sessionDue(session: Session, now: Micros): void {
    session.wake = Infinity;
    const { at, rule } = nextRule(session, this.book.of(session));
    if (at > now) {
      this.schedule(session);
      return;
    }
    if (rule === 'prompt') this.transcript.prompt(session, now);
    else if (rule === 'bot') this.transcript.offer(session, now);
    else if (rule === 'transfer') this.#transfer(session, now);
    else if (rule === 'expiring' || rule === 'waiting') this.transcript.alert(session, rule);
    else if (rule === 'idle') this.close(session, 'idle_timeout', now, now - at);
    else if (rule === 'gone') this.close(session, 'heartbeat_lost', now, now - at);
    else if (rule === 'window') this.close(session, 'channel_window', now, now - at);
    else if (rule === 'left') this.close(session, 'channel_closed', now, now - at);
    else if (rule === 'queue') this.#endings.queueTimeout(session, now, now - at);
    else if (rule === 'hours') this.#endings.leave(session, now, now - at);
    else if (rule === 'ring') this.#missed(session, 'timed_out', now);
    else if (rule === 'overflow') this.#overflow(session, now);
    else if (rule === 'rest') this.#rest(session, now);
    if (isOpen(session)) this.schedule(session);
  }

  /** Nobody has said anything for long: there is room for somebody else. */
  #rest(session: Session, now: Micros): void {
    this.assignment.rest(session, now);
    this.dispatch(now);
  }

  /** It has waited so long that another group may have it, too. */
  #overflow(session: Session, now: Micros): void {
    for (const { after, to } of overflowsOf(this.rules.agents.groups, session.channel))
      if (session.waitingSince + after <= now && !session.spills.includes(to)) session.spills.push(to);
    if (session.state === 'queued') this.line.move(session);
    this.dispatch(now);
  }

  scheduleAgent(agent: Agent): void {
    const at = Math.min(agent.wrapping[0] ?? Infinity, handOverAt(agent, this.rules));
    if (at >= agent.wake) return;
    agent.wake = at;
    this.#heap.push(agent.wake, agent.number * 2 + 1);
  }

  #agentDue(agent: Agent, now: Micros): void {
    agent.wake = Infinity;
    this.assignment.wrapUp(agent, now);
    if (handOverAt(agent, this.rules) <= now) {
      agent.online = false;
      agent.handedOver = true;
      this.assignment.offer(agent);
      for (const session of [...agent.ringing]) this.#missed(session, 'withdrawn', now);
      for (const session of [...agent.sessions]) this.#handOver(session, now);
    }
    this.scheduleAgent(agent);
    this.dispatch(now);
    this.#clear(now);
  }

  /** Takes over a session from before a restart: nobody is connected, every visitor counts as gone since now. */
  #adopt(session: Session, now: Micros): void {
    this.#nextSession = Math.max(this.#nextSession, session.number + 1);
    const visitor = this.people.visitors.get(session.visitor);
    const newest = visitor?.newest.get(session.channel);
    if (newest === undefined || newest.number < session.number) visitor?.newest.set(session.channel, session);
    this.states.add(session.state);
    if (!isOpen(session)) return;
    this.sessions.set(session.id, session);
    session.visitorGoneAt = now;
    if (session.state === 'queued') this.line.add(session, session.goesFirst, session.ticket);
    else this.assignment.adoptSession(session);
    // What has rung its time out meanwhile was missed by nobody.
    if (session.state !== 'offered' || now < session.stateSince + (this.rules.agents.ring?.timeout ?? 0)) return;
    this.assignment.missed(session, 'withdrawn', now);
    this.line.add(session, true);
    this.transcript.save(session);
  }
}
