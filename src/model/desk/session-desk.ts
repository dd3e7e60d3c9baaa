// The desk of sessions: what comes in, what it causes, and what is due.
import type { Micros } from '../core/time.ts';
import type { CloseReason, Touch } from '../rows/words.ts';
import { NOT_YET } from '../rules/clock.ts';
import { overflowsOf, type SessionRules } from '../rules/rules.ts';
import { acknowledge, becomesOf, keepOut, type Outside } from './after-close.ts';
import type { DeskStats } from './api.ts';
import { Assignment } from './assignment/assignment.ts';
import { handOverAt } from './assignment/routing.ts';
import { Beginnings } from './beginnings.ts';
import { Endings } from './endings.ts';
import { nextRule, type Rule } from './next-rule.ts';
import type { DeskSink, StoredDesk } from './ports.ts';
import type { Setting } from './rule-book.ts';
import { isOpen, isWaiting, whoDidNotAnswer, type Session } from './session.ts';
import { DeskState } from './state/desk-state.ts';
import type { Agent, Visitor } from './state/parties.ts';
import { Screens } from './screens.ts';
import { Transcript, type Stirs } from './transcript/transcript.ts';
import { Waiting } from './waiting.ts';

/**
 * The only class that knows all parts. A part changes its own state and returns what must follow.
 * This class does that, in the order of the decisions.
 */
export class SessionDesk {
  readonly state: DeskState;
  readonly screens: Screens;
  readonly transcript: Transcript;
  readonly #assignment: Assignment;
  readonly #waiting: Waiting;
  readonly #beginnings: Beginnings;

  /** What a due rule does. `lateness` is µs since it was due. */
  readonly #actions: Readonly<Record<Rule, (session: Session, now: Micros, lateness: Micros) => void>>;

  constructor(rules: SessionRules, sink: DeskSink) {
    this.state = new DeskState(rules, sink);
    this.screens = new Screens(this.state);
    this.transcript = new Transcript(this.state, this.screens);
    this.#assignment = new Assignment(this.state, this.screens);
    const endings = new Endings(this.state, this.screens, this.transcript, this.#assignment);
    this.#waiting = new Waiting(this.state, this.screens, this.transcript, this.#assignment, endings);
    this.#beginnings = new Beginnings(this.state, this.transcript, this.#assignment, this.#waiting);
    // Set here, not at the field: k6's engine panics at a private field with closures over `this`.
    this.#actions = {
      gone: (session, now, lateness) => this.#waiting.close(session, 'heartbeat_lost', now, lateness),
      window: (session, now, lateness) => this.#waiting.close(session, 'channel_window', now, lateness),
      left: (session, now, lateness) => this.#waiting.close(session, 'channel_closed', now, lateness),
      idle: (session, now, lateness) => this.#waiting.close(session, 'idle_timeout', now, lateness),
      queue: (session, now, lateness) => this.#queueTimeout(session, now, lateness),
      hours: (session, now, lateness) => this.#waiting.leave(session, now, lateness),
      overflow: (session, now) => this.#overflow(session, now),
      ring: (session, now) => this.#waiting.missed(session, 'timed_out', now),
      rest: (session, now) => this.#rest(session, now),
      transfer: (session, now) => this.#transfer(session, now),
      bot: (session, now) => this.transcript.offer(session, now),
      waiting: (session) => this.transcript.alert(session, 'waiting'),
      expiring: (session) => this.transcript.alert(session, 'expiring'),
      prompt: (session, now) => this.transcript.prompt(session, now),
    };
  }

  // ── what comes in from outside ──────────────────────────────────────────────────────────────────────────────────

  /** Changes the rules from now on. */
  change(setting: Setting): void {
    const { book, sink, sessions, deadlines } = this.state;
    sink.persist({ kind: 'setting', ...book.change(setting) });
    for (const session of sessions.values()) deadlines.schedule(session);
    this.#waiting.clear(setting.at);
  }

  restore(stored: StoredDesk, now: Micros): void {
    this.#beginnings.restore(stored, now);
  }

  stats(): DeskStats {
    const { states, line, people, rules } = this.state;
    return { sessions: states.open(), queued: line.size, agents: people.presence(rules) };
  }

  /** A visitor's message in an open session: stored, acked and shown to the agent. */
  accept(session: Session, visitor: Visitor, id: string, text: string, now: Micros): void {
    session.prompts = 0;
    session.offers = 0;
    this.#stirred(session, this.transcript.say(session, id, 'visitor', text, now), now);
    const { seq } = session;
    if (session.firstVisitorAt === NOT_YET) session.firstVisitorAt = now;
    acknowledge(this.state.sink, visitor, id, session.id, seq);
    if (isWaiting(session)) this.#waiting.settle(session, now);
    else this.screens.toAgent(session, (to) => this.screens.show(to, session, session.messages.at(-1)));
  }

  /**
   * A visitor's message without an open session: a new one opens, the last one reopens, or it goes
   * into none.
   */
  outside(late: Outside): void {
    const { visitor, channel, id, text, now } = late;
    const becomes = becomesOf(late, this.state.rules, () => this.#waiting.isReceiving(channel, now));
    if (becomes.to === 'open' || becomes.to === 'reopen')
      this.accept(this.#beginnings.begin(becomes, visitor, channel, now), visitor, id, text, now);
    else keepOut(this.state.sink, late, becomes);
  }

  /** A message of its agent: stored, acked and shown to the visitor. */
  reply(session: Session, agent: Agent, id: string, text: string, now: Micros): void {
    const { sink } = this.state;
    this.#stirred(session, this.transcript.say(session, id, 'agent', text, now), now);
    const { seq } = session;
    agent.ids.add(id, session.id, seq);
    if (agent.conn !== undefined) sink.send(agent.conn, { f: 'ack', id, session: session.id, seq });
    if (!session.answered) {
      session.answered = true;
      if (session.firstVisitorAt > NOT_YET) sink.note({ note: 'first_response', took: now - session.firstVisitorAt });
    }
    this.screens.toVisitor(session, (to) => this.screens.show(to, session, session.messages.at(-1)));
  }

  /** An event other than a message. It restarts the clock if the rules count it. */
  touch(session: Session, kind: Touch, now: Micros): void {
    const by = this.transcript.touch(session, kind, now);
    if (by === undefined) return;
    this.#stir(session, by, now);
    this.state.save(session);
    this.state.deadlines.schedule(session);
    if (session.state === 'queued') this.#waiting.settle(session, now);
  }

  /**
   * A click on an option. It restarts the clock if the rules count it, and the bot may answer it.
   */
  click(session: Session, option: string, now: Micros): void {
    const found = this.state.book.of(session).bot?.options.find(({ id }) => id === option);
    if (found === undefined || !isOpen(session)) return;
    this.state.sink.note({ note: 'clicked' });
    this.touch(session, 'click', now);
    this.transcript.answer(session, found, now);
  }

  /**
   * The session's agent is typing. This may restart the idle clock, and may count as answering for
   * the transfer rule.
   */
  typed(session: Session, now: Micros): void {
    this.touch(session, 'agent_typing', now);
    if (this.state.book.of(session).transfer?.typingStops === true && session.activity.firstAsk > NOT_YET)
      this.#startAnew(session, now);
  }

  /** Its visitor, or its agent, ends it. */
  close(session: Session, reason: CloseReason, now: Micros): void {
    this.#waiting.close(session, reason, now);
  }

  /** A visitor whose connection is gone. */
  visitorGone(visitor: Visitor, now: Micros): void {
    for (const session of visitor.newest.values()) {
      if (!isOpen(session)) continue;
      session.visitorGoneAt = now;
      this.state.deadlines.schedule(session);
    }
  }

  /** An agent who may have become free: waiting sessions are assigned. */
  welcome(agent: Agent, now: Micros): void {
    this.#assignment.offer(agent);
    this.#assignment.showRinging(agent);
    this.#waiting.dispatch(now);
  }

  /** An agent whose connection is gone, or who set the status to away. */
  lost(agent: Agent, now: Micros): void {
    this.#assignment.offer(agent);
    this.state.deadlines.scheduleAgent(agent);
    this.#waiting.clear(now);
  }

  /** An agent takes or declines a session that rings there. */
  answerRing(session: Session, agent: Agent, answer: 'take' | 'decline', now: Micros): void {
    if (session.ringsAt !== agent.id) return;
    if (answer === 'take') this.#assignment.take(session, agent, now);
    else this.#waiting.missed(session, 'declined', now);
  }

  // ── what is due ─────────────────────────────────────────────────────────────────────────────────────────────────

  advance(now: Micros): void {
    for (;;) {
      const due = this.state.deadlines.takeDue(now);
      if (due === undefined) return;
      if ('session' in due) this.#sessionDue(due.session, now);
      else this.#agentDue(due.agent, now);
    }
  }

  #sessionDue(session: Session, now: Micros): void {
    const { at, rule } = nextRule(session, this.state.book.of(session));
    if (rule !== 'none' && at <= now) this.#actions[rule](session, now, now - at);
    if (isOpen(session)) this.state.deadlines.schedule(session);
  }

  #agentDue(agent: Agent, now: Micros): void {
    this.#assignment.wrapUp(agent, now);
    if (handOverAt(agent, this.state.rules) <= now) {
      agent.online = false;
      agent.handedOver = true;
      this.#assignment.offer(agent);
      for (const session of [...agent.ringing]) this.#waiting.missed(session, 'withdrawn', now);
      for (const session of [...agent.sessions]) this.#waiting.handOver(session, now);
    }
    this.state.deadlines.scheduleAgent(agent);
    this.#waiting.dispatch(now);
    this.#waiting.clear(now);
  }

  /** The session has waited for the longest time allowed. */
  #queueTimeout(session: Session, now: Micros, lateness: Micros): void {
    if (this.state.book.of(session).queue.then === 'close')
      this.#waiting.close(session, 'queue_timeout', now, lateness);
    else this.#waiting.leave(session, now, lateness);
  }

  /** Both sides have been silent for long: the session stops using capacity. */
  #rest(session: Session, now: Micros): void {
    this.#assignment.rest(session, now);
    this.#waiting.dispatch(now);
  }

  /** The session has waited so long that another group may get it too. */
  #overflow(session: Session, now: Micros): void {
    for (const { after, to } of overflowsOf(this.state.rules.agents.groups, session.channel))
      if (session.waitingSince + after <= now && !session.spills.includes(to)) session.spills.push(to);
    if (session.state === 'queued') this.state.line.move(session);
    this.#waiting.dispatch(now);
  }

  /**
   * Transfers a session from an agent who does not answer: to one who has not had it, else to a
   * supervisor, else as the rule says.
   */
  #transfer(session: Session, now: Micros): void {
    const to = this.#assignment.choice.ofUnanswered(session);
    if (to === undefined) return this.#transferToNobody(session, now);
    this.#waiting.takeFrom(session, now);
    this.state.states.move(session, 'transfer', now);
    this.#assignment.give(session, to, now);
    this.#waiting.dispatch(now);
  }

  #transferToNobody(session: Session, now: Micros): void {
    const orElse = this.state.book.of(session).transfer?.orElse ?? 'stay';
    if (orElse === 'stay') return this.#startAnew(session, now);
    if (orElse === 'leave_message') return this.#waiting.leave(session, now);
    this.#waiting.handOver(session, now, whoDidNotAnswer(session));
    this.#waiting.settle(session, now);
  }

  // ── what follows ────────────────────────────────────────────────────────────────────────────────────────────────

  /** Somebody has said something. */
  #stirred(session: Session, by: Stirs, now: Micros): void {
    this.#stir(session, by, now);
    this.state.deadlines.schedule(session);
  }

  /**
   * Wakes a session that may be resting. If its visitor woke it and its agent is then over
   * capacity, it is handed over.
   */
  #stir(session: Session, by: Stirs, now: Micros): void {
    const isTooMany = this.#assignment.stir(session);
    if (isTooMany && by === 'visitor') this.#waiting.handOver(session, now);
  }

  /** Restarts the time before a transfer. */
  #startAnew(session: Session, now: Micros): void {
    session.unanswered = now;
    this.state.save(session);
  }
}
