// Sorts the rows of a run by thread while they are made: a visitor with all sessions and every message of both sides.
import { isBy, isVisitor } from '../model/rows/ids.ts';
import { heardOf, newActor, noteActor, type ActorEvidence } from '../model/judge/evidence.ts';
import { Items } from '../model/judge/items.ts';
import type { Row } from '../model/rows/rows.ts';

/** Everything that hangs together. One visitor, unless something went astray from one to another. */
export interface Thread {
  /** What is known of its messages and its visitors; what the server told at the end, and alerts, stay in rows until they are judged. */
  readonly items: Items;
  readonly actors: ActorEvidence[];
  readonly told: Row[];
  /** Rows that went into it. */
  rows: number;
  /** Visitors in it, and those of them who are done. */
  readonly visitors: string[];
  readonly sessions: string[];
  /** Ids of the agents' messages in it. */
  readonly replies: string[];
  /** Of its sessions, which visitors were told of which; see {@link heardOf}. */
  readonly heard: string[];
  over: number;
  /** Where the rows are, after this thread was found to belong to another. */
  into?: Thread;
}

/** Finds the thread of a row. Rows that belong to none (the run's own, the agents' own) have none. */
export class Threads {
  readonly #byVisitor = new Map<string, Thread>();
  readonly #bySession = new Map<string, Thread>();
  readonly #byReply = new Map<string, Thread>();

  /** The thread of a visitor, made on first sight. */
  of(visitor: string): Thread {
    const known = this.#byVisitor.get(visitor);
    if (known !== undefined) return known;
    const made = newThread();
    made.visitors.push(visitor);
    this.#byVisitor.set(visitor, made);
    return made;
  }

  /** All threads that are still kept. */
  all(): Set<Thread> {
    return new Set([...this.#byVisitor.values(), ...this.#bySession.values()]);
  }

  /** Visitors in threads that are still kept. */
  get visitors(): number {
    return this.#byVisitor.size;
  }

  forget(thread: Thread): void {
    for (const visitor of thread.visitors) this.#byVisitor.delete(visitor);
    for (const session of thread.sessions) this.#bySession.delete(session);
    for (const reply of thread.replies) this.#byReply.delete(reply);
  }

  /** Which thread a row belongs to; what it names beyond that thread is joined to it. */
  find(by: string, row: Row): Thread | undefined {
    if (isVisitor(by)) return this.#ofVisitor(this.of(by), row);
    if (by === 'server') return this.#told(row);
    return this.#ofAgent(row);
  }

  #ofVisitor(own: Thread, row: Row): Thread | undefined {
    switch (row.what) {
      case 'fence':
        return undefined;
      case 'ack':
        // A leave-message has no place in any session: the name that stands there is the same for everybody.
        return row.seq === 0 ? own : this.#in(row.session, own);
      case 'notice':
        // One of a leave-message may name none, in words that are the same for everybody.
        return row.kind === 'left_message' ? own : this.#in(row.session, own);
      case 'look':
        return this.#in(row.session, own);
      case 'show':
        return this.#join(this.#in(row.session, own), this.#ofMessage(row.id));
      default:
        return own;
    }
  }

  #ofAgent(row: Row): Thread | undefined {
    switch (row.what) {
      case 'notice':
        return this.#in(row.session, row.visitor === undefined ? undefined : this.of(row.visitor));
      case 'say': {
        const thread = this.#in(row.session ?? '');
        thread.replies.push(row.id);
        this.#byReply.set(row.id, thread);
        return thread;
      }
      case 'show':
        return this.#holding(row.id, this.#in(row.session));
      case 'look':
      case 'alert':
        return this.#in(row.session);
      case 'send':
      case 'ack':
      case 'refuse':
        return this.#byReply.get(row.id);
      default:
        return undefined;
    }
  }

  #told(row: Row): Thread | undefined {
    if (row.what === 'w_session') return this.#in(row.session.id, this.of(row.session.visitor));
    if (row.what === 'w_message') return this.#holding(row.message.id, this.#in(row.message.session));
    if (row.what === 'w_left') return this.#join(this.of(row.left.visitor), this.#ofMessage(row.left.id));
    return undefined;
  }

  /** The thread of a session, which is that of its visitor as soon as anybody says whose it is. */
  #in(session: string, whose?: Thread): Thread {
    const known = this.#bySession.get(session);
    if (known !== undefined) return whose === undefined || known === whose ? known : this.#join(known, whose);
    const thread = whose ?? newThread();
    thread.sessions.push(session);
    this.#bySession.set(session, thread);
    return thread;
  }

  /** The thread of a session with the message that was found in it. Nearly always it is by the session's own visitor. */
  #holding(id: string, thread: Thread): Thread {
    return isBy(id, thread.visitors[0] ?? '') ? thread : this.#join(thread, this.#ofMessage(id));
  }

  /** The thread that a message is from; messages of the system belong to their session. */
  #ofMessage(id: string): Thread | undefined {
    if (id.startsWith('a')) return this.#byReply.get(id);
    return id.startsWith('v') ? this.of(id.slice(0, id.indexOf('/'))) : undefined;
  }

  #join(a: Thread, b: Thread | undefined): Thread {
    if (b === undefined || a === b) return a;
    const [small, large] = a.visitors.length < b.visitors.length ? [a, b] : [b, a];
    large.items.adopt(small.items);
    large.actors.push(...small.actors);
    large.told.push(...small.told);
    large.rows += small.rows;
    for (const visitor of small.visitors) this.#byVisitor.set(visitor, large);
    for (const session of small.sessions) this.#bySession.set(session, large);
    for (const reply of small.replies) this.#byReply.set(reply, large);
    large.visitors.push(...small.visitors);
    large.sessions.push(...small.sessions);
    large.replies.push(...small.replies);
    large.heard.push(...small.heard);
    large.over += small.over;
    small.into = large;
    return large;
  }
}

const newThread = (): Thread => ({
  items: new Items(),
  actors: [],
  told: [],
  rows: 0,
  visitors: [],
  sessions: [],
  replies: [],
  heard: [],
  over: 0,
});

/** Takes a row into the thread it belongs to. */
export function gather(thread: Thread, row: Row): void {
  if (row.what === 'notice') {
    // Nothing but this is asked of a notice: it is not kept.
    const heard = heardOf(row);
    if (heard !== undefined && !thread.heard.includes(heard)) thread.heard.push(heard);
    return;
  }
  thread.rows += 1;
  switch (row.what) {
    case 'say':
    case 'send':
    case 'ack':
    case 'refuse':
    case 'show':
    case 'look':
      return thread.items.take(row);
    case 'w_session':
    case 'w_message':
    case 'w_left':
    case 'alert':
      thread.told.push(row);
      return;
    default:
      noteActor(actorIn(thread, row.by), row);
  }
}

function actorIn(thread: Thread, id: string): ActorEvidence {
  const known = thread.actors.find((actor) => actor.id === id);
  if (known !== undefined) return known;
  const made = newActor(id);
  thread.actors.push(made);
  return made;
}
