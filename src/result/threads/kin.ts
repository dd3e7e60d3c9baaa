// Which rows of a run hang together: a visitor with all sessions and every message of both sides. How that is kept is for others.
import { isVisitor } from '../../model/rows/ids.ts';
import type { Row, RowBody } from '../../model/rows/rows.ts';

/** Rows on which no judgement depends: they are counted, and not kept. */
export const UNHEARD: ReadonlySet<RowBody['what']> = new Set(['conn', 'act', 'end']);

/** Finds the thread of a row, and joins threads that turn out to be one. Rows that belong to none (the run's own, the agents' own) have none. */
export abstract class Kin<T> {
  /** The thread of a visitor, made on first sight. */
  abstract of(visitor: string): T;
  /** The thread of a session, if it has been met. */
  protected abstract opened(session: string): T | undefined;
  /** A session is met for the first time; nobody may have said whose it is. */
  protected abstract opens(session: string, whose: T | undefined): T;
  /** The thread of an agent's message, if it has been met. */
  protected abstract said(reply: string): T | undefined;
  protected abstract says(reply: string, thread: T): void;
  /** Makes one of two. */
  protected abstract unite(a: T, b: T): T;

  /** Which thread a row belongs to; what it names beyond that thread is joined to it. */
  find(by: string, row: Row): T | undefined {
    if (isVisitor(by)) return this.#ofVisitor(this.of(by), row);
    if (by === 'server') return this.#told(row);
    return this.#ofAgent(row);
  }

  #ofVisitor(own: T, row: Row): T | undefined {
    switch (row.what) {
      case 'fence':
        return undefined;
      case 'ack':
        // A leave-message has no place in any session: the name that stands there is the same for everybody.
        return row.seq === 0 ? own : this.#in(row.session, own);
      case 'notice':
        // One of a leave-message may name no session, in a word that is the same for everybody.
        return row.kind === 'left_message' ? own : this.#in(row.session, own);
      case 'look':
        return this.#in(row.session, own);
      case 'show':
        return this.#join(this.#in(row.session, own), this.#ofMessage(row.id));
      default:
        return own;
    }
  }

  #ofAgent(row: Row): T | undefined {
    switch (row.what) {
      case 'notice':
        return this.#in(row.session, row.visitor === undefined ? undefined : this.of(row.visitor));
      case 'say': {
        const thread = this.#in(row.session ?? '');
        this.says(row.id, thread);
        return thread;
      }
      case 'show':
        return this.holding(row.id, this.#in(row.session));
      case 'look':
      case 'alert':
        return this.#in(row.session);
      case 'send':
      case 'ack':
      case 'refuse':
        return this.said(row.id);
      default:
        return undefined;
    }
  }

  #told(row: Row): T | undefined {
    if (row.what === 'w_session') return this.#in(row.session.id, this.of(row.session.visitor));
    if (row.what === 'w_message') return this.holding(row.message.id, this.#in(row.message.session));
    if (row.what === 'w_left') return this.#join(this.of(row.left.visitor), this.#ofMessage(row.left.id));
    return undefined;
  }

  /** The thread of a session, which is that of its visitor as soon as anybody says whose it is. */
  #in(session: string, whose?: T): T {
    const known = this.opened(session);
    return known === undefined ? this.opens(session, whose) : this.#join(known, whose);
  }

  /** The thread of a session with the message that was found in it. */
  protected holding(id: string, thread: T): T {
    return this.#join(thread, this.#ofMessage(id));
  }

  /** The thread that a message is from; messages of the system belong to their session. */
  #ofMessage(id: string): T | undefined {
    if (id.startsWith('a')) return this.said(id);
    return id.startsWith('v') ? this.of(id.slice(0, id.indexOf('/'))) : undefined;
  }

  #join(a: T, b: T | undefined): T {
    return b === undefined || a === b ? a : this.unite(a, b);
  }
}
