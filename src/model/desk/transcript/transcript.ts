// What is said in sessions: stored in order, counted by the idle clock, and shown to who is there.
import type { Micros } from '../../core/time.ts';
import type { Conn } from '../../ports/runtime.ts';
import { systemMessageId } from '../../rows/ids.ts';
import type { AlertKind, Sender, Touch } from '../../rows/words.ts';
import { idleDue, NOT_YET, noteActivity } from '../../rules/clock.ts';
import type { BotRule } from '../../rules/rules.ts';
import type { PromptOutcome } from '../ports.ts';
import { isOpen, type Session } from '../session.ts';
import type { DeskState } from '../state/desk-state.ts';
import { opensByClick, sendFault } from './channel.ts';
import type { Screens } from '../screens.ts';

/**
 * Who has said or done something. The session then no longer rests, and its deadline has moved. The
 * caller handles both.
 */
export type Stirs = 'visitor' | 'agent';

/** The messages of every session. */
export class Transcript {
  readonly #state: DeskState;
  readonly #screens: Screens;

  constructor(state: DeskState, screens: Screens) {
    this.#state = state;
    this.#screens = screens;
  }

  /**
   * Stores what a person said, under the next number of the session, and counts it for the clock.
   * It is not shown yet.
   * @returns who stirs
   */
  say(session: Session, id: string, from: Stirs, text: string, now: Micros): Stirs {
    this.#store(session, id, from, text, now);
    this.resolvePrompt(session, 'activity');
    this.#state.states.move(session, 'activity', now);
    return from;
  }

  /**
   * An event other than a message, which restarts the clock if the rules count it.
   * @returns who stirs, if it did
   */
  touch(session: Session, kind: Touch, now: Micros): Stirs | undefined {
    const { book, states } = this.#state;
    const rules = book.of(session);
    const isReset = rules.idle?.resets.includes(kind) === true;
    const opens = kind === 'click' && opensByClick(rules.channels[session.channel]);
    if (!isOpen(session) || !(isReset || opens)) return undefined;
    (session.touches ??= []).push({ kind, at: now });
    noteActivity(session.activity, kind, now);
    if (!isReset) {
      this.#state.save(session);
      return undefined;
    }
    if (kind === 'click') session.prompts = session.offers = 0;
    this.resolvePrompt(session, 'activity');
    states.move(session, 'activity', now);
    return kind === 'agent_typing' ? 'agent' : 'visitor';
  }

  /** Asks both sides whether anybody is still there. */
  prompt(session: Session, now: Micros): void {
    const { book, sink, states } = this.#state;
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
    this.#screens.toVisitor(session, warn);
    this.#screens.toAgent(session, warn);
  }

  /** Records the outcome of the last prompt, if it is still open. */
  resolvePrompt(session: Session, outcome: PromptOutcome): void {
    if (!session.asked) return;
    session.asked = false;
    this.#state.sink.note({ note: 'prompt_resolved', outcome });
  }

  /**
   * Alerts the agent that a session needs them, once for each due close and each unanswered
   * question.
   */
  alert(session: Session, kind: AlertKind): void {
    const { book, sink } = this.#state;
    const rules = book.of(session);
    const due = idleDue(session.activity, rules, session.channel) ?? NOT_YET;
    session.alerted[kind] = kind === 'expiring' ? due : session.activity.firstAsk;
    this.#state.save(session);
    const form = (kind === 'expiring' ? rules.alert : rules.slowReply)?.as;
    if (form === undefined) return;
    sink.note({ note: 'alerted', kind });
    this.#screens.toAgent(session, (to) => sink.send(to, { f: 'alert', session: session.id, kind, as: form }));
  }

  /** The bot's first message in a new session. */
  welcome(session: Session, now: Micros): void {
    const { welcome } = this.#state.rules;
    if (welcome !== null) this.#announce(session, 'bot', welcome.text, now);
  }

  /** The bot offers options to a silent visitor. */
  offer(session: Session, now: Micros): void {
    if (this.#isMuted(session, now)) {
      session.offers = Infinity;
      return;
    }
    session.offers += 1;
    this.#state.sink.note({ note: 'offered' });
    this.#announce(session, 'bot', this.#state.book.of(session).bot?.text ?? '', now);
  }

  /** The bot's answer to a click, if it has one. */
  answer(session: Session, { answer }: BotRule['options'][number], now: Micros): void {
    if (answer !== null && !this.#isMuted(session, now)) this.#announce(session, 'bot', answer, now);
  }

  /**
   * Whether the channel blocks messages until the visitor writes again. Prompts and bot messages
   * are then dropped.
   */
  #isMuted(session: Session, now: Micros): boolean {
    const { book, sink } = this.#state;
    const why = sendFault(session, book.of(session).channels[session.channel], now);
    if (why !== undefined) sink.note({ note: 'refused', why });
    return why !== undefined;
  }

  /** Stores a message of the desk itself, and shows it to both sides. */
  #announce(session: Session, from: 'system' | 'bot', text: string, now: Micros): void {
    this.#store(session, systemMessageId(session.id, session.seq + 1), from, text, now);
    this.#state.deadlines.schedule(session);
    const show = (to: Conn): void => this.#screens.show(to, session, session.messages.at(-1));
    this.#screens.toVisitor(session, show);
    this.#screens.toAgent(session, show);
  }

  #store(session: Session, id: string, from: Sender, text: string, now: Micros): void {
    const { sink } = this.#state;
    session.seq += 1;
    const row = { kind: 'message', session: session.id, seq: session.seq, id, from, text, at: now } as const;
    session.messages.push(row);
    sink.persist(row);
    sink.note({ note: 'accepted', from });
    noteActivity(session.activity, from === 'system' ? 'prompt' : from, now);
  }
}
