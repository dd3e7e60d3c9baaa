// What each frame of an agent's client means for the agent and for the agent's sessions.
import type { Micros } from '../../core/time.ts';
import type { ClientFrame } from '../../protocol/frames.ts';
import { isBy } from '../../rows/ids.ts';
import type { DeskSink } from '../ports.ts';
import { ackAgain, refuse } from './replies.ts';
import type { SessionDesk } from '../session-desk.ts';
import type { Agent, Link } from '../state/parties.ts';
import { sendFault } from '../transcript/channel.ts';

export class AgentFrames {
  readonly #sink: DeskSink;
  readonly #desk: SessionDesk;

  constructor(sink: DeskSink, desk: SessionDesk) {
    this.#sink = sink;
    this.#desk = desk;
  }

  /** After the sign-in: sends the missed notices and the list. */
  resume(link: Link, agent: Agent, now: Micros): void {
    agent.online = !agent.away;
    if (agent.goneAt !== undefined) this.#sink.note({ note: 'reconnected', role: 'agent', gap: now - agent.goneAt });
    delete agent.goneAt;
    this.#sink.send(link.conn, { f: 'welcome', v: 1, actor: agent.id });
    for (const notice of agent.missed.splice(0)) this.#sink.send(link.conn, notice);
    for (const session of agent.sessions) this.#desk.screens.showSession(link.conn, session);
    this.#desk.welcome(agent, now);
  }

  frame(link: Link, agent: Agent, frame: ClientFrame, now: Micros): void {
    if (frame.f === 'msg') this.#message(link, agent, frame, now);
    else if (frame.f === 'ask') this.#sink.send(link.conn, { f: 'alive', n: frame.n });
    else if (frame.f === 'take' || frame.f === 'decline') {
      const session = this.#desk.state.sessions.get(frame.session);
      if (session !== undefined) this.#desk.answerRing(session, agent, frame.f, now);
    } else if (frame.f === 'status') this.#status(agent, frame.is, now);
    else if (frame.f === 'end' || frame.f === 'typing' || frame.f === 'fence') this.#inSession(link, agent, frame, now);
  }

  #status(agent: Agent, is: 'away' | 'online', now: Micros): void {
    agent.misses = agent.vain = 0;
    agent.away = is === 'away';
    agent.online = !agent.away;
    if (agent.away) this.#desk.lost(agent, now);
    else this.#desk.welcome(agent, now);
  }

  /**
   * A frame for a session of the agent. If the agent has it no longer, only a fence is answered.
   */
  #inSession(link: Link, agent: Agent, frame: ClientFrame & { f: 'end' | 'typing' | 'fence' }, now: Micros): void {
    const session = this.#desk.state.sessions.get(frame.session);
    if (session === undefined || session.agent !== agent.id) {
      if (frame.f === 'fence') this.#sink.send(link.conn, { f: 'ack', id: frame.id, session: frame.session, seq: 0 });
      return;
    }
    if (frame.f === 'end') return this.#desk.close(session, 'agent', now);
    this.#desk.screens.toVisitor(session, (to) => this.#sink.send(to, frame));
    if (frame.f === 'typing') this.#desk.typed(session, now);
    else this.#sink.send(link.conn, { f: 'ack', id: frame.id, session: session.id, seq: session.seq });
  }

  #message(link: Link, agent: Agent, frame: ClientFrame & { f: 'msg' }, now: Micros): void {
    if (!isBy(frame.id, agent.id)) {
      refuse(this.#sink, link.conn, frame.id, 'bad_id');
      return;
    }
    const known = agent.ids.get(frame.id);
    if (known !== undefined) return ackAgain(this.#sink, link.conn, frame.id, known);
    const session = this.#desk.state.sessions.get(frame.session ?? '');
    if (session === undefined || session.agent !== agent.id) {
      refuse(this.#sink, link.conn, frame.id, session === undefined ? 'closed' : 'not_yours');
      return;
    }
    const limits = this.#desk.state.book.of(session).channels[session.channel];
    const fault = sendFault(session, limits, now);
    if (fault !== undefined) return refuse(this.#sink, link.conn, frame.id, fault, limits?.code);
    this.#desk.reply(session, agent, frame.id, frame.text, now);
  }
}
