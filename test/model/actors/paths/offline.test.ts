// A path that is offline for a while: H12.
import assert from 'node:assert/strict';
import test from 'node:test';
import { ORDINARY, seen } from '../devices/bench.ts';

test('H12 offline: timers run, no PING is answered, both directions wait, and a new connection fails', () => {
  const { connectsAt, ...rest } = seen('offline');
  const { connectsAt: _, ...ordinary } = ORDINARY;
  assert.ok(Number(connectsAt) < 0, `${connectsAt}`);
  assert.deepEqual(rest, {
    ...ordinary,
    frameAt: 11,
    sentAt: 11,
    pongs: false,
    rows: ['path offline', 'path up'],
  });
});
