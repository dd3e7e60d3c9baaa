// A visible device without episodes.
import assert from 'node:assert/strict';
import test from 'node:test';
import { ORDINARY, seen } from './bench.ts';

test('visible: everything works at its time', () => {
  assert.deepEqual(seen(), ORDINARY);
});
