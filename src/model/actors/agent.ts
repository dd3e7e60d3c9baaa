// An agent: notices messages by attention, answers by load, closes after a goodbye, goes home at the end of the shift.
import { drawBelow, owner, PURPOSE, type Owner } from '../core/draw.ts';
import { sample } from '../core/distributions.ts';
import type { Client, Notice, Screen, Shown } from '../ports/client.ts';
import { actorOf, messageId, numberOf, textHash } from '../rows/ids.ts';
import type { AgentPlan } from '../rows/rows.ts';
import type { Layers } from './layers.ts';
import { rangeOf, type AgentSettings, type Lines } from './settings.ts';
import type { Timers } from './timers.ts';

/** A session as it stands in the agent's list. */
interface Chat {
  readonly session: string;
  /** On the screen, not looked at yet. */
  readonly unread: Shown[];
  /** Looked at, not answered yet. */
  readonly open: Shown[];
  looking: boolean;
  /** The visitor, who owns the draws of how long things take here. */
  of?: Owner;
  answering: boolean;
}

export interface AgentOptions {
  readonly seed: string;
  readonly plan: AgentPlan;
  readonly settings: AgentSettings;
  readonly layers: Layers;
  readonly timers: Timers;
  readonly lines: Lines;
  /** Texts that say goodbye. */
  readonly thanks: ReadonlySet<string>;
}

/** The human part of an agent. How long an answer takes belongs to (visitor, message); the agent brings a pace and a load. */
export class AgentPerson implements Screen {
  readonly #o: AgentOptions;
  #client!: Client;
  readonly #chats = new Map<string, Chat>();
  #front = '';
  #said = 0;
  #gone = false;
  readonly #later: (() => void)[] = [];

  constructor(options: AgentOptions) {
    this.#o = options;
  }

  get said(): number {
    return this.#said;
  }

  arrive(client: Client): void {
    this.#client = client;
    client.start();
    this.#o.timers.at(this.#o.plan.leaves, () => this.#goHome());
  }

  faced(visible: boolean): void {
    if (visible) for (const act of this.#later.splice(0)) this.#act(act);
  }

  rest(): void {
    this.#gone = true;
    this.#later.length = 0;
  }

  shown(message: Shown): void {
    const chat = this.#chat(message.session);
    if (message.from !== 'visitor') return;
    chat.unread.push(message);
    this.#attend(chat, message);
  }

  notice(notice: Notice): void {
    if (notice.kind === 'assigned') this.#chat(notice.session);
    else if (notice.kind !== 'warned') this.#chats.delete(notice.session);
  }

  refused(): void {
    // Somebody else has the session, or it is closed: the list will say so.
  }

  #chat(session: string): Chat {
    const known = this.#chats.get(session);
    if (known !== undefined) return known;
    const chat: Chat = { session, unread: [], open: [], looking: false, answering: false };
    this.#chats.set(session, chat);
    return chat;
  }

  #visitorOf(chat: Chat, message: Shown): Owner {
    chat.of ??= owner(this.#o.seed, actorOf(message.id) ?? message.id);
    return chat.of;
  }

  /** A message is on the screen; it takes a while until it is noticed, longer when another session is in front. */
  #attend(chat: Chat, message: Shown): void {
    if (chat.looking) return;
    chat.looking = true;
    const { notice, glance } = this.#o.settings;
    const of = this.#visitorOf(chat, message);
    const delay =
      chat.session === this.#front
        ? sample(glance, of, PURPOSE.glance, numberOf(message.id))
        : sample(notice, of, PURPOSE.notice, numberOf(message.id));
    this.#after(delay, () => this.#look(chat));
  }

  #look(chat: Chat): void {
    chat.looking = false;
    if (this.#chats.get(chat.session) !== chat) return;
    this.#front = chat.session;
    let last = 0;
    for (const message of chat.unread.splice(0)) {
      this.#o.layers.write({ what: 'look', id: message.id, session: chat.session });
      chat.open.push(message);
      last = message.seq;
    }
    if (last > 0) this.#client.seen(chat.session, last);
    if (!chat.answering) this.#answer(chat);
  }

  #answer(chat: Chat): void {
    const first = chat.open[0];
    if (first === undefined) return;
    chat.answering = true;
    const of = this.#visitorOf(chat, first);
    const { answer, perSession } = this.#o.settings;
    const busy = 1000 + perSession * Math.max(0, this.#chats.size - 1);
    const factor = Math.max(1, Math.round((this.#o.plan.pace * busy) / 1000));
    const duration = sample(answer, of, PURPOSE.typing, numberOf(first.id), factor);
    this.#after(duration, () => this.#reply(chat, first));
  }

  #reply(chat: Chat, to: Shown): void {
    chat.answering = false;
    if (this.#chats.get(chat.session) !== chat) return;
    const goodbye = chat.open.splice(0).some((m) => this.#o.thanks.has(m.text));
    const { lines, layers } = this.#o;
    const [from, until] = rangeOf(lines, goodbye ? 'agent/close' : 'agent/reply');
    const of = this.#visitorOf(chat, to);
    const text = lines.at(from + drawBelow(of, PURPOSE.line, 1000 + numberOf(to.id), until - from));
    const id = messageId(layers.actor, this.#said);
    this.#said += 1;
    layers.write({ what: 'say', id, turn: numberOf(to.id), h: textHash(text), session: chat.session });
    this.#client.say(id, text, chat.session);
    if (goodbye) this.#client.end(chat.session);
    else if (chat.unread.length > 0 && !chat.looking) this.#look(chat);
  }

  #goHome(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#o.layers.write({ what: 'leave' });
    this.#client.stop();
  }

  #after(delay: number, act: () => void): void {
    this.#o.timers.at(this.#o.layers.now() + delay, () => this.#act(act));
  }

  #act(act: () => void): void {
    if (this.#gone || this.#o.layers.device === 'killed') return;
    if (this.#o.layers.device === 'visible') act();
    else this.#later.push(act);
  }
}
