// Sorts the rows of a run by thread while they are made, and keeps what judging them needs.
import type { Micros } from '../../model/core/time.ts';
import { isBy } from '../../model/rows/ids.ts';
import { hearFirst, heardOf, newActor, noteActor, type ActorEvidence } from '../../model/judge/evidence.ts';
import { Items } from '../../model/judge/evidence/items.ts';
import type { Row } from '../../model/rows/rows.ts';
import { Kin } from './kin.ts';

/**
 * A thread: one visitor with all their sessions and messages; more visitors only if something was
 * misrouted between them.
 */
export interface Thread {
  /**
   * Evidence on its messages and its visitors. The server's final rows, and alerts, stay rows until
   * they are judged.
   */
  readonly items: Items;
  readonly actors: ActorEvidence[];
  readonly told: Row[];
  /** Number of rows added to it. */
  rows: number;
  /** Visitors in it; `over` counts those who are done. */
  readonly visitors: string[];
  readonly sessions: string[];
  /** Ids of the agents' messages in it. */
  readonly replies: string[];
  /** Which visitors were told of which of its sessions, and when first; see {@link heardOf}. */
  readonly heard: Map<string, Micros>;
  over: number;
  /** The thread that took its rows when the two were joined. */
  into?: Thread;
}

/** Finds the thread of a row. The run's own rows and the agents' own rows have none. */
export class Threads extends Kin<Thread> {
  readonly #byVisitor = new Map<string, Thread>();
  readonly #bySession = new Map<string, Thread>();
  readonly #byReply = new Map<string, Thread>();

  /** The thread of a visitor, made when first needed. */
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

  protected opened(session: string): Thread | undefined {
    return this.#bySession.get(session);
  }

  protected opens(session: string, whose: Thread | undefined): Thread {
    const thread = whose ?? newThread();
    thread.sessions.push(session);
    this.#bySession.set(session, thread);
    return thread;
  }

  protected said(reply: string): Thread | undefined {
    return this.#byReply.get(reply);
  }

  protected says(reply: string, thread: Thread): void {
    thread.replies.push(reply);
    this.#byReply.set(reply, thread);
  }

  /** Shortcut: nearly always the message is by the session's own visitor. */
  protected override holding(id: string, thread: Thread): Thread {
    return isBy(id, thread.visitors[0] ?? '') ? thread : super.holding(id, thread);
  }

  protected unite(a: Thread, b: Thread): Thread {
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
    for (const [pair, t] of small.heard) hearFirst(large.heard, pair, t);
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
  heard: new Map(),
  over: 0,
});

/** Adds a row to its thread. */
export function gather(thread: Thread, row: Row): void {
  if (row.what === 'notice') {
    // Only this is needed of a notice, so the row is not kept.
    const heard = heardOf(row);
    if (heard !== undefined) hearFirst(thread.heard, heard, row.t);
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
