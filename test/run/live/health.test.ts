// The health of the generator: too much lateness makes a run unreliable, and a standstill is named.
import assert from 'node:assert/strict';
import test from 'node:test';
import { LATENESS_P99_MOST } from '../../../src/capacity/speed.ts';
import { GeneratorHealth, STALL } from '../../../src/run/live/health.ts';
import type { ShardHealth } from '../../../src/engines/control.ts';
import { tell } from '../../../src/language/language.ts';
import { Histogram } from '../../../src/model/core/histogram.ts';

function heard(late: readonly number[], more: Partial<ShardHealth> = {}): ShardHealth {
  const lateness = new Histogram();
  for (const by of late) lateness.add(by);
  const counts = { actors: 3, connected: 2, unsettled: 0, framesOut: 5, framesIn: 7, badFrames: 0, atRest: false };
  return { lateness: lateness.toJSON(), lag: 0, phase: 'playing', ...counts, ...more };
}

test('the budget is 20 ms at p99: 1 in 200 beyond it is honest, 1 in 50 is not', () => {
  assert.equal(LATENESS_P99_MOST, 20_000);
  const many = (bad: number): number[] => [...Array<number>(1000).fill(1000), ...Array<number>(bad).fill(50_000)];
  const fine = new GeneratorHealth();
  fine.heard(0, heard(many(5)));
  assert.deepEqual(fine.dishonest(), []);
  const late = new GeneratorHealth();
  late.heard(0, heard(many(20)));
  assert.match(tell(late.dishonest()[0] ?? ''), /generator was late: p99 .*limit 20 ms/);
  assert.deepEqual(new GeneratorHealth().dishonest(), []);
});

test('a standstill while playing is named, one during the drain is not', () => {
  const health = new GeneratorHealth();
  health.heard(0, heard([], { lag: STALL * 2, phase: 'resting' }));
  assert.deepEqual(health.notes(), []);
  health.heard(0, heard([], { lag: STALL * 2 }));
  assert.match(tell(health.notes()[0] ?? ''), /stalled once for up to 0\.40 s/);
  assert.equal(health.lagMax, STALL * 2);
});

test('settled means all shards, in the phase asked for, with nothing unanswered', () => {
  const health = new GeneratorHealth();
  health.heard(0, heard([], { phase: 'resting' }));
  assert.equal(health.settled('resting', 2), false);
  health.heard(1, heard([], { phase: 'resting', unsettled: 1 }));
  assert.equal(health.settled('resting', 2), false);
  health.heard(1, heard([], { phase: 'resting' }));
  assert.equal(health.settled('resting', 2), true);
  assert.equal(health.settled('fencing', 2), false);
  assert.equal(health.sum('framesIn'), 14);
});
