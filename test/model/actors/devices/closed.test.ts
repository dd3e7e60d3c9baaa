// A page that is closed and comes back: H5.
import assert from 'node:assert/strict';
import test from 'node:test';
import { seen } from './bench.ts';

test('H5 closed: the page is unloaded, nobody looks, and there is a new one afterwards', () => {
  const { page, faced, pongs, rows } = seen('closed');
  assert.deepEqual(
    { page, faced, pongs, rows },
    {
      page: 'unloaded',
      faced: false,
      pongs: true,
      rows: ['device closed', 'device visible'],
    },
  );
});
