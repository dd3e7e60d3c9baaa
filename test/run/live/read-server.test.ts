// Reading the target into the ledger: on the clock of
// the run, all or nothing, without older sessions.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { testify } from '../../../src/run/live/read-server.ts';
import { SECOND } from '../../../src/model/core/time.ts';
import type { Pages, Witness } from '../../../src/model/ports/target.ts';
import type { Row, WitnessLeft, WitnessMessage, WitnessSession } from '../../../src/model/rows/rows.ts';
import { Random, SEED } from '../../model/random.ts';

const folder = mkdtempSync(join(tmpdir(), 'stillthere-testimony-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const AHEAD = 900 * SECOND;
const session = (id: string, openedAt: number): WitnessSession => ({
  id,
  visitor: 'v1',
  channel: 'web',
  openedAt,
  activeAt: openedAt + SECOND,
  closedAt: openedAt + 300 * SECOND,
  reason: 'idle_timeout',
  state: 'closed',
  agents: ['a0'],
  closes: [
    { openedAt, activeAt: openedAt + SECOND, closedAt: openedAt + 100 * SECOND, reason: 'agent' },
    { openedAt: openedAt + 110 * SECOND, leftAt: openedAt + 120 * SECOND },
  ],
  transfers: [{ at: openedAt + 2 * SECOND, doneAt: openedAt + 3 * SECOND, from: 'a0', to: 'a1' }],
});

/** A list in pages of so many rows; nothing changes between pages. */
async function* inPages<T>(rows: readonly T[], size: number): Pages<T> {
  for (let at = 0; at < rows.length; at += size) yield rows.slice(at, at + size);
}

function witness(change: Partial<Witness> = {}): Witness {
  const messages: WitnessMessage[] = [
    { session: 's1', seq: 1, id: 'v1/0', from: 'visitor', at: AHEAD - SECOND, h: 'x' },
    { session: 's2', seq: 1, id: 'v1/1', from: 'visitor', at: AHEAD + SECOND, h: 'x' },
  ];
  return {
    sessions: () => inPages([session('s1', AHEAD - SECOND), session('s2', AHEAD + SECOND)], 10),
    messages: () => inPages(messages, 10),
    inbox: () => Promise.resolve([{ agent: 'a0', sessions: ['s2'] }]),
    leftMessages: () => inPages([{ id: 'v1/2', visitor: 'v1', at: AHEAD + 5 * SECOND, h: 'y' }], 10),
    ...change,
  };
}

function ledger(name: string): { path: string; rows: () => Row[] } {
  const path = join(folder, name);
  writeFileSync(path, '');
  const lines = (): string[] =>
    readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
  return { path, rows: () => lines().map((line) => JSON.parse(line) as Row) };
}

test('every time is put on the clock of the run, earlier closes and transfers too; older sessions stay out', async () => {
  const { path, rows } = ledger('shifted');
  await testify(witness(), path, 7, AHEAD);
  const told = rows();
  const [only, ...others] = told.filter((row) => row.what === 'w_session');
  assert.deepEqual(others, []);
  assert.deepEqual(only?.what === 'w_session' && only.session, session('s2', SECOND));
  const messages = told.flatMap((row) => (row.what === 'w_message' ? [row.message] : []));
  assert.deepEqual(
    messages.map((m) => [m.id, m.at]),
    [['v1/1', SECOND]],
  );
  const left = told.flatMap((row) => (row.what === 'w_left' ? [row.left.at] : []));
  assert.deepEqual(left, [5 * SECOND]);
  const last = told.at(-1);
  assert.equal(last?.what === 'end' && last.rows, told.length);
});

test('so is the moment at which a session became leave-messages', async () => {
  const { path, rows } = ledger('left');
  const { closedAt: _, reason: _why, ...open } = session('s2', AHEAD + SECOND);
  const left = { ...open, state: 'left_message', leftAt: AHEAD + 9 * SECOND };
  await testify(witness({ sessions: () => inPages([left], 10) }), path, 7, AHEAD);
  const told = rows().flatMap((row) => (row.what === 'w_session' ? [row.session.leftAt] : []));
  assert.deepEqual(told, [9 * SECOND]);
});

test('when one list cannot be read, nothing is written', async () => {
  const { path, rows } = ledger('broken');
  await assert.rejects(testify(witness({ inbox: () => Promise.reject(new Error('gone')) }), path, 7, 0), /gone/);
  assert.deepEqual(rows(), []);
});

test('nothing is written either when a list breaks off behind its first page, and nothing is left beside the ledger', async () => {
  async function* broken<T>(pages: Pages<T>): Pages<T> {
    yield* pages;
    throw new Error('gone');
  }
  const sound = witness();
  const ways: Partial<Witness>[] = [
    { sessions: () => broken(sound.sessions()) },
    { messages: () => broken(sound.messages()) },
    { leftMessages: () => broken(sound.leftMessages()) },
  ];
  for (const [i, way] of ways.entries()) {
    const { path, rows } = ledger(`broken-${i}`);
    await assert.rejects(testify(witness(way), path, 7, 0), /gone/);
    assert.deepEqual(rows(), []);
    assert.ok(!existsSync(`${path}.heard`));
  }
});

test('the ledger is the same, byte by byte, whatever length the pages have', async () => {
  const random = new Random(`${SEED} pages`);
  const numbers = Array.from({ length: 100 }, (_, i) => i);
  const sessions = numbers.map((i) => session(`s${i + 1}`, random.below(2 * AHEAD)));
  const messages = numbers.map((i): WitnessMessage => {
    const [of, at] = [random.pick(sessions).id, random.below(2 * AHEAD)];
    return { session: of, seq: i, id: `v1/${i}`, from: 'visitor', at, h: 'x' };
  });
  const left = numbers.map((i): WitnessLeft => ({ id: `v2/${i}`, visitor: 'v2', at: random.below(2 * AHEAD), h: 'y' }));
  const bytes = async (size: () => number): Promise<string> => {
    const { path } = ledger('sizes');
    const lists = {
      sessions: () => inPages(sessions, size()),
      messages: () => inPages(messages, size()),
      leftMessages: () => inPages(left, size()),
    };
    await testify(witness(lists), path, 7, AHEAD);
    return readFileSync(path, 'utf8');
  };
  const whole = await bytes(() => numbers.length);
  assert.ok(whole.split('\n').length > 100, whole);
  for (let round = 0; round < 10; round++)
    assert.equal(await bytes(() => random.between(1, 120)), whole, `round ${round}, seed ${SEED}`);
});

test('a page is written down before the next one is asked for, and not yet into the ledger', async () => {
  const { path, rows } = ledger('slowly');
  const written: number[] = [];
  async function* watched(): Pages<WitnessSession> {
    for (let i = 0; i < 3; i++) {
      yield [session(`s${2 * i}`, AHEAD), session(`s${2 * i + 1}`, AHEAD)];
      written.push(readFileSync(`${path}.heard`, 'utf8').split('\n').length - 1);
      assert.deepEqual(rows(), []);
    }
  }
  await testify(witness({ sessions: watched }), path, 7, AHEAD);
  assert.deepEqual(written, [2, 4, 6]);
  assert.ok(rows().length > 6 && !existsSync(`${path}.heard`));
});

test('a target that goes on while it is read contradicts itself in nothing', async () => {
  const random = new Random(`${SEED} meanwhile`);
  for (let round = 0; round < 50; round++) {
    const target = new Lively(random);
    const { path, rows } = ledger('lively');
    await testify(target, path, 7, 0);
    const told = rows();
    const sessions = told.flatMap((row) => (row.what === 'w_session' ? [row.session] : []));
    const ids = new Set(sessions.map(({ id }) => id));
    const listed = new Set(told.flatMap((row) => (row.what === 'w_inbox' ? row.sessions : [])));
    const messages = told.flatMap((row) => (row.what === 'w_message' ? [row.message] : []));
    const how = `round ${round}, seed ${SEED}`;
    assert.equal(ids.size, sessions.length, `a session is told twice, ${how}`);
    assert.deepEqual(
      messages.filter((m) => !ids.has(m.session)),
      [],
      `a message without its session, ${how}`,
    );
    assert.equal(new Set(messages.map(({ id }) => id)).size, messages.length, `a message is told twice, ${how}`);
    for (const { id, at } of target.atFirst) {
      const is = sessions.find((s) => s.id === id);
      assert.ok(is !== undefined && messages.some((m) => m.at === at), `${id} or its message is missing, ${how}`);
      assert.ok(is.state === 'closed' || listed.has(id), `${id} is open and unlisted, ${how}`);
    }
  }
});

/**
 * A target with one agent. Between any two pages sessions close, and new visitors come and write.
 */
class Lively implements Witness {
  readonly #random: Random;
  readonly #sessions: WitnessSession[] = [];
  readonly #messages: WitnessMessage[] = [];
  /** The sessions that existed when the reading began. */
  readonly atFirst: readonly { readonly id: string; readonly at: number }[];

  constructor(random: Random) {
    this.#random = random;
    for (let i = 0; i < 30; i++) this.#comes();
    this.atFirst = this.#messages.map(({ session: id, at }) => ({ id, at }));
  }

  async inbox(): ReturnType<Witness['inbox']> {
    const open = this.#sessions.filter(({ state }) => state === 'active').map(({ id }) => id);
    this.#goesOn();
    return [{ agent: 'a0', sessions: open }];
  }

  sessions(): Pages<WitnessSession> {
    return this.#read(this.#sessions);
  }

  messages(): Pages<WitnessMessage> {
    return this.#read(this.#messages);
  }

  leftMessages(): Pages<WitnessLeft> {
    return this.#read([]);
  }

  async *#read<T>(rows: readonly T[]): Pages<T> {
    for (let at = 0; at < rows.length && at < 200;) {
      const page = rows.slice(at, at + this.#random.between(1, 10));
      at += page.length;
      yield page;
      this.#goesOn();
    }
  }

  #goesOn(): void {
    if (this.#random.chance(0.7)) this.#comes();
    const i = this.#random.below(this.#sessions.length);
    const { id, openedAt } = this.#sessions[i] as WitnessSession;
    this.#sessions[i] = session(id, openedAt);
  }

  #comes(): void {
    const n = this.#sessions.length + 1;
    const { closedAt: _at, reason: _why, closes: _earlier, ...open } = session(`s${n}`, n * SECOND);
    this.#sessions.push({ ...open, state: 'active' });
    this.#messages.push({ session: `s${n}`, seq: 1, id: `v1/${n}`, from: 'visitor', at: n * SECOND, h: 'x' });
  }
}
