// A path without episodes.
import assert from 'node:assert/strict';
import test from 'node:test';
import { ORDINARY, seen } from '../devices/bench.ts';

test('up: everything is carried, whatever state the tab is in', () => {
  const { sentAt, connectsAt, pongs } = seen('hidden');
  assert.deepEqual({ sentAt, connectsAt, pongs }, { sentAt: 5, connectsAt: 6, pongs: true });
  assert.deepEqual(seen(), ORDINARY);
});
