// Live figures of each channel. A session may be read before the channel of its visitor is known.
import { Column } from '../../model/rows/columns.ts';
import { CHANNELS, type Channel } from '../../model/rows/words.ts';

export interface ChannelFigures {
  arrived: number;
  /**
   * Sessions that anybody was notified of; those of them that nobody has reported closed; those
   * that wait for an agent.
   */
  opened: number;
  open: number;
  queued: number;
  /**
   * Sessions reported as ended that an agent had, or that timed out; and those of them that timed
   * out. Each counts once, even if reopened.
   */
  ended: number;
  timeouts: number;
}

/** The current state of a session. */
export interface SessionState {
  readonly isOpen: boolean;
  readonly isQueued: boolean;
  /** Has it ever ended after an agent had it, or ever ended idle? */
  readonly hasEnded: boolean;
  readonly isTimedOut: boolean;
}

const NONE: ChannelFigures = { arrived: 0, opened: 0, open: 0, queued: 0, ended: 0, timeouts: 0 };

/** Not an index of {@link CHANNELS}. */
const EARLY = -1;
/** Bits of a stored state. */
const [OPEN, QUEUED, TIMED_OUT, ENDED] = [1, 2, 4, 8];

export class ByChannel {
  readonly figures = Object.fromEntries(CHANNELS.map((channel) => [channel, { ...NONE }])) as Record<
    Channel,
    ChannelFigures
  >;
  /** Channels of visitors who have come, as an index of {@link CHANNELS}. */
  readonly #channels = new Column();
  /** Channels of sessions whose visitor is known; {@link EARLY} until that visitor has come. */
  readonly #channelOf = new Column();
  readonly #states = new Column();
  /** Sessions of visitors whose channel has not been read yet. */
  readonly #early = new Map<string, Set<string>>();

  arrived(visitor: string, channel: Channel): void {
    this.figures[channel].arrived += 1;
    this.#channels.set(visitor, CHANNELS.indexOf(channel));
    for (const session of this.#early.get(visitor) ?? []) {
      this.#channelOf.set(session, CHANNELS.indexOf(channel));
      this.#count(session, 1);
    }
    this.#early.delete(visitor);
  }

  /** The channel of a visitor who has come. */
  of(visitor: string): Channel | undefined {
    return CHANNELS[this.#channels.get(visitor) ?? EARLY];
  }

  /** Sets whose session it is. The first call counts. */
  belongs(session: string, visitor: string): void {
    if (this.#channelOf.has(session)) return;
    const channel = this.#channels.get(visitor);
    this.#channelOf.set(session, channel ?? EARLY);
    if (channel !== undefined) this.#count(session, 1);
    else this.#early.set(visitor, (this.#early.get(visitor) ?? new Set()).add(session));
  }

  changed(session: string, state: SessionState): void {
    this.#count(session, -1);
    this.#states.set(
      session,
      (state.isOpen ? OPEN : 0) |
        (state.isOpen && state.isQueued ? QUEUED : 0) |
        (state.isTimedOut ? TIMED_OUT : 0) |
        (state.hasEnded ? ENDED : 0),
    );
    this.#count(session, 1);
  }

  #count(session: string, by: 1 | -1): void {
    const state = this.#states.get(session);
    const channel = CHANNELS[this.#channelOf.get(session) ?? EARLY];
    if (state === undefined || channel === undefined) return;
    const figures = this.figures[channel];
    figures.opened += by;
    if ((state & OPEN) !== 0) figures.open += by;
    if ((state & QUEUED) !== 0) figures.queued += by;
    if ((state & ENDED) !== 0) figures.ended += by;
    if ((state & TIMED_OUT) !== 0) figures.timeouts += by;
  }
}
