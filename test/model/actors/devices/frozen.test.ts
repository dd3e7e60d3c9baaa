// A frozen page, on which no code runs: H3b.
import assert from 'node:assert/strict';
import test from 'node:test';
import { ORDINARY, seen } from './bench.ts';

test('H3b frozen: PONG goes on, timers and what came wait for the thaw', () => {
  assert.deepEqual(seen('frozen'), {
    ...ORDINARY,
    timerAt: 11,
    frameAt: 11,
    faced: false,
    rows: ['device frozen', 'device visible'],
  });
});

test('frozen and hidden: the graver state is told, and both hold back', () => {
  assert.deepEqual(seen('hidden', 'frozen'), {
    ...ORDINARY,
    timerAt: 11,
    frameAt: 11,
    faced: false,
    rows: ['device hidden', 'device frozen', 'device visible'],
  });
});
