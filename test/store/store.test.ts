// Tests every store in the same way, and the file-backed one for what only it can get wrong.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import Database from 'libsql';
import type { StoreRow, StoredSession } from '../../src/model/desk/ports.ts';
import { DEFAULT_RULES } from '../../src/model/rules/rules.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { newestIn, REMEMBERED_IDS, StoreError, type Page, type Store } from '../../src/store/store.ts';

const META = { epoch: 1_790_000_000_000_000, speed: 60 };
const folder = mkdtempSync(join(tmpdir(), 'stillthere-store-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const newFile = (): string => join(folder, `desk-${files++}.db`);

function session(id: string, visitor: string, change: Partial<StoredSession> = {}): StoreRow & { kind: 'session' } {
  return {
    kind: 'session',
    session: {
      id,
      visitor,
      channel: 'web',
      openedAt: 1_000,
      state: 'active',
      agents: ['a1'],
      transfers: [],
      stateSince: 1_000,
      ...change,
    },
  };
}

function message(session: string, seq: number, id: string, text = `text of ${id}`): StoreRow & { kind: 'message' } {
  const from = id.startsWith('s/') ? 'system' : id.startsWith('a') ? 'agent' : 'visitor';
  return { kind: 'message', session, seq, id, from, text, at: 2_000 + seq };
}

async function all<T>(read: (after: number, limit: number) => Promise<Page<T>>, limit: number): Promise<T[]> {
  const rows: T[] = [];
  for (let after: number | undefined = 0; after !== undefined;) {
    const page: Page<T> = await read(after, limit);
    assert.ok(page.rows.length <= limit, 'a page is longer than asked for');
    rows.push(...page.rows);
    after = page.next;
  }
  return rows;
}

/** A kind of store. `again` opens the same content anew, as after a restart. */
interface Kind {
  readonly name: string;
  open(): Promise<{ store: Store; again: () => Promise<Store> }>;
}

const KINDS: Kind[] = [
  {
    name: 'memory',
    open: async () => {
      const store = new MemoryStore(META);
      return { store, again: async () => store };
    },
  },
  ...(['process', 'power'] as const).map((durability) => ({
    name: `sqlite, durability ${durability}`,
    open: async () => {
      const file = newFile();
      const store = await openSqlite(file, META, durability);
      const again = async (): Promise<Store> => {
        await store.close();
        return openSqlite(file, META, durability);
      };
      return { store, again };
    },
  })),
];

for (const kind of KINDS) {
  describe(`store: ${kind.name}`, () => {
    it('gives back what was committed, in order, page by page', async () => {
      const { store, again } = await kind.open();
      const rows = [
        session('s1', 'v1'),
        ...Array.from({ length: 25 }, (_, i) => message('s1', i + 1, `v1/${i}`)),
        session('s2', 'v2', { state: 'queued' }),
      ];
      await store.commit(rows.slice(0, 10));
      await store.commit(rows.slice(10));
      await store.commit([{ kind: 'left', id: 'v3/0', visitor: 'v3', text: 'call me', at: 9 }]);
      for (const limit of [1, 7, 25, 1000]) {
        const found = await all((after, n) => store.messages(after, n), limit);
        assert.deepEqual(
          found.map((m) => ({ kind: 'message', ...m })),
          rows.filter((row) => row.kind === 'message'),
        );
        const sessions = await all((after, n) => store.sessions(after, n), limit);
        assert.deepEqual(
          sessions,
          rows.flatMap((row) => (row.kind === 'session' ? [row.session] : [])),
        );
      }
      assert.deepEqual(await all((after, n) => store.left(after, n), 10), [
        { id: 'v3/0', visitor: 'v3', text: 'call me', at: 9 },
      ]);
      const later = await again();
      assert.deepEqual((await later.load()).leftIds, ['v3/0']);
      assert.equal((await later.load()).newestAt, 2_025);
      assert.deepEqual(later.meta, META);
      await later.close();
    });

    it('the newest moment counts every kind of row, so that no clock starts before it', async () => {
      const about = { id: 'v3/0', what: 'assigned', agent: 'a1' } as const;
      const kinds: StoreRow[] = [
        { kind: 'left', id: 'v3/0', visitor: 'v3', text: 'call me', at: 9 },
        { kind: 'message', session: 's1', seq: 1, id: 'v1/0', from: 'visitor', text: 'x', at: 11 },
        { kind: 'setting', at: 13, by: 'x', running: 'apply', rules: DEFAULT_RULES },
        { kind: 'left_change', ...about, at: 17 },
      ];
      for (const row of kinds) {
        const { store, again } = await kind.open();
        await store.commit([session('s1', 'v1', { openedAt: 1, stateSince: 1 }), row]);
        const later = await again();
        assert.equal((await later.load()).newestAt, newestIn(row), row.kind);
        await later.close();
      }
    });

    it('is empty when new', async () => {
      const { store } = await kind.open();
      assert.deepEqual(await store.load(), {
        visitors: [],
        settings: [],
        sessions: [],
        messages: [],
        leftIds: [],
        agents: [],
        newestAt: 0,
      });
      assert.deepEqual(await store.messages(0, 10), { rows: [] });
      await store.close();
    });

    it('keeps agents as they were stored last, in order of joining', async () => {
      const { store, again } = await kind.open();
      const agents = [
        { kind: 'agent', agent: { id: 'a1', online: true } },
        { kind: 'agent', agent: { id: 'a0', online: true, given: 1 } },
        { kind: 'agent', agent: { id: 'a1', online: false, away: true, wrapping: [7, 9] } },
      ] as const;
      await store.commit(agents);
      const later = await again();
      assert.deepEqual((await later.load()).agents, [agents[2].agent, agents[1].agent]);
      await later.close();
    });

    it('replaces a session and keeps its place', async () => {
      const { store } = await kind.open();
      await store.commit([session('s1', 'v1'), session('s2', 'v2')]);
      await store.commit([
        session('s1', 'v1', { state: 'closed', reason: 'agent', closedAt: 5, closedFrom: 'active' }),
      ]);
      const { rows } = await store.sessions(0, 10);
      assert.deepEqual(
        rows.map((s) => [s.id, s.state, s.reason]),
        [
          ['s1', 'closed', 'agent'],
          ['s2', 'active', undefined],
        ],
      );
      await store.close();
    });

    it('keeps a message that is stored twice twice: the store must not hide a fault of the desk', async () => {
      const { store } = await kind.open();
      await store.commit([session('s1', 'v1'), message('s1', 1, 'v1/0'), message('s1', 2, 'v1/0')]);
      assert.equal((await store.messages(0, 10)).rows.length, 2);
      await store.close();
    });

    it('keeps every text exact', async () => {
      const texts = [
        '您好，还在吗？',
        '😀\u200d🧑',
        'a\u0000b',
        '\ud800 half',
        'half \udc00',
        '\u001b[0m',
        '',
        'x'.repeat(4096),
      ];
      const { store, again } = await kind.open();
      await store.commit([session('s\u0000', 'v\u0000')]);
      await store.commit(texts.map((text, i) => message('s\u0000', i, `v1/${i}`, text)));
      await store.commit([{ kind: 'visitor', visitor: 'v\u0000', secret: '\ud800' }]);
      const later = await again();
      const { rows } = await later.messages(0, 100);
      assert.deepEqual(
        rows.map((row) => row.text),
        texts,
      );
      assert.equal(rows[0]?.session, 's\u0000');
      assert.deepEqual((await later.load()).visitors, [['v\u0000', '\ud800']]);
      await later.close();
    });

    it('loads open sessions, the newest of each thread, their messages, and the newest ids of each author', async () => {
      const { store, again } = await kind.open();
      const closed = { state: 'closed', closedAt: 3_000 } as const;
      await store.commit([
        { kind: 'visitor', visitor: 'v1', secret: 'secret of v1' },
        session('s1', 'v1', closed),
        session('s2', 'v1', closed),
        session('s3', 'v1', { channel: 'app' }),
        session('s4', 'v1', { channel: 'app', ...closed }),
        session('s5', 'v2', { state: 'left_message' }),
        message('s1', 1, 's/s1/1'),
        message('s2', 1, 's/s2/1'),
        message('s3', 1, 's/s3/1'),
      ]);
      // 70 old messages of a1 in a closed session that is
      // not the newest. Only the newest 64 are loaded.
      await store.commit(Array.from({ length: 70 }, (_, i) => message('s1', i + 2, `a1/${i}`)));
      const later = await again();
      const loaded = await later.load();
      await later.close();
      assert.deepEqual(loaded.visitors, [['v1', 'secret of v1']]);
      assert.deepEqual(
        loaded.sessions.map((s) => s.id),
        ['s2', 's3', 's4', 's5'],
      );
      assert.deepEqual(
        loaded.messages.map((m) => m.id),
        ['s/s2/1', 's/s3/1', ...Array.from({ length: REMEMBERED_IDS }, (_, i) => `a1/${i + 6}`)],
      );
    });
  });
}

describe('store: sqlite file', () => {
  const refused = (needle: RegExp) => (error: unknown) => error instanceof StoreError && needle.test(error.message);

  it('refuses another epoch or speed, and says which one it holds', async () => {
    const file = newFile();
    await (await openSqlite(file, META, 'process')).close();
    await assert.rejects(
      openSqlite(file, { ...META, speed: 1 }, 'process'),
      refused(/written with speed 60.*speed 1 was/),
    );
    await assert.rejects(
      openSqlite(file, { ...META, epoch: 7 }, 'process'),
      refused(/epoch 1790000000000000.*epoch 7 /),
    );
    await (await openSqlite(file, META, 'process')).close();
  });

  it('refuses a folder that does not exist, a file that is no database, and the database of another program', async () => {
    await assert.rejects(openSqlite(join(folder, 'no/desk.db'), META, 'process'), refused(/does its folder exist/));
    const text = newFile();
    writeFileSync(text, 'not a database, but long enough to be looked at as one\n'.repeat(200));
    await assert.rejects(openSqlite(text, META, 'process'), refused(/not a database/));
    const other = newFile();
    const db = new Database(other);
    db.exec('CREATE TABLE theirs (x)');
    db.close();
    await assert.rejects(openSqlite(other, META, 'process'), refused(/another program/));
  });

  it('refuses a batch whole when one row of it fails', async () => {
    const store = await openSqlite(newFile(), META, 'process');
    const broken = { ...message('s1', 2, 'v1/1'), at: undefined } as unknown as StoreRow;
    await assert.rejects(store.commit([message('s1', 1, 'v1/0'), broken]), StoreError);
    assert.deepEqual((await store.messages(0, 10)).rows, []);
    await store.close();
  });

  it('commits off the main thread: timers keep running meanwhile', async () => {
    const store = await openSqlite(newFile(), META, 'power');
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const batch = Array.from({ length: 20_000 }, (_, i) => message('s1', i, `v1/${i}`));
    await store.commit(batch);
    clearInterval(timer);
    assert.ok(turns >= 1, `no timer fired during a commit of ${batch.length} rows`);
    await store.close();
  });

  it('answers commits in order and refuses them after close', async () => {
    const store = await openSqlite(newFile(), META, 'process');
    const order: number[] = [];
    await Promise.all([0, 1, 2].map((i) => store.commit([message('s1', i, `v1/${i}`)]).then(() => order.push(i))));
    assert.deepEqual(order, [0, 1, 2]);
    await store.close();
    await assert.rejects(store.commit([message('s1', 3, 'v1/3')]), /ended/);
  });
});
