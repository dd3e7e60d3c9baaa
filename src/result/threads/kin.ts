// Finds which rows belong to one thread: a visitor, all their sessions, and every message of both
// sides.
import { isVisitor } from '../../model/rows/ids.ts';
import type { Row, RowBody } from '../../model/rows/rows.ts';

/** Kinds of rows that no judgement needs: they are counted but not kept. */
export const UNHEARD: ReadonlySet<RowBody['what']> = new Set(['conn', 'act', 'end']);

/**
 * Finds the thread of a row, and joins threads that turn out to be one. The run's own rows and the
 * agents' own rows have no thread. Subclasses decide how threads are stored.
 */
export abstract class Kin<T> {
  /** The thread of a visitor, made when first needed. */
  abstract of(visitor: string): T;
  /** The thread of a session, if it has been seen. */
  protected abstract opened(session: string): T | undefined;
  /** Called when a session is seen for the first time; its visitor may still be unknown. */
  protected abstract opens(session: string, whose: T | undefined): T;
  /** The thread of an agent's message, if it has been seen. */
  protected abstract said(reply: string): T | undefined;
  protected abstract says(reply: string, thread: T): void;
  /** Joins two threads into one. */
  protected abstract unite(a: T, b: T): T;

  /** The thread of a row; other threads that the row names are joined to it. */
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
        // A leave-message has no place in a session: the session name there is the same for
        // everybody.
        return row.seq === 0 ? own : this.#in(row.session, own);
      case 'notice':
        // A notice of a leave-message may name no session, with a word that is the same for
        // everybody.
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

  /** The thread of a session; it is joined to that of its visitor as soon as a row names them. */
  #in(session: string, whose?: T): T {
    const known = this.opened(session);
    return known === undefined ? this.opens(session, whose) : this.#join(known, whose);
  }

  /** The thread of a session, joined with the thread of a message found in it. */
  protected holding(id: string, thread: T): T {
    return this.#join(thread, this.#ofMessage(id));
  }

  /** The thread of a message's author; messages of the system belong to their session. */
  #ofMessage(id: string): T | undefined {
    if (id.startsWith('a')) return this.said(id);
    return id.startsWith('v') ? this.of(id.slice(0, id.indexOf('/'))) : undefined;
  }

  #join(a: T, b: T | undefined): T {
    return b === undefined || a === b ? a : this.unite(a, b);
  }
}
