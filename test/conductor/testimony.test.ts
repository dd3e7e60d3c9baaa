// The target's word in the ledger: on the run's own clock, whole or not at all, without what was there before.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { testify } from '../../src/conductor/testimony.ts';
import { SECOND } from '../../src/model/core/time.ts';
import type { Witness } from '../../src/model/ports/target.ts';
import type { Row, WitnessSession } from '../../src/model/rows/rows.ts';

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

function witness(change: Partial<Witness> = {}): Witness {
  return {
    sessions: () => Promise.resolve([session('s1', AHEAD - SECOND), session('s2', AHEAD + SECOND)]),
    messages: () =>
      Promise.resolve([
        { session: 's1', seq: 1, id: 'v1/0', from: 'visitor', at: AHEAD - SECOND, h: 'x' },
        { session: 's2', seq: 1, id: 'v1/1', from: 'visitor', at: AHEAD + SECOND, h: 'x' },
      ]),
    inbox: () => Promise.resolve([{ agent: 'a0', sessions: ['s2'] }]),
    leftMessages: () => Promise.resolve([{ id: 'v1/2', visitor: 'v1', at: AHEAD + 5 * SECOND, h: 'y' }]),
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
  await testify(witness({ sessions: () => Promise.resolve([left]) }), path, 7, AHEAD);
  const told = rows().flatMap((row) => (row.what === 'w_session' ? [row.session.leftAt] : []));
  assert.deepEqual(told, [9 * SECOND]);
});

test('when one list cannot be read, nothing is written', async () => {
  const { path, rows } = ledger('broken');
  await assert.rejects(testify(witness({ inbox: () => Promise.reject(new Error('gone')) }), path, 7, 0), /gone/);
  assert.deepEqual(rows(), []);
});
