// What each side has on the screen: messages, notices and alerts go out to who is there; an agent who is not is told later.
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

  /** Shows a message of a session, with what could be clicked on when it was said. */
  show(conn: Conn, session: Session, m: Session['messages'][number] | undefined): void {
    if (m === undefined) return;
    const { bot } = this.#state.book.of(session, m.at);
    const frame = messageFrame(m);
    const options = bot !== null && isOffer(m, bot) ? { options: bot.options.map(({ id }) => id) } : {};
    this.#state.sink.send(conn, { ...frame, ...options });
  }

  /** An agent has the session in the list, with everything that was said. */
  showSession(conn: Conn, session: Session): void {
    const { id, visitor, channel } = session;
    this.#state.sink.send(conn, { f: 'notice', kind: 'assigned', session: id, visitor, channel });
    for (const m of session.messages) this.show(conn, session, m);
  }

  /** A session rings at an agent's, who sees whose it is and nothing else yet. */
  showRinging(agent: Agent, { id, visitor, channel }: Session): void {
    if (agent.conn === undefined) return;
    this.#state.sink.send(agent.conn, { f: 'notice', kind: 'offered', session: id, visitor, channel });
  }

  noticeClosed(conn: Conn, session: Session): void {
    this.#state.sink.send(conn, overNotice(session));
  }

  /** @param rings the agent at whose place it rang, if it did and they were told */
  tellAgentOver(session: Session, rings?: Agent): void {
    const agent = rings ?? this.#state.people.agents.get(session.agent ?? '');
    if (agent !== undefined) this.tellAgent(agent, overNotice(session));
  }

  /** An agent who is away is told at the next hello. */
  tellAgent(agent: Agent, notice: ServerFrame & { readonly f: 'notice' }): void {
    const { people, rules, sink } = this.#state;
    if (agent.conn !== undefined) return sink.send(agent.conn, notice);
    agent.missed.push(notice);
    people.keep(agent, rules);
  }

  /** The session has left the list of this agent, or rings there no more. */
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
