// The simulator and the real server tell the same of the same stored rows: a run in virtual time and one over sockets have equal witness rows.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import test from 'node:test';
import { Recorder, toRows } from '../../src/model/rows/recorder.ts';
import { Archive } from '../../src/model/desk/archive.ts';
import type { StoreRow, StoredSession } from '../../src/model/desk/ports.ts';
import type { Row } from '../../src/model/rows/rows.ts';
import { httpWitness } from '../../src/server/witness.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { session } from '../model/judge/ledger.ts';

const STORED: StoredSession = { ...session(), seq: 2, agent: 'a0', stateSince: 1000 };
const ROWS: StoreRow[] = [
  { kind: 'visitor', visitor: 'v0', secret: 'a secret' },
  { kind: 'session', session: STORED },
  { kind: 'message', session: 's1', seq: 1, id: 'v0/0', from: 'visitor', text: '您好，还在吗？', at: 10 },
  { kind: 'message', session: 's1', seq: 2, id: 's/s1/2', from: 'system', text: 'still there?', at: 20 },
  { kind: 'session', session: { ...STORED, state: 'closed', closedAt: 30, reason: 'agent', closedFrom: 'active' } },
  { kind: 'left', id: 'v0/1', visitor: 'v0', text: 'call me', at: 40 },
];

/** What the server's HTTP side would answer from a store with these rows. */
async function served(rows: readonly StoreRow[]): Promise<{ url: string; close: () => void }> {
  const store = new MemoryStore({ epoch: 0, speed: 1 });
  await store.commit(rows);
  const pages: Record<string, () => Promise<object>> = {
    '/api/sessions': async () => ({ sessions: (await store.sessions(0, 100)).rows }),
    '/api/messages': async () => ({ messages: (await store.messages(0, 100)).rows }),
    '/api/left-messages': async () => ({ left: (await store.left(0, 100)).rows }),
  };
  const server = createServer((request, response) => {
    const page = pages[new URL(request.url ?? '/', 'http://x').pathname];
    void page?.().then((body) => response.end(JSON.stringify(body)));
  });
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
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
  const { url, close } = await served(ROWS);
  try {
    const witness = httpWitness({ url, adminToken: 'x' });
    const real = {
      sessions: await witness.sessions(),
      messages: await witness.messages(),
      left: await witness.leftMessages(),
    };
    assert.equal(JSON.stringify(real), JSON.stringify(inSim));
  } finally {
    close();
  }
  assert.deepEqual(
    Object.keys(inSim.sessions[0] ?? {}).filter((key) => ['seq', 'agent', 'stateSince', 'prompts'].includes(key)),
    [],
    'what a store keeps for a restart is no part of a testimony',
  );
});
