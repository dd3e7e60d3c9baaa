// Exact identities of every run: nothing is created or lost, no agent idles while visitors wait,
// three parties agree, scaled time changes nothing else, and uninvolved visitors are unaffected.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Duration } from '../../src/model/core/distributions.ts';
import type { Persona } from '../../src/model/population/workload.ts';
import type { Row } from '../../src/model/rows/rows.ts';
import { Random, trials } from '../model/random.ts';
import { evenly, exponential, fixed, ledgerOf, persona, SECOND, type Stage } from './stage.ts';

const MINUTES = 60;

/** A time between `from` and `to` seconds, in whole milliseconds when a second is. */
const seconds = (random: Random, second: number, from: number, to: number): number =>
  (random.between(from * 1000, to * 1000) * second) / 1000;

const someDuration = (random: Random, second: number, from: number, to: number): Duration =>
  random.pick<() => Duration>([
    () => fixed(seconds(random, second, from, to)),
    () => exponential(seconds(random, second, from, to)),
    () => ({ kind: 'uniform', low: from * second, high: seconds(random, second, from, to) }),
    () => ({ kind: 'lognormal', median: seconds(random, second, from, to), sigma: 1, cap: 50 * to * second }),
  ])();

/** A busy evening, drawn at random and measured in seconds of the length `second`. */
function evening(random: Random, seed: string, second = SECOND): Stage {
  const after = seconds(random, second, 30, 300);
  return {
    seed,
    second,
    arrivals: evenly(random.between(40, 120), 10 * MINUTES * second),
    agents: random.between(1, 4),
    capacity: random.between(1, 3),
    answer: someDuration(random, second, 1, 40),
    notice: someDuration(random, second, 1, 5),
    perSession: random.pick([0, 150]),
    turnsMost: 6,
    persona: {
      turns: random.between(1, 5),
      think: someDuration(random, second, 1, 100),
      patience: someDuration(random, second, 20, 600),
      replyPatience: someDuration(random, second, 20, 600),
      endings: { closes: random.between(1, 3), goodbye: random.below(3), silent: random.below(3) },
      comesBack: random.pick([0, 500]),
      answersPrompt: 500,
      promptDelay: someDuration(random, second, 1, 20),
      // All visitors stay to the end of their session, even after the longest queue.
      lingers: fixed(300 * 3600 * second),
    },
    rules: {
      idle: {
        after,
        anchor: 'either_last_message',
        resets: ['visitor', 'agent', 'prompt'],
        byChannel: {},
        onlyIfPending: 'any',
      },
      prompt: random.chance(0.5)
        ? { before: Math.floor(after / 3 / second) * second, text: 'still there?', max: 2, every: null }
        : null,
      sweep: random.pick([0, 5 * second]),
      queue: { timeout: random.pick([null, seconds(random, second, 5, 200)]), then: 'close', nobody: 'wait' },
    },
    latency: random.pick([1, 20_000, 300_000]) * (second / SECOND),
    tail: 200 * 3600 * second,
  };
}

type Book = Map<string, { from: number; to?: number }>;

/** The same sessions in the ledger from three sides: visitors, agents, and the server itself. */
class Accounts {
  /** `queued` and `open` as visitors saw it; `held` as agents saw it in their list. */
  readonly queued: Book = new Map();
  readonly open: Book = new Map();
  readonly held: Book = new Map();

  /** Adds a row. @returns whether it changed an account */
  add(row: Row): boolean {
    if (row.what !== 'notice') return false;
    const { session, kind, t } = row;
    if (row.by.startsWith('a')) {
      if (kind === 'assigned') this.held.set(session, { from: t });
      else if (kind === 'closed') this.#end(this.held, session, t);
      return true;
    }
    if (kind === 'queued') {
      assert.ok(!this.open.has(session), `${session} opened twice`);
      this.queued.set(session, { from: t });
      this.open.set(session, { from: t });
    } else if (kind === 'assigned') this.#end(this.queued, session, t);
    else if (kind === 'closed') {
      if (this.queued.get(session)?.to === undefined) this.#end(this.queued, session, t);
      this.#end(this.open, session, t);
    }
    return true;
  }

  #end(book: Book, session: string, t: number): void {
    const entry = book.get(session);
    assert.ok(entry !== undefined && entry.to === undefined, `${session} ended at ${t} without having begun, or twice`);
    entry.to = t;
  }
}

const going = (book: Book): number => [...book.values()].filter((entry) => entry.to === undefined).length;

/** ∫ N(t) dt, summed from change to change. */
function area(book: Book): number {
  const changes = [...book.values()].flatMap(({ from, to }) => [[from, 1] as const, [to ?? NaN, -1] as const]);
  let [n, before, sum] = [0, 0, 0];
  for (const [t, by] of changes.sort((a, b) => a[0] - b[0])) {
    sum += n * (t - before);
    n += by;
    before = t;
  }
  assert.equal(n, 0);
  assert.ok(Number.isSafeInteger(sum), `${sum} is no whole number of microseconds`);
  return sum;
}

/** Rows with times in units of `k`; a time that is not a multiple becomes a visible fraction. */
function inUnits(rows: readonly Row[], k: number): string[] {
  const TIMES =
    /^(t|at|for|due|think|patience|replyPatience|lingers|prompts|openedAt|activeAt|closedAt|leftAt|leaves)$/;
  const told = (value: unknown, key: string): unknown => {
    if (typeof value === 'number')
      return TIMES.test(key) && value > 0 && value < Number.MAX_SAFE_INTEGER ? value / k : value;
    if (Array.isArray(value)) return value.map((item) => told(item, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, told(item, name)]));
  };
  return rows.map((row) => JSON.stringify(told(row, '')));
}

/** Checks that every time in a ledger is a whole number of microseconds. */
function allWhole(rows: readonly Row[]): void {
  const broken = rows.find((row) => /\d\.\d/.test(JSON.stringify(row)));
  assert.equal(broken, undefined, `time that is no whole number of microseconds: ${JSON.stringify(broken)}`);
}

describe('exactly, in every evening', () => {
  it("Little's law: the sessions seen open, waiting and in hand add up to the times that the server tells", () => {
    let waits = 0;
    trials('truth/little', 40, (random, trial) => {
      const rows = ledgerOf(evening(random, `little ${trial} ${random.word()}`));
      const accounts = new Accounts();
      let [stayed, waited, worked] = [0, 0, 0];
      for (const row of rows) {
        accounts.add(row);
        if (row.what !== 'w_session') continue;
        const { openedAt, activeAt, closedAt = NaN } = row.session;
        stayed += closedAt - openedAt;
        waited += (activeAt ?? closedAt) - openedAt;
        if (activeAt !== undefined) worked += closedAt - activeAt;
      }
      waits += waited;
      assert.equal(area(accounts.open), stayed);
      assert.equal(area(accounts.queued), waited);
      assert.equal(area(accounts.held), worked);
      allWhole(rows);
    });
    assert.ok(waits > 0, 'nobody ever waited');
  });

  it('at every moment: opened = waiting + in hand + closed; nobody waits while an agent is free; first come, first served', () => {
    let [queues, full] = [0, 0];
    trials('truth/conservation', 40, (random, trial) => {
      const stage = evening(random, `conservation ${trial} ${random.word()}`);
      const places = stage.agents * (stage.capacity ?? 1);
      const accounts = new Accounts();
      let changed = false;
      let now = 0;
      let lastTaken = 0;
      const look = (): void => {
        const [waiting, held] = [going(accounts.queued), going(accounts.held)];
        assert.equal(going(accounts.open), waiting + held, `at ${now}: open, ${waiting} waiting, ${held} in hand`);
        assert.ok(held <= places, `at ${now}: ${held} in hand, room for ${places}`);
        assert.ok(
          waiting === 0 || held === places,
          `at ${now}: ${waiting} wait while ${places - held} places are free`,
        );
        if (waiting > 0) queues += 1;
        if (held === places) full += 1;
      };
      for (const row of ledgerOf(stage)) {
        if (changed && row.t !== now) look();
        if (row.t !== now) changed = false;
        now = row.t;
        changed = accounts.add(row) || changed;
        if (row.what !== 'notice' || row.kind !== 'assigned' || row.by.startsWith('a')) continue;
        const came = accounts.queued.get(row.session)?.from ?? NaN;
        assert.ok(
          came >= lastTaken,
          `at ${now}: ${row.session}, who came at ${came}, is taken after one of ${lastTaken}`,
        );
        lastTaken = came;
      }
      assert.equal(going(accounts.open), 0);
    });
    assert.ok(queues > 100 && full > 100, `waiting was seen ${queues} times, a full desk ${full} times`);
  });

  it('messages: said = acked = stored, each once', () => {
    trials('truth/messages', 40, (random, trial) => {
      const rows = ledgerOf(evening(random, `messages ${trial} ${random.word()}`));
      const ids = (what: 'say' | 'ack' | 'refuse'): string[] =>
        rows.flatMap((row) => (row.what === what ? [row.id] : []));
      const stored = rows.flatMap((row) =>
        row.what === 'w_message' && row.message.from !== 'system' ? [row.message.id] : [],
      );
      const said = ids('say').sort();
      assert.equal(new Set(said).size, said.length, 'an id was used twice');
      assert.deepEqual([...ids('ack'), ...ids('refuse')].sort(), said);
      assert.deepEqual(stored.sort(), ids('ack').sort());
    });
  });

  it('k times as slow: the same ledger, every time in it times k', () => {
    trials('truth/slow', 24, (random, trial) => {
      const seed = `slow ${trial} ${random.word()}`;
      const numbers = `${random.word()}`;
      const k = random.pick([2, 3, 7, 60, 1000]);
      const play = (second: number): Row[] => ledgerOf(evening(new Random(numbers), seed, second));
      const once = inUnits(play(SECOND), 1);
      const slow = inUnits(play(k * SECOND), k);
      const at = once.findIndex((row, i) => row !== slow[i]);
      assert.equal(at, -1, `k = ${k}, row ${at}: ${once[at]} became ${slow[at]}`);
      assert.equal(slow.length, once.length);
    });
  });
});

/** The rows about each visitor from every party, with ids that do not depend on other visitors. */
function livesOf(rows: readonly Row[]): Map<string, string[]> {
  const names = new Map<string, string>();
  const owners = new Map<string, string>();
  const counts = new Map<string, number>();
  const name = (what: string, of: string): void => {
    if (names.has(what)) return;
    const n = (counts.get(of) ?? 0) + 1;
    counts.set(of, n);
    names.set(what, `${of} ${n}`);
    owners.set(what, of.split(' ')[0] ?? of);
  };
  for (const row of rows) {
    if (row.what === 'notice' && row.kind === 'queued') name(row.session, `${row.by} session`);
    if (row.what === 'say' && row.session !== undefined) name(row.id, `${owners.get(row.session)} answer`);
  }
  const lives = new Map<string, string[]>();
  for (const { k, ...row } of rows) {
    const about = [
      row.by,
      'session' in row ? (typeof row.session === 'string' ? row.session : row.session.id) : '',
      'message' in row ? row.message.session : '',
      'id' in row ? row.id : '',
      'id' in row ? row.id.split('/')[0] : '',
    ].map((word) => (word?.startsWith('v') === true ? word : owners.get(word ?? '')));
    const owner = about.find((word) => word !== undefined);
    if (owner === undefined) continue;
    // The time of reading the server depends on all visitors; its record of one visitor does not.
    const told = row.by === 'server' ? { ...row, t: 0 } : row;
    const numbered = row.by === owner ? { k, ...row } : told;
    const text = JSON.stringify(numbered).replace(/\b(a\d+\/|s)\d+\b/g, (word) => names.get(word) ?? word);
    const life = lives.get(owner) ?? [];
    life.push(text);
    lives.set(owner, life);
  }
  return lives;
}

/** Visitors who share one agent with room for everybody, so that nobody waits for anybody else. */
function strangers(random: Random, seed: string): Stage {
  return {
    seed,
    arrivals: evenly(60, 10 * MINUTES * SECOND),
    agents: 1,
    capacity: 1e6,
    answer: someDuration(random, SECOND, 2, 60),
    notice: fixed(seconds(random, SECOND, 0, 3)),
    turnsMost: 6,
    rules: {
      idle: {
        after: 90 * SECOND,
        anchor: 'either_last_message',
        resets: ['visitor', 'agent'],
        byChannel: {},
        onlyIfPending: 'any',
      },
      prompt: { before: 30 * SECOND, text: 'still there?', max: 2, every: null },
    },
    tail: 20 * 3600 * SECOND,
  };
}

const talker = (random: Random): Persona =>
  persona({
    name: 'talker',
    weight: 4,
    turns: 5,
    think: someDuration(random, SECOND, 5, 120),
    patience: someDuration(random, SECOND, 20, 600),
    endings: { closes: 1, goodbye: 1, silent: 1 },
    comesBack: 500,
    answersPrompt: 500,
    promptDelay: someDuration(random, SECOND, 1, 40),
    lingers: fixed(600 * SECOND),
  });

/** Checks that the rows about the visitors in `same` are byte-equal in both ledgers. */
function untouched(before: readonly Row[], after: readonly Row[], same: (visitor: string) => boolean): void {
  const [were, are] = [livesOf(before), livesOf(after)];
  const visitors = [...were.keys()].filter(same);
  assert.ok(visitors.length > 20 && visitors.length < were.size, `${visitors.length} of ${were.size} compared`);
  for (const visitor of visitors) assert.deepEqual(are.get(visitor), were.get(visitor), visitor);
}

describe('who is not concerned does not notice', () => {
  it('visitors taken out of an evening leave the rows about all others as they were, to the byte', () => {
    trials('truth/removed', 10, (random, trial) => {
      const stage = { ...strangers(random, `removed ${trial} ${random.word()}`), personas: [talker(random)] };
      // The device dies before the first packet, so the desk never hears of these visitors.
      const absent = { name: 'absent', kind: 'killed', onset: fixed(0), length: fixed(0) } as const;
      const all = ledgerOf({ ...stage, habits: [{ ...absent, share: 0 }] });
      const fewer = ledgerOf({ ...stage, habits: [{ ...absent, share: 200 }] });
      const present = new Set(fewer.flatMap((row) => (row.what === 'w_session' ? [row.session.visitor] : [])));
      untouched(all, fewer, (visitor) => present.has(visitor));
    });
  });

  it('nor do visitors who mean to do something else', () => {
    trials('truth/others', 10, (random, trial) => {
      const stage = strangers(random, `others ${trial} ${random.word()}`);
      const one = talker(random);
      const others = { ...one, name: 'other', weight: 1 };
      const short = ledgerOf({ ...stage, personas: [one, { ...others, turns: 1 }] });
      const long = ledgerOf({ ...stage, personas: [one, { ...others, turns: 6, think: fixed(7 * SECOND) }] });
      const talkers = new Set(
        short.flatMap((row) => (row.what === 'plan' && row.plan.persona === 'talker' ? [row.by] : [])),
      );
      untouched(short, long, (visitor) => talkers.has(visitor));
    });
  });
});
