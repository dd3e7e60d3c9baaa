// The running figures of each channel. Who came on which channel may be read after the first word of that visitor's session.
import { CHANNELS, type Channel } from '../model/rows/words.ts';

export interface ChannelFigures {
  arrived: number;
  /** Sessions that anybody was told of; those of them that nobody was told are over; those that wait for an agent. */
  opened: number;
  open: number;
  queued: number;
  /** Sessions that anybody was told ended, of those that an agent had; and those of them that ended idle. Each once, reopened or not. */
  ended: number;
  timeouts: number;
}

/** What is known of a session at the moment. */
export interface SessionState {
  readonly isOpen: boolean;
  readonly isQueued: boolean;
  /** Has it ever ended after an agent had it, or ever ended idle? */
  readonly hasEnded: boolean;
  readonly isTimedOut: boolean;
}

const NONE: ChannelFigures = { arrived: 0, opened: 0, open: 0, queued: 0, ended: 0, timeouts: 0 };

export class ByChannel {
  readonly figures = Object.fromEntries(CHANNELS.map((channel) => [channel, { ...NONE }])) as Record<
    Channel,
    ChannelFigures
  >;
  readonly #channels = new Map<string, Channel>();
  readonly #visitors = new Map<string, string>();
  readonly #states = new Map<string, SessionState>();
  /** Sessions of visitors whose channel has not been read yet. */
  readonly #early = new Map<string, Set<string>>();

  arrived(visitor: string, channel: Channel): void {
    this.figures[channel].arrived += 1;
    this.#channels.set(visitor, channel);
    for (const session of this.#early.get(visitor) ?? []) this.#count(session, 1);
    this.#early.delete(visitor);
  }

  /** The channel of a visitor who has come. */
  of(visitor: string): Channel | undefined {
    return this.#channels.get(visitor);
  }

  /** Whose session it is. The first word counts. */
  belongs(session: string, visitor: string): void {
    if (this.#visitors.has(session)) return;
    this.#visitors.set(session, visitor);
    if (this.#channels.has(visitor)) this.#count(session, 1);
    else this.#early.set(visitor, (this.#early.get(visitor) ?? new Set()).add(session));
  }

  changed(session: string, state: SessionState): void {
    this.#count(session, -1);
    this.#states.set(session, state);
    this.#count(session, 1);
  }

  #count(session: string, by: 1 | -1): void {
    const state = this.#states.get(session);
    const channel = this.#channels.get(this.#visitors.get(session) ?? '');
    if (state === undefined || channel === undefined) return;
    const figures = this.figures[channel];
    figures.opened += by;
    if (state.isOpen) figures.open += by;
    if (state.isOpen && state.isQueued) figures.queued += by;
    if (state.hasEnded) figures.ended += by;
    if (state.isTimedOut) figures.timeouts += by;
  }
}
