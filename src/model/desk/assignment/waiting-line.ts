// The line of sessions that wait for an agent; those that were handed over come before new ones.
import type { SessionRules } from '../../rules/rules.ts';
import type { Session } from '../session.ts';

/** Sessions in order of their tickets. Those that have left are skipped when their turn comes. */
class Lane {
  #line: { session: Session; ticket: number }[] = [];
  #head = 0;

  add(session: Session): void {
    this.#line.push({ session, ticket: session.ticket });
  }

  first(): Session | undefined {
    const line = this.#line;
    let head = this.#head;
    while (
      head < line.length &&
      !(line[head]?.session.state === 'queued' && line[head]?.session.ticket === line[head]?.ticket)
    )
      head += 1;
    if (head > 1024 && head * 2 > line.length) {
      line.splice(0, head);
      head = 0;
    }
    this.#head = head;
    return line[head]?.session;
  }

  takeFirst(): void {
    this.#head += 1;
  }
}

/**
 * Whether a session waits before the new ones, because it has had its turn already, or among them.
 */
export type Where = 'before_new' | 'new';

/** First come, first served; sessions handed over by an agent go before new ones. */
export class WaitingLine {
  /**
   * By channel (if agents serve only some), by overflow groups and by excluded agents. In each:
   * handed over, new.
   */
  readonly #lanes = new Map<string, readonly [Lane, Lane]>();
  readonly #isGrouped: boolean;
  #tickets = 0;
  #waiting = 0;

  constructor(rules: Pick<SessionRules, 'agents'>) {
    this.#isGrouped = rules.agents.groups.length > 0;
  }

  /** How many wait now. */
  get size(): number {
    return this.#waiting;
  }

  /** @param ticket its place before a restart, if it had one */
  add(session: Session, where: Where, ticket: number = this.#tickets + 1): void {
    session.ticket = ticket;
    this.#tickets = Math.max(this.#tickets, ticket);
    session.goesFirst = where === 'before_new';
    this.#lanesOf(session)[session.goesFirst ? 0 : 1].add(session);
    this.#waiting += 1;
  }

  /** More agents may now get a waiting session: it moves to another lane and keeps its place. */
  move(session: Session): void {
    this.#lanesOf(session)[session.goesFirst ? 0 : 1].add(session);
  }

  /** Counts out a waiting session that ended (closed, left a message). */
  gone(): void {
    this.#waiting -= 1;
  }

  /**
   * Takes out the first session for which `find` has somebody. A session that waits for other
   * agents blocks nobody.
   */
  next<T>(find: (session: Session) => T | undefined): { session: Session; found: T } | undefined {
    if (this.#waiting === 0) return undefined;
    for (const part of [0, 1] as const) {
      for (const { lane, session } of this.#heads(part)) {
        const found = find(session);
        if (found === undefined) {
          if (this.#lanes.size === 1) return undefined;
          continue;
        }
        lane.takeFirst();
        this.#waiting -= 1;
        return { session, found };
      }
    }
    return undefined;
  }

  /** The first of each lane, in order of their tickets. */
  #heads(part: 0 | 1): { lane: Lane; session: Session }[] {
    const heads: { lane: Lane; session: Session }[] = [];
    for (const [key, lanes] of this.#lanes) {
      const lane = lanes[part];
      const session = lane.first();
      if (session !== undefined) heads.push({ lane, session });
      else if (lanes[1 - part]?.first() === undefined) this.#lanes.delete(key);
    }
    return heads.sort((a, b) => a.session.ticket - b.session.ticket);
  }

  #lanesOf({ channel, barred, spills }: Session): readonly [Lane, Lane] {
    const key = [this.#isGrouped ? channel : 'all', spills.join('+'), ...barred].join(' ');
    let lanes = this.#lanes.get(key);
    if (lanes === undefined) this.#lanes.set(key, (lanes = [new Lane(), new Lane()]));
    return lanes;
  }
}
