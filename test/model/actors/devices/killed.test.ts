// A device that dies: H9.
import assert from 'node:assert/strict';
import test from 'node:test';
import { seen } from './bench.ts';

test('H9 killed: nothing runs, nothing comes, no PING is answered, and it does not come back', () => {
  const { timerAt, frameAt, pongs, faced, page, rows } = seen('killed');
  assert.deepEqual(
    { timerAt, frameAt, pongs, faced, page, rows },
    {
      timerAt: undefined,
      frameAt: undefined,
      pongs: false,
      faced: false,
      page: 'dead',
      rows: ['device killed'],
    },
  );
});

test('H9 killed while frozen: what was kept is gone', () => {
  const { frameAt, timerAt, page } = seen('frozen', 'killed');
  assert.deepEqual({ frameAt, timerAt, page }, { frameAt: undefined, timerAt: undefined, page: 'dead' });
});
