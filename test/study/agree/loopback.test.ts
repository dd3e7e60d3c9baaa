// Measures how long a frame and a commit take on this machine.
import assert from 'node:assert/strict';
import test from 'node:test';
import { measureLoopback } from '../../../src/study/agree/loopback.ts';
import { rulesOf } from '../../../src/scenario/define.ts';
import { quickDesk } from '../../quick-desk.ts';

test('a way and a commit take some time, in microseconds, and each was measured 200 times', async (t) => {
  const { latency, commit, n } = await measureLoopback(rulesOf(quickDesk, 'bare'), 'process');
  t.diagnostic(`${latency} µs one way, ${commit} µs a commit`);
  assert.equal(n, 200);
  // Every loopback takes more than a few microseconds, and none needs 50 ms for a frame.
  assert.ok(latency > 5 && latency < 50_000, `${latency} µs one way`);
  assert.ok(commit > 5 && commit < 100_000, `${commit} µs a commit`);
  assert.ok(Number.isInteger(latency) && Number.isInteger(commit));
});
