// What a visitor's client reports by itself, without a message: typing, mouse or keyboard.
import type { Micros } from '../core/time.ts';
import type { Act, Client } from '../ports/client.ts';
import type { DeviceAndPath } from './device-and-path.ts';
import type { Manners } from './settings.ts';
import type { Sleeper, Timers } from './timers.ts';

const TYPING: Act = { kind: 'typing' };
const STILL_TYPING: Act = { kind: 'typing', again: true };
const MOVING: Act = { kind: 'activity' };

/** Its timers, as numbers. */
const TYPE = 0;
const MOVE = 1;

/** The person whose client it is. */
export interface User {
  /** Whether the user thinks of the next turn: only then is one typed. */
  readonly thinks: boolean;
  readonly gone: boolean;
}

/** Whether a client with these settings reports anything by itself. */
export const isStirring = ({ typing, activity }: Manners): boolean => typing > 0 || activity > 0;

/** Reports only while the user is at the page. What was not reported is not made up for later. */
export class Stirs implements Sleeper {
  readonly #user: User;
  readonly #manners: Manners;
  readonly #device: DeviceAndPath;
  readonly #client: Client;
  readonly #timers: Timers;
  /**
   * Until when a turn is typed, and whether the server knows of it since the page was last in
   * front.
   */
  #typesUntil: Micros = -Infinity;
  #isTyping = false;

  constructor(user: User, manners: Manners, device: DeviceAndPath, client: Client, timers: Timers) {
    this.#user = user;
    this.#manners = manners;
    this.#device = device;
    this.#client = client;
    this.#timers = timers;
  }

  /** The user is at the page: reports mouse or keyboard at intervals from now on. */
  keepMoving(): void {
    const { activity } = this.#manners;
    if (activity > 0) this.#timers.wake(this.#device.now() + activity, this, MOVE);
  }

  /** A turn will be sent at `due`, and typed before. */
  willType(due: Micros): void {
    const { typing } = this.#manners;
    if (typing === 0) return;
    this.#typesUntil = due;
    this.#isTyping = false;
    this.#timers.wake(Math.max(this.#device.now(), due - typing), this, TYPE);
  }

  wake(why: typeof TYPE | typeof MOVE): void {
    if (this.#user.gone || this.#device.device === 'killed') return;
    const session = this.#client.session();
    const isThere = this.#device.device === 'visible' && session !== undefined && this.#client.connected();
    if (isThere && why === MOVE) this.#client.act(MOVING, session);
    if (why === MOVE) this.keepMoving();
    else if (this.#user.thinks) this.#type(isThere ? session : undefined);
  }

  /**
   * Reports that a turn is being typed, at intervals until it is sent. Nobody types on a page that
   * is not in front.
   */
  #type(session: string | undefined): void {
    if (session !== undefined) this.#client.act(this.#isTyping ? STILL_TYPING : TYPING, session);
    this.#isTyping = session !== undefined;
    const next = this.#device.now() + this.#manners.typingEvery;
    if (this.#manners.typingEvery > 0 && next < this.#typesUntil) this.#timers.wake(next, this, TYPE);
  }
}
