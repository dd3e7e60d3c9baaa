// What each side sees: messages, notices and alerts go to whoever is connected.
// An agent who is not gets the notices later.
import type { Conn } from '../ports/runtime.ts';
import type { ServerFrame } from '../protocol/frames.ts';
import { isOffer, messageFrame, overNotice, type Session } from './session.ts';
import type { DeskState } from './state/desk-state.ts';
import type { Agent } from './state/parties.ts';

export class Screens {
  readonly #state: DeskState;

  constructor(state: DeskState) {
    this.#state = state;
  }

  /** Shows a message of a session, with the options that it offered when it was said. */
  show(conn: Conn, session: Session, m: Session['messages'][number] | undefined): void {
    if (m === undefined) return;
    const { bot } = this.#state.book.of(session, m.at);
    const frame = messageFrame(m);
    const options = bot !== null && isOffer(m, bot) ? { options: bot.options.map(({ id }) => id) } : {};
    this.#state.sink.send(conn, { ...frame, ...options });
  }

  /** Adds the session to an agent's list, with all its messages. */
  showSession(conn: Conn, session: Session): void {
    const { id, visitor, channel } = session;
    this.#state.sink.send(conn, { f: 'notice', kind: 'assigned', session: id, visitor, channel });
    for (const m of session.messages) this.show(conn, session, m);
  }

  /** A session rings at an agent, who sees only whose it is. */
  showRinging(agent: Agent, { id, visitor, channel }: Session): void {
    if (agent.conn === undefined) return;
    this.#state.sink.send(agent.conn, { f: 'notice', kind: 'offered', session: id, visitor, channel });
  }

  noticeClosed(conn: Conn, session: Session): void {
    this.#state.sink.send(conn, overNotice(session));
  }

  /** @param rings the agent at whom it rang, if it did and the agent was notified */
  tellAgentOver(session: Session, rings?: Agent): void {
    const agent = rings ?? this.#state.people.agents.get(session.agent ?? '');
    if (agent !== undefined) this.tellAgent(agent, overNotice(session));
  }

  /** Sends a notice to an agent; to one who is not connected, at the next hello. */
  tellAgent(agent: Agent, notice: ServerFrame & { readonly f: 'notice' }): void {
    const { people, rules, sink } = this.#state;
    if (agent.conn !== undefined) return sink.send(agent.conn, notice);
    agent.missed.push(notice);
    people.keep(agent, rules);
  }

  /** Notifies an agent that the session has left the list, or no longer rings there. */
  tellMovedOn(agent: Agent, session: Session): void {
    this.tellAgent(agent, { f: 'notice', kind: 'transferred', session: session.id });
  }

  toVisitor(session: Session, act: (conn: Conn) => void): void {
    const conn = this.#state.people.visitors.get(session.visitor)?.conn;
    if (conn !== undefined) act(conn);
  }

  toAgent(session: Session, act: (conn: Conn) => void): void {
    const conn = session.agent === undefined ? undefined : this.#state.people.agents.get(session.agent)?.conn;
    if (conn !== undefined) act(conn);
  }
}
