// A tab behind another one: H1, H2.
import assert from 'node:assert/strict';
import test from 'node:test';
import { ORDINARY, seen } from './bench.ts';

test('H1 hidden: the page goes on behind, its timers on the grid of a second, and nobody looks at it', () => {
  assert.deepEqual(seen('hidden'), {
    ...ORDINARY,
    timerAt: 4,
    faced: false,
    rows: ['device hidden', 'device visible'],
  });
});
