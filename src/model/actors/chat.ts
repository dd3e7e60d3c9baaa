// What an agent knows of one session, and how often each visitor has called the agent.
import type { Owner } from '../core/draw.ts';
import type { Shown } from '../ports/client.ts';
import type { Sleeper } from './timers.ts';

/** What an agent may be about to do in a session. */
export const LOOK = 0;
export const REPLY = 1;
export const TYPE = 2;
export const HEED = 3;
export const NUDGE = 4;
export const ANSWER_RING = 5;
export type Deed = typeof LOOK | typeof REPLY | typeof TYPE | typeof HEED | typeof NUDGE | typeof ANSWER_RING;

/** Who acts in a session when one of its timers fires. */
export interface ChatOwner {
  act(chat: Chat, deed: Deed): void;
}

/** A session in the agent's list. */
export class Chat implements Sleeper {
  readonly session: string;
  readonly #agent: ChatOwner;
  /** Shown, but not looked at yet. */
  readonly unread: Shown[] = [];
  /** Looked at, but not answered yet. */
  readonly open: Shown[] = [];
  looking = false;
  answering = false;
  /** The agent has asked whether somebody is still there, since the visitor's last message. */
  nudged = false;
  /** Alerts, rings and questions by the agent that are still to be acted on. */
  errands = 0;
  /** Number of the current ring. A ring that is shown again after a reconnect keeps its number. */
  ring: number | undefined;
  /** The timer of the next typing report. */
  typing = -1;
  /** The visitor, who also owns the draws of how long things take here. */
  visitor = '';
  of: Owner | undefined;

  constructor(session: string, agent: ChatOwner) {
    this.session = session;
    this.#agent = agent;
  }

  /** Whether no message here waits for the agent. */
  get isQuiet(): boolean {
    return this.errands === 0 && !this.looking && !this.answering && this.unread.length === 0 && this.open.length === 0;
  }

  wake(deed: Deed): void {
    this.#agent.act(this, deed);
  }
}

/**
 * How often a visitor has called this agent over the whole run. These are indexes of draws, so no
 * close and no transfer resets them.
 */
interface Called {
  rings: number;
  alerts: number;
}

/** An agent remembers the calls of this many visitors, the most recent ones. */
const CALLERS = 256;

/** The calls of an agent, by visitor. */
export class Calls {
  readonly #of = new Map<string, Called>();

  /** The calls of one visitor, who is now the most recent. */
  to(visitor: string): Called {
    const called = this.#of.get(visitor) ?? { rings: 0, alerts: 0 };
    this.#of.delete(visitor);
    this.#of.set(visitor, called);
    const [oldest] = this.#of.size > CALLERS ? this.#of.keys() : [];
    if (oldest !== undefined) this.#of.delete(oldest);
    return called;
  }
}
