// The drain: fences are sent only when everything is
// settled, and it is complete only when all fences are back.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { settle } from '../../../src/run/live/drain.ts';
import { GeneratorHealth } from '../../../src/run/live/health.ts';
import type { ShardHealth } from '../../../src/engines/control.ts';
import type { EngineRun } from '../../../src/engines/engine.ts';
import { Histogram } from '../../../src/model/core/histogram.ts';

type Phase = ShardHealth['phase'];

/**
 * An engine of two shards that reports `unsettled` after
 * each step, and a list of the steps it was asked for.
 */
function engine(unsettled: (phase: Phase, shard: number) => number) {
  const health = new GeneratorHealth();
  const asked: Phase[] = [];
  const step = (phase: Phase): void => {
    asked.push(phase);
    for (const shard of [0, 1]) {
      const counts = { actors: 1, connected: 1, framesOut: 0, framesIn: 0, badFrames: 0, atRest: false };
      const lateness = new Histogram().toJSON();
      health.heard(shard, { ...counts, phase, lateness, lag: 0, unsettled: unsettled(phase, shard) });
    }
  };
  const run: EngineRun = {
    ready: Promise.resolve(),
    done: Promise.resolve({ rows: 0, whole: true }),
    start: () => step('playing'),
    rest: () => step('resting'),
    fence: () => step('fencing'),
    finish: () => undefined,
    dispose: () => Promise.resolve(),
  };
  return { run, health, asked };
}

/** Drains that engine and measures the time. Real ms */
async function drained(of: ReturnType<typeof engine>, more: { patience?: number; isHopeless?: () => boolean } = {}) {
  const began = performance.now();
  const { patience = 10_000, isHopeless = () => false } = more;
  const { run, health } = of;
  const isComplete = await settle({ run, health, shards: 2, patience, isHopeless, look: () => undefined });
  return { isComplete, took: performance.now() - began };
}

describe('a drain', () => {
  it('rests first, then fences, and is complete when all fences are back', async () => {
    const all = engine(() => 0);
    assert.equal((await drained(all)).isComplete, true);
    assert.deepEqual(all.asked, ['resting', 'fencing']);
  });

  it('fences nothing while a shard has something to settle', async () => {
    const one = engine((phase, shard) => (phase === 'resting' && shard === 1 ? 1 : 0));
    assert.equal((await drained(one, { patience: 120 })).isComplete, false);
    assert.deepEqual(one.asked, ['resting']);
  });

  it('is incomplete when fences of a shard are not back', async () => {
    const one = engine((phase, shard) => (phase === 'fencing' && shard === 0 ? 1 : 0));
    assert.equal((await drained(one, { patience: 120 })).isComplete, false);
    assert.deepEqual(one.asked, ['resting', 'fencing']);
  });

  // If the drain hangs, the test fails by its own limit.
  it('is over after its time', { timeout: 20_000 }, async () => {
    const { isComplete, took } = await drained(
      engine(() => 1),
      { patience: 150 },
    );
    assert.equal(isComplete, false);
    assert.ok(took >= 150, `${took} ms`);
  });

  it('ends at once when nobody is left who could settle anything', { timeout: 20_000 }, async () => {
    let looks = 0;
    const none = await drained(
      engine(() => 1),
      { patience: 60_000, isHopeless: () => ++looks > 2 },
    );
    assert.equal(none.isComplete, false);
  });
});
