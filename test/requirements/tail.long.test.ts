// The numbers of the festival scenario do not depend on
// when play ends: ten seeds, each profile, 12 hours more.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgingOf } from '../../src/run/conclude.ts';
import { virtualRun } from '../../src/run/virtual-run.ts';
import { HOUR, SECOND } from '../../src/model/core/time.ts';
import { playVirtual, type VirtualRun } from '../../src/model/runner/virtual/play.ts';
import type { JudgedRun } from '../../src/result/judged-run.ts';
import { Rolling } from '../../src/result/threads/rolling.ts';
import scenario from '../../scenarios/double-eleven-peak.ts';

function judgedOf(run: VirtualRun): JudgedRun {
  const rolling = new Rolling(judgingOf(scenario, run.rules, 1, false));
  playVirtual(run, (row) => rolling.add(row));
  return rolling.finish();
}

describe('double-eleven-peak', () => {
  for (const profile of Object.keys(scenario.data.profiles))
    it(`${profile}: ten seeds end by themselves, and no number is another one 12 hours later`, () => {
      for (let seed = 1; seed <= 10; seed++) {
        const run = virtualRun(scenario, profile, String(seed));
        const { play, ...numbers } = judgedOf(run).numbers;
        assert.equal(play.why, 'ended', `seed ${seed}`);
        // A later crash of the server prolongs play until then; nothing else would.
        const later = judgedOf({ ...run, crashes: [{ at: play.end + 12 * HOUR, for: SECOND }] });
        const { play: longer, ...same } = later.numbers;
        assert.ok(longer.end >= play.end + 12 * HOUR);
        assert.deepEqual(same, numbers, `seed ${seed}`);
      }
    });
});
