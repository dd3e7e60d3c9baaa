// What an agent knows of one session in the list, and how often the agent was called to each visitor.
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

/** Who acts in a session when an alarm of it rings. */
export interface ChatOwner {
  act(chat: Chat, deed: Deed): void;
}

/** A session as it stands in the agent's list. */
export class Chat implements Sleeper {
  readonly session: string;
  readonly #agent: ChatOwner;
  /** On the screen, not looked at yet. */
  readonly unread: Shown[] = [];
  /** Looked at, not answered yet. */
  readonly open: Shown[] = [];
  looking = false;
  answering = false;
  /** Asked by the agent whether somebody is still there, since the visitor's last message. */
  nudged = false;
  /** Alerts, rings and questions of the agent's own that are still to be acted on. */
  errands = 0;
  /** Rings now, by the number of its ring: told again after a reconnect, it is the same ring. */
  ring: number | undefined;
  /** The alarm of the next word that the agent is typing. */
  typing = -1;
  /** The visitor, and the owner of the draws of how long things take here: that is the visitor, too. */
  visitor = '';
  of: Owner | undefined;

  constructor(session: string, agent: ChatOwner) {
    this.session = session;
    this.#agent = agent;
  }

  /** Nothing that was said here waits for the agent. */
  get isQuiet(): boolean {
    return this.errands === 0 && !this.looking && !this.answering && this.unread.length === 0 && this.open.length === 0;
  }

  wake(deed: Deed): void {
    this.#agent.act(this, deed);
  }
}

/** How often this agent has been called to a visitor over the whole run: the indexes of draws, which no close and no transfer begins anew. */
interface Called {
  rings: number;
  alerts: number;
}

/** Of so many visitors an agent remembers how often they called, those of the latest calls. */
const CALLERS = 256;

/** The calls of an agent, by visitor. */
export class Calls {
  readonly #of = new Map<string, Called>();

  /** Those to one visitor, who is now the latest. */
  to(visitor: string): Called {
    const called = this.#of.get(visitor) ?? { rings: 0, alerts: 0 };
    this.#of.delete(visitor);
    this.#of.set(visitor, called);
    const [oldest] = this.#of.size > CALLERS ? this.#of.keys() : [];
    if (oldest !== undefined) this.#of.delete(oldest);
    return called;
  }
}
