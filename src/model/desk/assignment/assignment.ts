// Assigns sessions to agents and takes them away: rings, rests, hand-overs and wrap-ups.
import type { Micros } from '../../core/time.ts';
import type { Rang } from '../../rows/words.ts';
import { isDone } from '../../rows/transfers.ts';
import { noteActivity } from '../../rules/clock.ts';
import { Choice } from './choice.ts';
import type { Agent } from '../state/parties.ts';
import { FreeAgents } from './routing.ts';
import type { Session } from '../session.ts';
import type { DeskState } from '../state/desk-state.ts';
import type { Screens } from '../screens.ts';

export class Assignment {
  readonly #state: DeskState;
  readonly #screens: Screens;
  readonly #free: FreeAgents;
  readonly choice: Choice;
  /** Counts assignments and their ends, see `Agent.given`. */
  #turns = 0;

  constructor(state: DeskState, screens: Screens) {
    this.#state = state;
    this.#screens = screens;
    this.#free = new FreeAgents(state.rules);
    this.choice = new Choice(state.rules, state.people, this.#free);
  }

  /** An agent may have become eligible, or may rank differently: updates routing and the store. */
  offer(agent: Agent): void {
    this.#free.offer(agent);
    this.#state.people.keep(agent, this.#state.rules);
  }

  /** Restores an agent after a restart. */
  adopt(agent: Agent): void {
    this.#turns = Math.max(this.#turns, agent.given, agent.freed);
    this.offer(agent);
    this.#state.deadlines.scheduleAgent(agent);
  }

  /** Restores a session after a restart: in the list of its agent, or ringing there. */
  adoptSession(session: Session): void {
    const agent = this.#state.people.agents.get(session.agent ?? session.ringsAt ?? '');
    if (agent === undefined) return;
    (session.agent === undefined ? agent.ringing : agent.sessions).add(session);
    if (session.restedAt !== undefined) agent.resting += 1;
    this.offer(agent);
  }

  /** Assigns a session from the queue to an agent, who may have to accept it first. */
  assign(session: Session, agent: Agent, now: Micros): void {
    if (this.#state.rules.agents.ring === null) this.take(session, agent, now);
    else this.#ring(session, agent, now);
  }

  /** An agent gets a session that waited or rang. */
  take(session: Session, agent: Agent, now: Micros): void {
    const rang = session.state === 'offered';
    if (rang) this.#rang(session, agent, 'taken');
    this.#state.states.move(session, 'assign', now);
    this.#state.sink.note({ note: 'assigned', waited: now - session.waitingSince });
    this.give(session, agent, now, rang ? 'has_rung' : 'new');
  }

  /**
   * Puts a session into an agent's list, at first or by a requested transfer, and notifies both
   * sides.
   * @param turn whether it counts as a new turn of the agent; a ring has already counted as one
   */
  give(session: Session, agent: Agent, now: Micros, turn: 'new' | 'has_rung' = 'new'): void {
    const { sink, people } = this.#state;
    session.agent = agent.id;
    session.activeAt ??= now;
    session.agents.push(agent.id);
    agent.sessions.add(session);
    if (turn === 'new') agent.given = ++this.#turns;
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
    this.#state.save(session);
    const visitor = people.visitors.get(session.visitor)?.conn;
    const kind = transfer !== undefined && isDone(transfer) ? 'transferred' : 'assigned';
    if (visitor !== undefined) sink.send(visitor, { f: 'notice', kind, session: session.id, agent: agent.id });
    if (agent.conn !== undefined) this.#screens.showSession(agent.conn, session);
    this.#state.deadlines.schedule(session);
  }

  /** Removes a session from its agent's list. @returns that agent */
  takeAway(session: Session): Agent | undefined {
    const agent = this.#state.people.agents.get(session.agent ?? '');
    delete session.agent;
    if (agent === undefined) return undefined;
    agent.sessions.delete(session);
    this.#wake(session, agent);
    agent.freed = ++this.#turns;
    this.offer(agent);
    return agent;
  }

  /**
   * Takes a session from its agent, who is notified, for a transfer to another. The caller has
   * resolved its prompt.
   */
  takeFrom(session: Session, now: Micros): void {
    session.transfers.push({ at: now, from: session.agent ?? '' });
    session.handedOver = true;
    const agent = this.takeAway(session);
    if (agent !== undefined) this.#screens.tellMovedOn(agent, session);
  }

  failTransfer(session: Session, now: Micros): void {
    const transfer = session.transfers.at(-1);
    if (!session.handedOver || transfer === undefined) return;
    session.handedOver = false;
    this.#state.sink.note({ note: 'transfer', outcome: 'failed', took: now - transfer.at });
  }

  /**
   * Removes a session from its agent's list for good. Its place is free at once, or after the
   * wrap-up.
   */
  release(session: Session, now: Micros): void {
    const { wrapUp } = this.#state.rules.agents;
    const agent = this.takeAway(session);
    if (agent === undefined || wrapUp === 0) return;
    agent.wrapping.push(now + wrapUp);
    this.offer(agent);
    this.#state.deadlines.scheduleAgent(agent);
  }

  /** Frees the places whose wrap-up is over. */
  wrapUp(agent: Agent, now: Micros): void {
    while ((agent.wrapping[0] ?? Infinity) <= now) agent.wrapping.shift();
    this.offer(agent);
  }

  // ── ringing ─────────────────────────────────────────────────────────────────────────────────────────────────────

  #ring(session: Session, agent: Agent, now: Micros): void {
    this.#state.states.move(session, 'ring', now);
    session.ringsAt = agent.id;
    session.ringShown = agent.conn !== undefined;
    const before = session.missedBy.indexOf(agent.id);
    if (before >= 0) session.missedBy.splice(before, 1);
    if (session.rangAt?.includes(agent.id) !== true) (session.rangAt ??= []).push(agent.id);
    agent.ringing.add(session);
    agent.given = ++this.#turns;
    this.offer(agent);
    this.#state.save(session);
    this.#screens.showRinging(agent, session);
    this.#state.deadlines.schedule(session);
  }

  /**
   * Nobody took a session that rang; the caller puts it back into the queue.
   * @returns whether its agent counts as away from now on
   */
  missed(session: Session, outcome: Exclude<Rang, 'taken'>, now: Micros): boolean {
    const { people, rules, states } = this.#state;
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
    if (!isTold) this.#screens.tellMovedOn(agent, session);
    return isAway;
  }

  /** A session that rang is over. @returns the agent to notify */
  silence(session: Session): Agent | undefined {
    const agent = this.#state.people.agents.get(session.ringsAt ?? '');
    if (agent === undefined) return undefined;
    const wasShown = session.ringShown;
    this.#rang(session, agent, 'withdrawn');
    return wasShown ? agent : undefined;
  }

  /** Shows an agent who comes back what rings there. */
  showRinging(agent: Agent): void {
    for (const session of agent.ringing) {
      if (!session.ringShown) {
        session.ringShown = true;
        this.#state.save(session);
      }
      this.#screens.showRinging(agent, session);
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
    this.#state.sink.note({ note: 'rang', outcome });
    this.offer(agent);
  }

  // ── resting ─────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Both sides have been silent for long: the session stops using its agent's capacity. */
  rest(session: Session, now: Micros): void {
    const agent = this.#state.people.agents.get(session.agent ?? '');
    if (agent === undefined) return;
    this.#state.states.move(session, 'rest', now);
    session.restedAt = now;
    agent.resting += 1;
    this.offer(agent);
    this.#state.save(session);
  }

  /**
   * Wakes a session that was resting.
   * @returns whether its agent is now over capacity, and may not be
   */
  stir(session: Session): boolean {
    const agent = this.#state.people.agents.get(session.agent ?? '');
    if (agent === undefined || session.restedAt === undefined) return false;
    this.#wake(session, agent);
    this.#state.save(session);
    this.#state.deadlines.schedule(session);
    return !this.choice.hasRoom(agent, 'reactivation') && this.choice.isOver(agent);
  }

  #wake(session: Session, agent: Agent): void {
    if (session.restedAt === undefined) return;
    delete session.restedAt;
    agent.resting -= 1;
    this.offer(agent);
  }
}
