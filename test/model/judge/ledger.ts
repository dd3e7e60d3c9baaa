// Ledgers for tests of the judge: hand-written or changed real ones, with correct row counts.
import assert from 'node:assert/strict';
import { MINUTE } from '../../../src/model/core/time.ts';
import { textHash } from '../../../src/model/rows/ids.ts';
import type { Row, RowBody, VisitorPlan, WitnessMessage, WitnessSession } from '../../../src/model/rows/rows.ts';
import type { Sender } from '../../../src/model/rows/words.ts';
import type { Random } from '../random.ts';

/**
 * Renumbers every party's rows and corrects their `end`, so that the changed ledger looks complete.
 */
export function renumbered(rows: readonly Row[]): Row[] {
  const next = new Map<string, number>();
  return rows.map((row) => {
    const k = next.get(row.by) ?? 0;
    next.set(row.by, k + 1);
    return row.what === 'end' ? { ...row, k, rows: k + 1 } : { ...row, k };
  });
}

/** The ledger without the rows for which `gone` is true, renumbered so that it looks complete. */
export const without = (rows: readonly Row[], gone: (row: Row) => boolean): Row[] =>
  renumbered(rows.filter((row) => !gone(row)));

/** The ledger with `more` inserted after a row. */
export function withAfter(rows: readonly Row[], after: Row, ...more: (RowBody & { by: string; t: number })[]): Row[] {
  const at = rows.indexOf(after);
  assert.ok(at >= 0, 'the row is not in the ledger');
  const made = more.map((row): Row => ({ k: 0, ...row }));
  return renumbered([...rows.slice(0, at + 1), ...made, ...rows.slice(at + 1)]);
}

/** The same rows in another interleaving; each party keeps its own order. */
export function interleaved(rows: readonly Row[], random: Random): Row[] {
  const books = new Map<string, Row[]>();
  for (const row of rows) {
    const book = books.get(row.by);
    if (book === undefined) books.set(row.by, [row]);
    else book.push(row);
  }
  const left = [...books.values()].map((book) => ({ book, at: 0 }));
  const mixed: Row[] = [];
  while (left.length > 0) {
    const i = random.below(left.length);
    const one = left[i];
    assert.ok(one);
    for (let run = random.between(1, 5); run > 0 && one.at < one.book.length; run--)
      mixed.push(one.book[one.at++] as Row);
    if (one.at === one.book.length) left.splice(i, 1);
  }
  return mixed;
}

export const PLAN: VisitorPlan = {
  at: 0,
  persona: 'shopper',
  channel: 'web',
  think: [0, MINUTE],
  lines: [0, 0],
  patience: 10 * MINUTE,
  replyPatience: 10 * MINUTE,
  lingers: MINUTE,
  ending: 'silent',
  episodes: [],
  comesBack: [],
  prompts: [],
  lead: false,
  annoyed: false,
};

/** The time of the server's own rows: the end of the drain. */
export const TOLD = 61 * MINUTE;

export const session = (change: Partial<WitnessSession> = {}): WitnessSession => ({
  id: 's1',
  visitor: 'v0',
  channel: 'web',
  openedAt: 0,
  activeAt: 1000,
  state: 'active',
  agents: ['a0'],
  transfers: [],
  ...change,
});

/** A hand-written ledger with v0, v1 and a0 to a2. Each call adds the rows of one action. */
export class Story {
  readonly rows: Row[] = [];
  readonly #said = new Map<string, number>();
  #drained = true;
  #drainStart = 60 * MINUTE;

  constructor() {
    const run: RowBody = {
      what: 'run',
      seed: '1',
      speed: 1,
      profile: 'bare',
      engine: 'sim',
      pathAt: 'runner',
      visitors: 2,
      agents: 3,
    };
    this.add('conductor', 0, run);
    for (const by of ['v0', 'v1']) this.add(by, 0, { what: 'plan', plan: PLAN });
    for (const by of ['a0', 'a1', 'a2'])
      this.add(by, 0, { what: 'plan', plan: { at: 0, persona: 'steady', pace: 1000, leaves: 1e15, episodes: [] } });
  }

  add(by: string, t: number, body: RowBody): this {
    this.rows.push({ t, by, k: 0, ...body });
    return this;
  }

  say(
    id: string,
    t: number,
    more: { ack?: [session: string, seq: number]; session?: string; turn?: number } = {},
  ): this {
    const by = id.slice(0, id.indexOf('/'));
    this.#said.set(by, (this.#said.get(by) ?? 0) + 1);
    const { ack, session: where, turn = 0 } = more;
    this.add(by, t, { what: 'say', id, turn, h: textHash(id), ...(where !== undefined && { session: where }) });
    this.add(by, t, { what: 'send', id, try: 1 });
    if (ack !== undefined) this.add(by, t + 40_000, { what: 'ack', id, session: ack[0], seq: ack[1] });
    return this;
  }

  show(
    by: string,
    id: string,
    t: number,
    more: { session?: string; seq?: number; look?: boolean; from?: Sender } = {},
  ): this {
    const { session: where = 's1', seq = 1, look = false, from = id.startsWith('v') ? 'visitor' : 'agent' } = more;
    this.add(by, t, { what: 'show', id, session: where, seq, from, h: textHash(id) });
    return look ? this.add(by, t + 1000, { what: 'look', id, session: where }) : this;
  }

  session(change: Partial<WitnessSession> = {}): this {
    return this.add('server', TOLD, { what: 'w_session', session: session(change) });
  }

  stored(id: string, at: number, more: Partial<WitnessMessage> = {}): this {
    const from = id.startsWith('v') ? 'visitor' : id.startsWith('a') ? 'agent' : 'system';
    return this.add('server', TOLD, {
      what: 'w_message',
      message: { session: 's1', seq: 1, id, from, at, h: textHash(id), ...more },
    });
  }

  left(id: string, at: number, h = textHash(id), visitor = id.slice(0, id.indexOf('/'))): this {
    return this.add('server', TOLD, { what: 'w_left', left: { id, visitor, at, h } });
  }

  /** The sessions in the list of an agent at the end. */
  inbox(agent: string, ...sessions: string[]): this {
    return this.add('server', TOLD, { what: 'w_inbox', agent, sessions });
  }

  undrained(): this {
    this.#drained = false;
    return this;
  }

  drainStart(t: number): this {
    this.#drainStart = t;
    return this;
  }

  /** Adds the drain and the `end` rows of all parties. */
  done(): Row[] {
    this.add('conductor', this.#drainStart, { what: 'phase', phase: 'drain_start' });
    this.add('conductor', this.#drainStart + MINUTE, { what: 'phase', phase: 'drain_end', complete: this.#drained });
    for (const by of ['conductor', 'server', 'v0', 'v1', 'a0', 'a1', 'a2'])
      this.add(by, this.#drainStart + MINUTE, { what: 'end', rows: 0, said: this.#said.get(by) ?? 0 });
    return renumbered(this.rows);
  }
}
