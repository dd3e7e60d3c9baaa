// Puts sessions into the hands of agents and takes them out again: given, ringing, resting, handed over, and the place kept after a close.
import type { Micros } from '../../core/time.ts';
import type { Rang } from '../../rows/words.ts';
import { isDone } from '../../rows/transfers.ts';
import { noteActivity } from '../../rules/clock.ts';
import type { SessionRules } from '../../rules/rules.ts';
import { Choice } from './choice.ts';
import type { Agent } from '../state/parties.ts';
import type { People } from '../state/people.ts';
import type { DeskSink } from '../ports.ts';
import { FreeAgents } from './routing.ts';
import type { Session } from '../session.ts';
import type { States } from '../state/states.ts';
import type { Transcript } from '../transcript/transcript.ts';

/** What the session desk lends to the assignment. */
export interface AssignmentDesk {
  readonly rules: SessionRules;
  readonly sink: DeskSink;
  readonly people: People;
  readonly states: States;
  readonly transcript: Transcript;
  schedule(session: Session): void;
  scheduleAgent(agent: Agent): void;
}

export class Assignment {
  readonly #desk: AssignmentDesk;
  readonly #free: FreeAgents;
  readonly choice: Choice;
  /** Numbers of what was given and taken away, see `Agent.given`. */
  #turns = 0;

  constructor(desk: AssignmentDesk) {
    this.#desk = desk;
    this.#free = new FreeAgents(desk.rules);
    this.choice = new Choice(desk.rules, desk.people, this.#free);
  }

  /** An agent may have become eligible, or stands elsewhere among the others: routing knows, and so does the store. */
  offer(agent: Agent): void {
    this.#free.offer(agent);
    this.#desk.people.keep(agent, this.#desk.rules);
  }

  /** An agent from before a restart. */
  adopt(agent: Agent): void {
    this.#turns = Math.max(this.#turns, agent.given, agent.freed);
    this.offer(agent);
    this.#desk.scheduleAgent(agent);
  }

  /** A session from before a restart is in the list of its agent again, or rings there. */
  adoptSession(session: Session): void {
    const agent = this.#desk.people.agents.get(session.agent ?? session.ringsAt ?? '');
    if (agent === undefined) return;
    (session.agent === undefined ? agent.ringing : agent.sessions).add(session);
    if (session.restedAt !== undefined) agent.resting += 1;
    this.offer(agent);
  }

  /** Gives a session from the queue to an agent, who may have to take it first. */
  assign(session: Session, agent: Agent, now: Micros): void {
    if (this.#desk.rules.agents.ring === null) this.take(session, agent, now);
    else this.#ring(session, agent, now);
  }

  /** A session that waited, or rang, is this agent's. */
  take(session: Session, agent: Agent, now: Micros): void {
    const rang = session.state === 'offered';
    if (rang) this.#rang(session, agent, 'taken');
    this.#desk.states.move(session, 'assign', now);
    this.#desk.sink.note({ note: 'assigned', waited: now - session.waitingSince });
    this.give(session, agent, now, !rang);
  }

  /**
   * Puts a session into an agent's list, at first or by a transfer that was asked for, and tells both sides.
   * @param isTurn whether it is a turn of the agent's; what rang there has been one
   */
  give(session: Session, agent: Agent, now: Micros, isTurn = true): void {
    const { transcript, sink, people } = this.#desk;
    session.agent = agent.id;
    session.activeAt ??= now;
    session.agents.push(agent.id);
    agent.sessions.add(session);
    if (isTurn) agent.given = ++this.#turns;
    this.offer(agent);
    const transfer = session.handedOver ? session.transfers.at(-1) : undefined;
    session.handedOver = false;
    session.barred.length = session.missedBy.length = session.spills.length = 0;
    if (transfer === undefined) session.activity.assigned = now;
    else {
      noteActivity(session.activity, 'transfer', now);
      transfer.doneAt = now;
      transfer.to = agent.id;
      sink.note({ note: 'transfer', outcome: isDone(transfer) ? 'completed' : 'failed', took: now - transfer.at });
    }
    transcript.save(session);
    const visitor = people.visitors.get(session.visitor)?.conn;
    const kind = transfer !== undefined && isDone(transfer) ? 'transferred' : 'assigned';
    if (visitor !== undefined) sink.send(visitor, { f: 'notice', kind, session: session.id, agent: agent.id });
    if (agent.conn !== undefined) transcript.showSession(agent.conn, session);
    this.#desk.schedule(session);
  }

  /** Out of its agent's list. @returns who had it */
  takeAway(session: Session): Agent | undefined {
    const agent = this.#desk.people.agents.get(session.agent ?? '');
    delete session.agent;
    if (agent === undefined) return undefined;
    agent.sessions.delete(session);
    this.#wake(session, agent);
    agent.freed = ++this.#turns;
    this.offer(agent);
    return agent;
  }

  /** Out of the hands of an agent, who is told, and on its way to another one. */
  takeFrom(session: Session, now: Micros): void {
    const { transcript } = this.#desk;
    transcript.resolvePrompt(session, 'closed');
    session.transfers.push({ at: now, from: session.agent ?? '' });
    session.handedOver = true;
    const agent = this.takeAway(session);
    if (agent !== undefined) transcript.tellAgent(agent, { f: 'notice', kind: 'transferred', session: session.id });
  }

  failTransfer(session: Session, now: Micros): void {
    const transfer = session.transfers.at(-1);
    if (!session.handedOver || transfer === undefined) return;
    session.handedOver = false;
    this.#desk.sink.note({ note: 'transfer', outcome: 'failed', took: now - transfer.at });
  }

  /** Out of its agent's list for good: the place is free at once, or after a while. */
  release(session: Session, now: Micros): void {
    const { wrapUp } = this.#desk.rules.agents;
    const agent = this.takeAway(session);
    if (agent === undefined || wrapUp === 0) return;
    agent.wrapping.push(now + wrapUp);
    this.offer(agent);
    this.#desk.scheduleAgent(agent);
  }

  /** Places that were kept after a close are free again. */
  wrapUp(agent: Agent, now: Micros): void {
    while ((agent.wrapping[0] ?? Infinity) <= now) agent.wrapping.shift();
    this.offer(agent);
  }

  // ── ringing ─────────────────────────────────────────────────────────────────────────────────────────────────────

  #ring(session: Session, agent: Agent, now: Micros): void {
    this.#desk.states.move(session, 'ring', now);
    session.ringsAt = agent.id;
    session.ringShown = agent.conn !== undefined;
    const before = session.missedBy.indexOf(agent.id);
    if (before >= 0) session.missedBy.splice(before, 1);
    if (session.rangAt?.includes(agent.id) !== true) (session.rangAt ??= []).push(agent.id);
    agent.ringing.add(session);
    agent.given = ++this.#turns;
    this.offer(agent);
    this.#desk.transcript.save(session);
    this.#desk.transcript.showRinging(agent, session);
    this.#desk.schedule(session);
  }

  /** Nobody took a session that rang: it is to go back to the queue. @returns whether its agent counts as away from now on */
  missed(session: Session, outcome: Exclude<Rang, 'taken'>, now: Micros): boolean {
    const { people, rules, states } = this.#desk;
    const agent = people.agents.get(session.ringsAt ?? '');
    states.move(session, 'unanswered', now);
    if (agent === undefined) return false;
    session.missedBy.push(agent.id);
    if (outcome !== 'withdrawn') agent.misses += 1;
    const isAway = outcome !== 'withdrawn' && agent.misses >= (rules.agents.ring?.misses ?? Infinity);
    if (isAway) {
      agent.away = true;
      agent.online = false;
    }
    const isTold = outcome === 'declined' || !session.ringShown;
    this.#rang(session, agent, outcome);
    if (!isTold) this.#desk.transcript.tellAgent(agent, { f: 'notice', kind: 'transferred', session: session.id });
    return isAway;
  }

  /** A session that rang is over. @returns the agent who has to be told */
  silence(session: Session): Agent | undefined {
    const agent = this.#desk.people.agents.get(session.ringsAt ?? '');
    if (agent === undefined) return undefined;
    const wasShown = session.ringShown;
    this.#rang(session, agent, 'withdrawn');
    return wasShown ? agent : undefined;
  }

  /** An agent who comes back sees what rings there. */
  showRinging(agent: Agent): void {
    const { transcript } = this.#desk;
    for (const session of agent.ringing) {
      if (!session.ringShown) {
        session.ringShown = true;
        transcript.save(session);
      }
      transcript.showRinging(agent, session);
    }
  }

  #rang(session: Session, agent: Agent, outcome: Rang): void {
    delete session.ringsAt;
    session.ringShown = false;
    agent.ringing.delete(session);
    if (outcome === 'taken') agent.misses = agent.vain = 0;
    else {
      agent.vain += 1;
      agent.freed = ++this.#turns;
    }
    this.#desk.sink.note({ note: 'rang', outcome });
    this.offer(agent);
  }

  // ── resting ─────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Nobody has said anything for long: the session does not count any more where it is. */
  rest(session: Session, now: Micros): void {
    const agent = this.#desk.people.agents.get(session.agent ?? '');
    if (agent === undefined) return;
    this.#desk.states.move(session, 'rest', now);
    session.restedAt = now;
    agent.resting += 1;
    this.offer(agent);
    this.#desk.transcript.save(session);
  }

  /** A session that was at rest is not any more. @returns whether it is one too many for its agent now */
  stir(session: Session): boolean {
    const agent = this.#desk.people.agents.get(session.agent ?? '');
    if (agent === undefined || session.restedAt === undefined) return false;
    this.#wake(session, agent);
    this.#desk.transcript.save(session);
    this.#desk.schedule(session);
    return !this.choice.hasRoom(agent, 'reactivation') && this.choice.isOver(agent);
  }

  #wake(session: Session, agent: Agent): void {
    if (session.restedAt === undefined) return;
    delete session.restedAt;
    agent.resting -= 1;
    this.offer(agent);
  }
}
