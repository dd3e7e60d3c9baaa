// Simulator and real server report equal witness rows for the same stored rows.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { Recorder, toRows } from '../../src/model/rows/recorder.ts';
import { Archive } from '../../src/model/desk/state/archive.ts';
import type { StoreRow, StoredSession } from '../../src/model/desk/ports.ts';
import type { Row } from '../../src/model/rows/rows.ts';
import { httpWitness } from '../../src/server/witness.ts';
import { everything } from '../everything.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import type { Page, Store } from '../../src/store/store.ts';
import { session } from '../model/judge/ledger.ts';

const folder = mkdtempSync(join(tmpdir(), 'stillthere-witness-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let made = 0;

const STORED: StoredSession = { ...session(), seq: 2, agent: 'a0', stateSince: 1000 };
const ROWS: StoreRow[] = [
  { kind: 'visitor', visitor: 'v0', secret: 'a secret' },
  { kind: 'session', session: STORED },
  { kind: 'message', session: 's1', seq: 1, id: 'v0/0', from: 'visitor', text: '您好，还在吗？', at: 10 },
  { kind: 'message', session: 's1', seq: 2, id: 's/s1/2', from: 'system', text: 'still there?', at: 20 },
  { kind: 'session', session: { ...STORED, state: 'closed', closedAt: 30, reason: 'agent', closedFrom: 'active' } },
  { kind: 'left', id: 'v0/1', visitor: 'v0', text: 'call me', at: 40 },
];

/** How a server answers: with pages or with everything, and what happens before an answer. */
interface Ways {
  readonly knowsPages?: boolean;
  readonly before?: () => Promise<void> | void;
}

/**
 * An HTTP server that answers from a store as the real
 * one does. Without pages it answers with everything.
 */
async function served(
  store: Store,
  { knowsPages = true, before }: Ways = {},
): Promise<{ url: string; close: () => void }> {
  const pages: Record<string, (after: number, limit: number) => Promise<object>> = {
    '/api/sessions': async (...which) => named('sessions', await store.sessions(...which)),
    '/api/messages': async (...which) => named('messages', await store.messages(...which)),
    '/api/left-messages': async (...which) => named('left', await store.left(...which)),
  };
  const answer = async (path: string): Promise<string> => {
    const { pathname, searchParams } = new URL(path, 'http://x');
    await before?.();
    const asked = [Number(searchParams.get('after')), Number(searchParams.get('limit'))] as const;
    return JSON.stringify(await pages[pathname]?.(...(knowsPages ? asked : ([0, 1e6] as const))));
  };
  const server = createServer((request, response) => {
    void answer(request.url ?? '/').then((body) => response.end(body));
  });
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

const named = <T>(name: string, { rows, next }: Page<T>): object => ({
  [name]: rows,
  ...(next !== undefined && { next }),
});

async function storeOf(rows: readonly StoreRow[], kind: 'memory' | 'sqlite' = 'memory'): Promise<Store> {
  const meta = { epoch: 0, speed: 1 };
  const store =
    kind === 'memory' ? new MemoryStore(meta) : await openSqlite(join(folder, `${made++}.db`), meta, 'process');
  await store.commit(rows);
  return store;
}

/** Everything that a server reports. */
async function allOf(url: string, pageRows = 1_000): Promise<string> {
  const witness = httpWitness({ url, adminToken: 'x', pageRows });
  return JSON.stringify({
    sessions: await everything(witness.sessions()),
    messages: await everything(witness.messages()),
    left: await everything(witness.leftMessages()),
  });
}

test('the archive of the simulator and the HTTP witness tell the same rows, byte by byte', async () => {
  const archive = new Archive();
  for (const row of ROWS) archive.persist(row);
  const told: Row[] = [];
  archive.testify(
    50,
    new Recorder(
      'server',
      toRows((row) => void told.push(row)),
    ),
    [],
  );
  const inSim = {
    sessions: told.flatMap((row) => (row.what === 'w_session' ? [row.session] : [])),
    messages: told.flatMap((row) => (row.what === 'w_message' ? [row.message] : [])),
    left: told.flatMap((row) => (row.what === 'w_left' ? [row.left] : [])),
  };
  const { url, close } = await served(await storeOf(ROWS));
  try {
    assert.equal(await allOf(url), JSON.stringify(inSim));
  } finally {
    close();
  }
  assert.deepEqual(
    Object.keys(inSim.sessions[0] ?? {}).filter((key) => ['seq', 'agent', 'stateSince', 'prompts'].includes(key)),
    [],
    'what a store keeps for a restart is no part of a testimony',
  );
});

/** This many sessions, each with a message and a leave-message. */
const many = (n: number): StoreRow[] => Array.from({ length: n }, (_, i) => comes(i)).flat();

const comes = (i: number): StoreRow[] => [
  { kind: 'session', session: { ...STORED, id: `s${i + 1}` } },
  { kind: 'message', session: `s${i + 1}`, seq: 1, id: `v${i}/0`, from: 'visitor', text: `text ${i}`, at: i },
  { kind: 'left', id: `v${i}/1`, visitor: `v${i}`, text: 'call me', at: i },
];

test('pages of any length say the same as one that holds everything', async () => {
  const whole = await served(await storeOf(many(30)), { knowsPages: false });
  const expected = await allOf(whole.url);
  // Also if more rows are requested than exist, and if the server ignores the page size.
  assert.equal(await allOf(whole.url, 3), expected);
  whole.close();
  for (const kind of ['memory', 'sqlite'] as const) {
    const store = await storeOf(many(30), kind);
    const { url, close } = await served(store);
    for (const rows of [1, 2, 7, 29, 30, 31])
      assert.equal(await allOf(url, rows), expected, `${kind}, ${rows} rows a page`);
    close();
    await store.close();
  }
});

test('what is stored between two pages moves no row: each is told once, as it was when its page was read', async () => {
  for (const kind of ['memory', 'sqlite'] as const) {
    const store = await storeOf(many(10), kind);
    let asked = 0;
    const { url, close } = await served(store, {
      // Before each page the oldest session is closed again, and a new visitor comes.
      async before() {
        const closed = { ...STORED, id: 's1', state: 'closed', closedAt: asked, reason: 'agent' } as const;
        await store.commit([{ kind: 'session', session: closed }, ...comes(10 + asked++)]);
        if (asked > 30) throw new Error('read without end');
      },
    });
    const sessions = await everything(httpWitness({ url, adminToken: 'x', pageRows: 4 }).sessions());
    // Three pages of four rows: ten sessions, plus one more before every page.
    assert.deepEqual(
      sessions.map(({ id, closedAt }) => `${id} ${closedAt}`),
      [`s1 0`, ...Array.from({ length: sessions.length - 1 }, (_, i) => `s${i + 2} undefined`)],
      kind,
    );
    assert.ok(sessions.length >= 10 && asked < 6, `${asked} pages of ${kind}`);
    close();
    await store.close();
  }
});

test('a connection that breaks between two pages is an error, and no list that looks complete', async () => {
  let asked = 0;
  const { url, close } = await served(await storeOf(many(10)), {
    before() {
      if (++asked === 3) close();
    },
  });
  const read: string[] = [];
  await assert.rejects(
    (async () => {
      for await (const page of httpWitness({ url, adminToken: 'x', pageRows: 2 }).sessions())
        read.push(...page.map(({ id }) => id));
    })(),
    /GET \/api\/sessions/,
  );
  assert.ok(read.length >= 4 && read.length < 10, read.join(' '));
});
