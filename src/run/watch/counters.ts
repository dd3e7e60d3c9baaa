// Live counters of a run: a fold that takes rows as they are read, in one pass.
import { isOtherSide } from '../../model/judge/evidence.ts';
import type { Micros } from '../../model/core/time.ts';
import { Histogram } from '../../model/core/histogram.ts';
import { Column, MessageSet } from '../../model/rows/columns.ts';
import { actorOf, isVisitor } from '../../model/rows/ids.ts';
import type { GiveUp, Row, VisitorPlan } from '../../model/rows/rows.ts';
import type { Channel } from '../../model/rows/words.ts';
import { ByChannel, type ChannelFigures } from './by-channel.ts';

/** Figures of a run while it is played. */
export interface Live {
  arrived: number;
  said: number;
  acked: number;
  refused: number;
  shown: number;
  /**
   * Sessions that a visitor or an agent was notified of, and those of them that somebody has
   * reported closed.
   */
  opened: number;
  closed: number;
  /** Sessions reported as ended by an idle timeout; each counts once, even if reopened. */
  timeouts: number;
  /**
   * Acknowledged messages of closed sessions that nobody of the other side has looked at. A later
   * look removes one. A message that the server acknowledged into an open session and lost shows
   * only at the end.
   */
  missed: number;
  gaveUp: number;
  leftMessages: number;
  rows: number;
  /** Rows of visitors and agents. */
  actorRows: number;
  readonly byChannel: Readonly<Record<Channel, ChannelFigures>>;
  readonly bySender: Readonly<Record<'visitor' | 'agent', SenderFigures>>;
  readonly byGiveUp: Readonly<Record<GiveUp, number>>;
  /** From a visitor's first message to an agent's first on the screen, µs of model time. */
  readonly firstResponse: Readonly<Partial<Record<Channel, Histogram>>>;
}

export interface SenderFigures {
  said: number;
  acked: number;
  shown: number;
  /**
   * Time from sending to the acknowledgement, for messages that were sent once, µs of model time.
   */
  readonly ackTime: Histogram;
}

const noFigures = (): SenderFigures => ({ said: 0, acked: 0, shown: 0, ackTime: new Histogram() });

/** How a session has ended. */
const [CLOSED, KEPT] = [1, 2];

/** Takes rows in the order of the file. A flush may put rows of different parties out of order. */
export class RunningFold {
  readonly #channels = new ByChannel();
  readonly #giveUps: Record<GiveUp, number> = { queue: 0, no_reply: 0, closed: 0, refused: 0 };
  readonly #answered: Partial<Record<Channel, Histogram>> = {};
  readonly live: Live = {
    arrived: 0,
    said: 0,
    acked: 0,
    refused: 0,
    shown: 0,
    opened: 0,
    closed: 0,
    timeouts: 0,
    missed: 0,
    gaveUp: 0,
    leftMessages: 0,
    rows: 0,
    actorRows: 0,
    byChannel: this.#channels.figures,
    bySender: { visitor: noFigures(), agent: noFigures() },
    byGiveUp: this.#giveUps,
    firstResponse: this.#answered,
  };
  /** A set of sessions; the values have no meaning. */
  readonly #opened = new Column();
  readonly #timedOut = new Column();
  /** Sessions reported as ended, even if reopened. */
  readonly #ended = new Column();
  /**
   * Sessions that have ended: {@link CLOSED}, or {@link KEPT} if all of it became a leave-message.
   */
  readonly #over = new Column();
  readonly #reopenedAt = new Column();
  readonly #looked = new MessageSet();
  /** Acknowledged messages that nobody has looked at: by session, and the session by message. */
  readonly #unread = new Map<string, Set<string>>();
  readonly #homes = new Map<string, string>();
  /** When a message that has no ack yet was sent; -1 once it was sent again. */
  readonly #sent = new Map<string, Micros>();
  /** When visitors wrote first; visitors who have been answered are removed. */
  readonly #asked = new Column();
  readonly #queuedAt = new Column();
  readonly #assignedAt = new Column();

  /** Messages held in memory one by one: not acknowledged, or acknowledged and not looked at. */
  get kept(): number {
    return this.#sent.size + this.#homes.size;
  }

  add(row: Row): void {
    const live = this.live;
    live.rows += 1;
    if (row.by !== 'conductor' && row.by !== 'server') live.actorRows += 1;
    if (row.what === 'plan' && isVisitor(row.by)) this.#arrived(row.by, (row.plan as VisitorPlan).channel);
    else if (row.what === 'say') this.#said(row);
    else if (row.what === 'send') this.#sent.set(row.id, this.#sent.has(row.id) ? -1 : row.t);
    else if (row.what === 'ack') this.#acked(row);
    else if (row.what === 'refuse') live.refused += 1;
    else if (row.what === 'show') this.#shown(row);
    else if (row.what === 'look') this.#look(row.by, row.id);
    else if (row.what === 'gave_up') this.#gaveUp(row.why);
    else if (row.what === 'notice') this.#notice(row);
  }

  #arrived(visitor: string, channel: Channel): void {
    this.live.arrived += 1;
    this.#channels.arrived(visitor, channel);
  }

  #gaveUp(why: GiveUp): void {
    this.live.gaveUp += 1;
    this.#giveUps[why] += 1;
  }

  #of(person: string): SenderFigures {
    return this.live.bySender[isVisitor(person) ? 'visitor' : 'agent'];
  }

  #said({ by, id, t }: Row & { what: 'say' }): void {
    this.live.said += 1;
    this.#of(by).said += 1;
    if (id === `${by}/0` && isVisitor(by)) this.#asked.set(by, t);
  }

  #shown({ by, id, from, t }: Row & { what: 'show' }): void {
    this.live.shown += 1;
    const sender = actorOf(id);
    if (sender !== undefined) this.#of(sender).shown += 1;
    const asked = this.#asked.get(by);
    const channel = this.#channels.of(by);
    if (from !== 'agent' || asked === undefined || channel === undefined) return;
    this.#asked.delete(by);
    (this.#answered[channel] ??= new Histogram()).add(Math.max(0, t - asked));
  }

  #acked({ by, id, session, t }: Row & { what: 'ack' }): void {
    this.live.acked += 1;
    const figures = this.#of(by);
    figures.acked += 1;
    const sent = this.#sent.get(id) ?? -1;
    if (sent >= 0) figures.ackTime.add(t - sent);
    this.#sent.delete(id);
    this.#keep(id, session);
  }

  /** Remembers an acknowledged message until somebody looks at it. */
  #keep(id: string, session: string): void {
    if (this.#looked.has(id) || this.#homes.has(id)) return;
    this.#homes.set(id, session);
    const unread = this.#unread.get(session);
    if (unread === undefined) this.#unread.set(session, new Set([id]));
    else unread.add(id);
    if (this.#isMissedIn(session)) this.live.missed += 1;
  }

  #look(by: string, id: string): void {
    const sender = actorOf(id);
    if (sender === undefined || !isOtherSide(sender, by)) return;
    // The reader's row may be read before the sender's ack.
    this.#looked.add(id);
    const session = this.#homes.get(id);
    if (session === undefined) return;
    this.#homes.delete(id);
    this.#read(id, session);
    if (this.#isMissedIn(session)) this.live.missed -= 1;
  }

  #read(id: string, session: string): void {
    const unread = this.#unread.get(session);
    unread?.delete(id);
    if (unread?.size === 0) this.#unread.delete(session);
  }

  #notice(row: Row & { what: 'notice' }): void {
    const { kind, session, by, visitor = by, t } = row;
    if (isVisitor(visitor)) this.#channels.belongs(session, visitor);
    if (kind === 'queued') later(this.#queuedAt, session, t);
    if (kind === 'assigned' || kind === 'transferred') later(this.#assignedAt, session, t);
    if (kind === 'left_message' && isVisitor(row.by)) this.live.leftMessages += 1;
    if (kind === 'closed' || kind === 'left_message') this.#end(row);
    else if (kind === 'reopened') this.#reopen(session, row.t);
    else this.#opened.set(session, 1);
    this.live.opened = this.#opened.size;
    this.live.closed = this.#over.size;
    this.#channels.changed(session, {
      isOpen: !this.#over.has(session),
      isQueued: (this.#queuedAt.get(session) ?? -1) > (this.#assignedAt.get(session) ?? -1),
      hasEnded: this.#timedOut.has(session) || (this.#ended.has(session) && this.#assignedAt.has(session)),
      isTimedOut: this.#timedOut.has(session),
    });
  }

  #end({ t, kind, session, reason }: Row & { what: 'notice' }): void {
    if (reason === 'idle_timeout') this.#timedOut.set(session, 1);
    this.live.timeouts = this.#timedOut.size;
    this.#ended.set(session, 1);
    // A notice of the other side, from before the session was reopened.
    if (this.#over.has(session) || t <= (this.#reopenedAt.get(session) ?? -1)) return;
    this.#opened.set(session, 1);
    this.#over.set(session, kind === 'left_message' ? KEPT : CLOSED);
    if (kind === 'closed') this.live.missed += this.#unread.get(session)?.size ?? 0;
  }

  #reopen(session: string, t: Micros): void {
    this.#opened.set(session, 1);
    this.#reopenedAt.set(session, Math.max(t, this.#reopenedAt.get(session) ?? -1));
    if (this.#isMissedIn(session)) this.live.missed -= this.#unread.get(session)?.size ?? 0;
    this.#over.delete(session);
  }

  /**
   * Has the session ended other than by becoming a leave-message? A box of leave-messages is no
   * session and never ends.
   */
  #isMissedIn(session: string): boolean {
    return this.#over.get(session) === CLOSED;
  }
}

/** Rows of two parties may come in any order, so the latest time counts. */
function later(moments: Column, session: string, t: Micros): void {
  moments.set(session, Math.max(t, moments.get(session) ?? -1));
}
