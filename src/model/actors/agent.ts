// An agent: notices messages, answers them, closes after a goodbye, leaves when the shift ends.
import { drawBelow, drawChance, owner, PURPOSE, type Owner } from '../core/draw.ts';
import { sample } from '../core/distributions.ts';
import type { Micros } from '../core/time.ts';
import type { Act, Client, Notice, Screen, Shown } from '../ports/client.ts';
import { lookRow, replyRow } from '../rows/busy.ts';
import { actorOf, messageId, numberOf, textHash } from '../rows/ids.ts';
import type { AgentPlan } from '../rows/rows.ts';
import type { AlertForm, AlertKind } from '../rows/words.ts';
import { ANSWER_RING, Calls, Chat, HEED, LOOK, NUDGE, REPLY, TYPE, type ChatOwner, type Deed } from './chat.ts';
import type { DeviceAndPath } from './device-and-path.ts';
import { rangeOf, type AgentSettings, type Lines } from './settings.ts';
import type { Sleeper, Timers } from './timers.ts';

/** First draw index for what an agent says unasked; those for answers are below. */
const NUDGES = 100_000;
/** More than the rings that an agent gets for one visitor in a run. */
const RINGS = 65_536;
/** Turn number of a message that answers nothing. */
const NUDGE_TURN = -3;
const TYPING: Act = { kind: 'typing' };

/** What all agents of a shard share. */
export interface AgentSurroundings {
  readonly seed: string;
  readonly settings: AgentSettings;
  readonly timers: Timers;
  readonly lines: Lines;
  /** Texts that say goodbye. */
  readonly thanks: ReadonlySet<string>;
}

/**
 * The human part of an agent. How long an answer takes is drawn for (visitor, message); the agent
 * adds a pace and a load.
 */
export class AgentPerson implements Screen, Sleeper, ChatOwner {
  readonly #o: AgentSurroundings;
  readonly #plan: AgentPlan;
  readonly #device: DeviceAndPath;
  #client!: Client;
  readonly #chats = new Map<string, Chat>();
  readonly #calls = new Calls();
  #front = '';
  #said = 0;
  #gone = false;
  readonly #later: { readonly chat: Chat; readonly deed: Deed }[] = [];

  constructor(surroundings: AgentSurroundings, plan: AgentPlan, device: DeviceAndPath) {
    this.#o = surroundings;
    this.#plan = plan;
    this.#device = device;
  }

  get said(): number {
    return this.#said;
  }

  /**
   * Whether the agent has no work left in this session, unless somebody writes in it. The agent's
   * list may still show it: after a long absence the agent may not know that it is over.
   */
  isDoneWith(session: string): boolean {
    return this.#gone || this.#chats.get(session)?.isQuiet !== false;
  }

  /** Whether no message in any session waits for this agent. */
  get isIdle(): boolean {
    if (!this.#gone) for (const chat of this.#chats.values()) if (!chat.isQuiet) return false;
    return true;
  }

  arrive(client: Client): void {
    this.#client = client;
    client.start();
    this.#o.timers.wake(this.#plan.leaves, this, 0);
  }

  faced(visible: boolean): void {
    if (visible) for (const { chat, deed } of this.#later.splice(0)) this.act(chat, deed);
  }

  rest(): void {
    this.#gone = true;
    this.#later.length = 0;
  }

  shown(message: Shown): void {
    const chat = this.#chat(message.session);
    if (message.from !== 'visitor') return;
    chat.unread.push(message);
    chat.nudged = false;
    this.#attend(chat, message);
  }

  notice(notice: Notice): void {
    if (notice.kind === 'offered') return this.#rung(notice);
    if (notice.kind === 'assigned') this.#chat(notice.session).ring = undefined;
    else if (notice.kind !== 'warned') this.#chats.delete(notice.session);
  }

  /**
   * A session needs this agent, who notices after a while that depends on the form of the alert.
   */
  alerted(session: string, _kind: AlertKind, as: AlertForm): void {
    const chat = this.#chats.get(session);
    if (chat?.of === undefined) return;
    const delay = sample(this.#o.settings.attention[as], chat.of, PURPOSE.alert, this.#calls.to(chat.visitor).alerts++);
    this.#errand(chat, delay, HEED);
  }

  /** A session rings: the agent sees it after the same delay as any other pop-up. */
  #rung({ session, visitor }: Notice): void {
    const chat = this.#chat(session);
    if (visitor === undefined || chat.ring !== undefined) return;
    const of = this.#meet(chat, visitor);
    // Draw index of this agent's answer to this ring, so that agents differ, and so do rings.
    chat.ring = Number(this.#device.actor.slice(1)) * RINGS + ++this.#calls.to(chat.visitor).rings;
    const delay = sample(this.#o.settings.attention.popup, of, PURPOSE.ring, chat.ring);
    this.#errand(chat, delay, ANSWER_RING);
  }

  #answerRing(chat: Chat): void {
    const { ring } = chat;
    if (chat.of === undefined || ring === undefined || this.#chats.get(chat.session) !== chat) return;
    chat.ring = undefined;
    const declines = drawChance(chat.of, PURPOSE.decline, ring, this.#o.settings.declines);
    this.#client.act({ kind: declines ? 'decline' : 'take' }, chat.session);
    if (declines) this.#chats.delete(chat.session);
  }

  refused(): void {
    // Somebody else has the session, or it is closed: the list will show it.
  }

  #errand(chat: Chat, delay: Micros, deed: Deed): void {
    chat.errands += 1;
    this.#o.timers.wake(this.#device.now() + delay, chat, deed);
  }

  #chat(session: string): Chat {
    const known = this.#chats.get(session);
    if (known !== undefined) return known;
    const chat = new Chat(session, this);
    this.#chats.set(session, chat);
    return chat;
  }

  #visitorOf(chat: Chat, message: Shown): Owner {
    return chat.of ?? this.#meet(chat, actorOf(message.id) ?? message.id);
  }

  #meet(chat: Chat, visitor: string): Owner {
    chat.visitor = visitor;
    return (chat.of ??= owner(this.#o.seed, visitor));
  }

  /**
   * A message is on the screen. Noticing it takes a while, longer if another session is in front.
   */
  #attend(chat: Chat, message: Shown): void {
    if (chat.looking) return;
    chat.looking = true;
    const { notice, noticePerSession, glance } = this.#o.settings;
    const of = this.#visitorOf(chat, message);
    const delay =
      chat.session === this.#front
        ? sample(glance, of, PURPOSE.glance, numberOf(message.id))
        : sample(notice, of, PURPOSE.notice, numberOf(message.id), this.#stretch(noticePerSession));
    this.#o.timers.wake(this.#device.now() + delay, chat, LOOK);
  }

  /** How much longer something takes because of the other open sessions, in thousandths. */
  #stretch(perSession: number): number {
    return 1000 + perSession * Math.max(0, this.#chats.size - 1);
  }

  #look(chat: Chat): void {
    chat.looking = false;
    if (this.#chats.get(chat.session) !== chat) return;
    this.#front = chat.session;
    let last = 0;
    const { unread } = chat;
    for (let i = 0; i < unread.length; i++) {
      const message = unread[i] as Shown;
      this.#device.write(lookRow(message.id, chat.session));
      chat.open.push(message);
      last = message.seq;
    }
    unread.length = 0;
    if (last > 0) this.#client.seen(chat.session, last);
    if (!chat.answering) this.#answer(chat);
  }

  #answer(chat: Chat): void {
    const first = chat.open[0];
    if (first === undefined) return;
    chat.answering = true;
    const of = this.#visitorOf(chat, first);
    const { answer, perSession } = this.#o.settings;
    const factor = Math.max(1, Math.round((this.#plan.pace * this.#stretch(perSession)) / 1000));
    const duration = sample(answer, of, PURPOSE.typing, numberOf(first.id), factor);
    this.#o.timers.wake(this.#device.now() + duration, chat, REPLY);
    if (this.#o.settings.typing > 0) this.#type(chat);
  }

  /** While an answer is being written, the client reports it again and again. */
  #type(chat: Chat): void {
    if (!chat.answering || this.#chats.get(chat.session) !== chat) return;
    if (this.#device.device === 'visible') this.#client.act(TYPING, chat.session);
    chat.typing = this.#o.timers.wake(this.#device.now() + this.#o.settings.typing, chat, TYPE);
  }

  /** The alert is noticed: the agent reads what is unread, or asks a silent visitor once. */
  #heed(chat: Chat): void {
    if (this.#chats.get(chat.session) !== chat) return;
    if (chat.unread.length > 0) this.#look(chat);
    else if (!chat.answering && !chat.nudged && chat.of !== undefined) {
      chat.nudged = true;
      const nth = NUDGES + this.#calls.to(chat.visitor).alerts;
      const duration = sample(this.#o.settings.answer, chat.of, PURPOSE.typing, nth, this.#plan.pace);
      this.#errand(chat, duration, NUDGE);
    }
  }

  #nudge(chat: Chat): void {
    const of = chat.of;
    if (of === undefined || chat.answering || chat.unread.length > 0 || this.#chats.get(chat.session) !== chat) return;
    const range = rangeOf(this.#o.lines, 'agent/reply');
    const nth = NUDGES + this.#calls.to(chat.visitor).alerts;
    this.#say(chat, range[0] + drawBelow(of, PURPOSE.line, nth, range[1] - range[0]), NUDGE_TURN);
  }

  #say(chat: Chat, line: number, turn: number): void {
    const text = this.#o.lines.at(line);
    const id = messageId(this.#device.actor, this.#said);
    this.#said += 1;
    this.#device.write(replyRow(id, turn, textHash(text), chat.session));
    this.#client.say(id, text, chat.session);
  }

  /** Answers everything that was looked at; the answer belongs to the first message of it. */
  #reply(chat: Chat): void {
    chat.answering = false;
    this.#o.timers.cancel(chat.typing);
    const to = chat.open[0];
    if (to === undefined || this.#chats.get(chat.session) !== chat) return;
    let goodbye = false;
    for (let i = 0; i < chat.open.length; i++) goodbye ||= this.#o.thanks.has(chat.open[i]?.text ?? '');
    chat.open.length = 0;
    const { lines } = this.#o;
    const range = rangeOf(lines, goodbye ? 'agent/close' : 'agent/reply');
    const of = this.#visitorOf(chat, to);
    const line = range[0] + drawBelow(of, PURPOSE.line, 1000 + numberOf(to.id), range[1] - range[0]);
    this.#say(chat, line, numberOf(to.id));
    if (goodbye) this.#client.end(chat.session);
    else if (chat.unread.length > 0 && !chat.looking) this.#look(chat);
  }

  /** The agent's own timer: the shift is over. */
  wake(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#device.write({ what: 'leave' });
    this.#client.stop();
  }

  /** Agents act on a screen that is in front of them; otherwise once they are back. */
  act(chat: Chat, deed: Deed): void {
    if (this.#gone || this.#device.device === 'killed') return;
    if (deed === TYPE) this.#type(chat);
    else if (this.#device.device !== 'visible') this.#later.push({ chat, deed });
    else if (deed === LOOK) this.#look(chat);
    else if (deed === REPLY) this.#reply(chat);
    else this.#run(chat, deed);
  }

  #run(chat: Chat, deed: typeof HEED | typeof NUDGE | typeof ANSWER_RING): void {
    chat.errands -= 1;
    if (deed === HEED) this.#heed(chat);
    else if (deed === NUDGE) this.#nudge(chat);
    else this.#answerRing(chat);
  }
}
