// How a session begins: opened, reopened after its end, or restored after a restart.
import type { Micros } from '../core/time.ts';
import type { Channel } from '../rows/words.ts';
import { afterCloseOn } from '../rules/rules.ts';
import type { Said } from './after-close.ts';
import type { Assignment } from './assignment/assignment.ts';
import type { StoredDesk } from './ports.ts';
import { beginAgain, isOpen, newSession, type Session } from './session.ts';
import type { DeskState } from './state/desk-state.ts';
import type { Visitor } from './state/parties.ts';
import { rebuildSessions } from './state/restore.ts';
import type { Transcript } from './transcript/transcript.ts';
import type { Waiting } from './waiting.ts';

export class Beginnings {
  readonly #state: DeskState;
  readonly #transcript: Transcript;
  readonly #assignment: Assignment;
  readonly #waiting: Waiting;
  #nextSession = 1;

  constructor(state: DeskState, transcript: Transcript, assignment: Assignment, waiting: Waiting) {
    this.#state = state;
    this.#transcript = transcript;
    this.#assignment = assignment;
    this.#waiting = waiting;
  }

  restore(stored: StoredDesk, now: Micros): void {
    const { book, people, sessions, deadlines } = this.#state;
    people.restore(stored, now);
    for (const agent of people.list) this.#assignment.adopt(agent);
    for (const setting of stored.settings ?? []) book.change(setting);
    this.#nextSession = 1 + (stored.lastSession ?? 0);
    for (const session of rebuildSessions(stored, book)) this.#adopt(session, now);
    for (const session of sessions.values()) deadlines.schedule(session);
  }

  /**
   * Restores a session after a restart: nobody is connected, so every visitor counts as gone since
   * `now`.
   */
  #adopt(session: Session, now: Micros): void {
    const { people, states, sessions, line, rules } = this.#state;
    this.#nextSession = Math.max(this.#nextSession, session.number + 1);
    const visitor = people.visitors.get(session.visitor);
    const newest = visitor?.newest.get(session.channel);
    if (newest === undefined || newest.number < session.number) visitor?.newest.set(session.channel, session);
    states.add(session.state);
    if (!isOpen(session)) return;
    sessions.set(session.id, session);
    session.visitorGoneAt = now;
    if (session.state === 'queued') line.add(session, session.goesFirst ? 'before_new' : 'new', session.ticket);
    else this.#assignment.adoptSession(session);
    // A ring that timed out during the restart counts against no agent.
    if (session.state !== 'offered' || now < session.stateSince + (rules.agents.ring?.timeout ?? 0)) return;
    this.#assignment.missed(session, 'withdrawn', now);
    this.#waiting.waitAgain(session);
  }

  /** The session for a message that was written outside a session. */
  begin(said: Said, visitor: Visitor, channel: Channel, now: Micros): Session {
    if (said.to === 'open') return this.#open(visitor, channel, now, said.follows);
    this.#reopen(said.closed, now, said.agent);
    return said.closed;
  }

  #open(visitor: Visitor, channel: Channel, now: Micros, after?: Session): Session {
    const { rules, sessions, states, sink } = this.#state;
    const session = newSession(this.#nextSession++, visitor.id, channel, now);
    const last = after?.agents.at(-1);
    if (after !== undefined && rules.afterClose.linked) session.follows = after.id;
    if (last !== undefined && afterCloseOn(rules, channel) === 'sticky') session.prefers = last;
    visitor.newest.set(channel, session);
    sessions.set(session.id, session);
    states.add('new');
    sink.note({ note: 'opened', channel });
    this.#waiting.enqueue(session, 'arrive', now);
    this.#transcript.welcome(session, now);
    return session;
  }

  #reopen(session: Session, now: Micros, agent?: string): void {
    const { sessions, sink, people, states } = this.#state;
    sessions.set(session.id, session);
    beginAgain(session, now);
    sink.note({ note: 'reopened' });
    const last = people.agents.get(agent ?? '');
    if (last === undefined) return this.#waiting.enqueue(session, 'reopen', now);
    if (!this.#assignment.choice.hasRoom(last, 'same_agent')) {
      session.prefers = last.id;
      return this.#waiting.enqueue(session, 'reopen', now);
    }
    states.move(session, 'reopen', now);
    session.waitingSince = now;
    this.#assignment.take(session, last, now);
  }
}
