// The counters that people watch while a run is under way: a fold that takes rows as they are read and needs no second look.
import { isOtherSide } from '../model/judge/evidence.ts';
import type { Micros } from '../model/core/time.ts';
import { actorOf, isVisitor } from '../model/rows/ids.ts';
import type { Row } from '../model/rows/rows.ts';

/** What a run looks like from outside while it is under way. */
export interface Live {
  arrived: number;
  said: number;
  acked: number;
  shown: number;
  /** Sessions that a visitor or an agent was told of, and those of them that somebody was told are over. */
  opened: number;
  closed: number;
  /** Sessions that anybody was told ended by an idle timeout; each counts once, reopened or not. */
  timeouts: number;
  /**
   * Messages that were acknowledged, whose session is over, and that nobody of the other side has looked at. A look that
   * still comes takes one away. What the server acknowledged into an open session and lost shows only at the end.
   */
  missed: number;
  gaveUp: number;
  leftMessages: number;
  rows: number;
  /** Rows of visitors and agents. */
  actorRows: number;
}

/** Takes rows in the order of the file; rows of different parties may be out of order by a flush. */
export class RunningFold {
  readonly live: Live = {
    arrived: 0,
    said: 0,
    acked: 0,
    shown: 0,
    opened: 0,
    closed: 0,
    timeouts: 0,
    missed: 0,
    gaveUp: 0,
    leftMessages: 0,
    rows: 0,
    actorRows: 0,
  };
  readonly #opened = new Set<string>();
  readonly #timedOut = new Set<string>();
  /** Sessions that are over; `kept` when all of it became a leave-message. */
  readonly #over = new Map<string, { readonly kept: boolean }>();
  readonly #reopenedAt = new Map<string, Micros>();
  readonly #looked = new Set<string>();
  /** Acknowledged and not looked at: by session, and the session by message. */
  readonly #unread = new Map<string, Set<string>>();
  readonly #homes = new Map<string, string>();

  add(row: Row): void {
    const live = this.live;
    live.rows += 1;
    if (row.by !== 'conductor' && row.by !== 'server') live.actorRows += 1;
    if (row.what === 'plan' && isVisitor(row.by)) live.arrived += 1;
    else if (row.what === 'say') live.said += 1;
    else if (row.what === 'ack') this.#acked(row.id, row.session);
    else if (row.what === 'show') live.shown += 1;
    else if (row.what === 'look') this.#look(row.by, row.id);
    else if (row.what === 'gave_up') live.gaveUp += 1;
    else if (row.what === 'notice') this.#notice(row);
  }

  #acked(id: string, session: string): void {
    this.live.acked += 1;
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
    if (session === undefined || this.#unread.get(session)?.delete(id) !== true) return;
    if (this.#isMissedIn(session)) this.live.missed -= 1;
  }

  #notice(row: Row & { what: 'notice' }): void {
    const { kind, session } = row;
    if (kind === 'left_message' && isVisitor(row.by)) this.live.leftMessages += 1;
    if (kind === 'closed' || kind === 'left_message') this.#end(row);
    else if (kind === 'reopened') this.#reopen(session, row.t);
    else this.#opened.add(session);
    this.live.opened = this.#opened.size;
    this.live.closed = this.#over.size;
  }

  #end({ t, kind, session, reason }: Row & { what: 'notice' }): void {
    if (reason === 'idle_timeout') this.#timedOut.add(session);
    this.live.timeouts = this.#timedOut.size;
    // Of the other side, who was told before the session was reopened.
    if (this.#over.has(session) || t <= (this.#reopenedAt.get(session) ?? -1)) return;
    this.#opened.add(session);
    this.#over.set(session, { kept: kind === 'left_message' });
    if (kind === 'closed') this.live.missed += this.#unread.get(session)?.size ?? 0;
  }

  #reopen(session: string, t: Micros): void {
    this.#opened.add(session);
    this.#reopenedAt.set(session, Math.max(t, this.#reopenedAt.get(session) ?? -1));
    if (this.#isMissedIn(session)) this.live.missed -= this.#unread.get(session)?.size ?? 0;
    this.#over.delete(session);
  }

  /** Is the session over, other than by becoming a leave-message? The box of leave-messages is no session and is never over. */
  #isMissedIn(session: string): boolean {
    return this.#over.get(session)?.kept === false;
  }
}
