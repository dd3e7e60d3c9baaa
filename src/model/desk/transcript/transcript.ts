// What is said in sessions: stored in order, counted by the idle clock, and shown to who is there.
import type { Micros } from '../../core/time.ts';
import type { Conn } from '../../ports/runtime.ts';
import type { ServerFrame } from '../../protocol/frames.ts';
import { systemMessageId } from '../../rows/ids.ts';
import type { AlertKind, Sender, Touch } from '../../rows/words.ts';
import { idleDue, NOT_YET, noteActivity } from '../../rules/clock.ts';
import type { SessionRules } from '../../rules/rules.ts';
import { opensByClick, sendFault } from './channel.ts';
import type { Agent } from '../state/parties.ts';
import type { People } from '../state/people.ts';
import type { DeskSink, PromptOutcome } from '../ports.ts';
import type { RuleBook } from '../rule-book.ts';
import { isOffer, isOpen, messageFrame, overNotice, type Session } from '../session.ts';
import { snapshot } from '../state/snapshot.ts';
import type { States } from '../state/states.ts';

/** What the session desk lends to the transcript. */
export interface TranscriptDesk {
  /** What holds for everything that begins now. */
  readonly rules: SessionRules;
  readonly book: RuleBook;
  readonly sink: DeskSink;
  readonly people: People;
  readonly states: States;
  /** Somebody says or does something in a session that may have been at rest. */
  stir(session: Session, by: 'visitor' | 'agent', now: Micros): void;
  /** Gives what waits to who is free, if anybody is there. */
  settle(session: Session, now: Micros): void;
  /** The clock has moved: deadlines have to be looked at again. */
  schedule(session: Session): void;
}

/** Both sides of every session, as far as words go. */
export class Transcript {
  readonly #desk: TranscriptDesk;

  constructor(desk: TranscriptDesk) {
    this.#desk = desk;
  }

  /** Stores a message and counts it. Nobody is shown it yet. @returns its number in the session */
  store(session: Session, id: string, from: Sender, text: string, now: Micros): number {
    const { sink, states } = this.#desk;
    session.seq += 1;
    const row = { kind: 'message', session: session.id, seq: session.seq, id, from, text, at: now } as const;
    session.messages.push(row);
    sink.persist(row);
    sink.note({ note: 'accepted', from });
    noteActivity(session.activity, from === 'system' ? 'prompt' : from, now);
    if (from === 'visitor' || from === 'agent') {
      this.resolvePrompt(session, 'activity');
      states.move(session, 'activity', now);
      this.#desk.stir(session, from, now);
    }
    this.#desk.schedule(session);
    return session.seq;
  }

  /** Something that is no message, and moves the clock where the rules count it. */
  touch(session: Session, kind: Touch, now: Micros): void {
    const { book, states } = this.#desk;
    const rules = book.of(session);
    const isReset = rules.idle?.resets.includes(kind) === true;
    const opens = kind === 'click' && opensByClick(rules.channels[session.channel]);
    if (!isOpen(session) || !(isReset || opens)) return;
    (session.touches ??= []).push({ kind, at: now });
    noteActivity(session.activity, kind, now);
    if (!isReset) return this.save(session);
    if (kind === 'click') session.prompts = session.offers = 0;
    this.resolvePrompt(session, 'activity');
    states.move(session, 'activity', now);
    this.#desk.stir(session, kind === 'agent_typing' ? 'agent' : 'visitor', now);
    this.save(session);
    this.#desk.schedule(session);
    if (session.state === 'queued') this.#desk.settle(session, now);
  }

  /** Asks both sides whether anybody is still there. */
  prompt(session: Session, now: Micros): void {
    const { book, sink, states } = this.#desk;
    if (this.#isMuted(session, now)) {
      session.prompts = Infinity;
      return;
    }
    states.move(session, 'prompt', now);
    session.prompts += 1;
    session.asked = true;
    sink.note({ note: 'prompted' });
    this.#announce(session, 'system', book.of(session).prompt?.text ?? '', now);
    const warn = (to: Conn): void => sink.send(to, { f: 'notice', kind: 'warned', session: session.id });
    this.toVisitor(session, warn);
    this.toAgent(session, warn);
  }

  /** It has come out what became of the last prompt, where there is one that waits for it. */
  resolvePrompt(session: Session, outcome: PromptOutcome): void {
    if (!session.asked) return;
    session.asked = false;
    this.#desk.sink.note({ note: 'prompt_resolved', outcome });
  }

  /** Tells the agent that a session needs them, once for each close that is due and each question that waits. */
  alert(session: Session, kind: AlertKind): void {
    const { book, sink } = this.#desk;
    const rules = book.of(session);
    const due = idleDue(session.activity, rules, session.channel) ?? NOT_YET;
    session.alerted[kind] = kind === 'expiring' ? due : session.activity.firstAsk;
    this.save(session);
    const form = (kind === 'expiring' ? rules.alert : rules.slowReply)?.as;
    if (form === undefined) return;
    sink.note({ note: 'alerted', kind });
    this.toAgent(session, (to) => sink.send(to, { f: 'alert', session: session.id, kind, as: form }));
  }

  /** The bot's first word in a new session. */
  welcome(session: Session, now: Micros): void {
    const { welcome } = this.#desk.rules;
    if (welcome !== null) this.#announce(session, 'bot', welcome.text, now);
  }

  /** The bot offers something to a visitor who says nothing. */
  offer(session: Session, now: Micros): void {
    if (this.#isMuted(session, now)) {
      session.offers = Infinity;
      return;
    }
    session.offers += 1;
    this.#desk.sink.note({ note: 'offered' });
    this.#announce(session, 'bot', this.#desk.book.of(session).bot?.text ?? '', now);
  }

  /** A click on an option: it moves the clock where the rules count it, and the bot may have an answer to it. */
  click(session: Session, option: string, now: Micros): void {
    const found = this.#desk.book.of(session).bot?.options.find(({ id }) => id === option);
    if (found === undefined || !isOpen(session)) return;
    this.#desk.sink.note({ note: 'clicked' });
    this.touch(session, 'click', now);
    if (found.answer !== null && !this.#isMuted(session, now)) this.#announce(session, 'bot', found.answer, now);
  }

  /** The channel lets nothing more through until the visitor says something: then what would be said by itself is not said at all. */
  #isMuted(session: Session, now: Micros): boolean {
    const { book, sink } = this.#desk;
    const why = sendFault(session, book.of(session).channels[session.channel], now);
    if (why !== undefined) sink.note({ note: 'refused', why });
    return why !== undefined;
  }

  /** Stores what nobody typed, and shows it to both sides. */
  #announce(session: Session, from: 'system' | 'bot', text: string, now: Micros): void {
    this.store(session, systemMessageId(session.id, session.seq + 1), from, text, now);
    const show = (to: Conn): void => this.show(to, session, session.messages.at(-1));
    this.toVisitor(session, show);
    this.toAgent(session, show);
  }

  /** Shows a message of a session, with what could be clicked on when it was said. */
  show(conn: Conn, session: Session, m: Session['messages'][number] | undefined): void {
    if (m === undefined) return;
    const { bot } = this.#desk.book.of(session, m.at);
    const frame = messageFrame(m);
    const options = bot !== null && isOffer(m, bot) ? { options: bot.options.map(({ id }) => id) } : {};
    this.#desk.sink.send(conn, { ...frame, ...options });
  }

  showSession(conn: Conn, session: Session): void {
    const { id, visitor, channel } = session;
    this.#desk.sink.send(conn, { f: 'notice', kind: 'assigned', session: id, visitor, channel });
    for (const m of session.messages) this.show(conn, session, m);
  }

  /** A session rings at an agent's, who sees whose it is and nothing else yet. */
  showRinging(agent: Agent, { id, visitor, channel }: Session): void {
    if (agent.conn === undefined) return;
    this.#desk.sink.send(agent.conn, { f: 'notice', kind: 'offered', session: id, visitor, channel });
  }

  noticeClosed(conn: Conn, session: Session): void {
    this.#desk.sink.send(conn, overNotice(session));
  }

  /** @param rings the agent at whose place it rang, if it did and they were told */
  tellAgentOver(session: Session, rings?: Agent): void {
    const agent = rings ?? this.#desk.people.agents.get(session.agent ?? '');
    if (agent !== undefined) this.tellAgent(agent, overNotice(session));
  }

  /** An agent who is away is told at the next hello. */
  tellAgent(agent: Agent, notice: ServerFrame & { readonly f: 'notice' }): void {
    const { people, rules, sink } = this.#desk;
    if (agent.conn !== undefined) return sink.send(agent.conn, notice);
    agent.missed.push(notice);
    people.keep(agent, rules);
  }

  toVisitor(session: Session, act: (conn: Conn) => void): void {
    const conn = this.#desk.people.visitors.get(session.visitor)?.conn;
    if (conn !== undefined) act(conn);
  }

  toAgent(session: Session, act: (conn: Conn) => void): void {
    const conn = session.agent === undefined ? undefined : this.#desk.people.agents.get(session.agent)?.conn;
    if (conn !== undefined) act(conn);
  }

  save(session: Session): void {
    this.#desk.sink.persist({ kind: 'session', session: snapshot(session) });
  }
}
