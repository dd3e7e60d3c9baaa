// The look at the machine: with as many actors as the run has, and what it found stands in the bound that is told.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { honestSpeed } from '../../src/conductor/calibrate.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { nodeEngine } from '../../src/engines/node/engine.ts';
import { tell } from '../../src/language/language.ts';
import { rulesOf, workloadOf } from '../../src/scenario/define.ts';
import { quickDesk } from '../quick-desk.ts';

const sought = {
  workload: workloadOf(quickDesk, '1'),
  rules: rulesOf(quickDesk, 'bare'),
  plan: { visitors: 160, peakFrames: 20, peakConnected: 90 },
};

describe('a look at the machine', () => {
  it('rehearses with the actors of the run, and says so', async (t) => {
    const { limit, calibration } = await honestSpeed({ ...sought, engine: nodeEngine, atMost: 10 });
    t.diagnostic(`ε ${calibration.epsilon} µs, ${tell(limit.bound)}`);
    assert.equal(calibration.actors, 90);
    assert.ok(calibration.epsilon >= 1_000, `${calibration.epsilon} µs`);
    assert.ok(calibration.framesPerCpuSecond > 1_000);
    const [bias, rule, load] = limit.all.map(({ bound }) => tell(bound));
    assert.match(bias ?? '', /bias below 1 pp at lateness \d+\.\d ms with 90 actors/);
    assert.match(rule ?? '', /\(\d+\w\) at least 20 × lateness \d+\.\d ms with 90 actors/);
    assert.match(load ?? '', /20 frames\/s offered/);
  });

  it('an engine that does not start leaves the limit to what a quiet machine comes to: the run will say what is wrong', async () => {
    const broken: Engine = {
      name: 'k6',
      shards: () => 1,
      launch: () => ({
        ready: Promise.reject(new Error('no such program')),
        done: Promise.resolve({ rows: 0, whole: false }),
        start: () => undefined,
        rest: () => undefined,
        fence: () => undefined,
        finish: () => undefined,
        dispose: () => Promise.resolve(),
      }),
    };
    const { calibration, limit } = await honestSpeed({ ...sought, engine: broken });
    assert.deepEqual([calibration.actors, calibration.epsilon], [undefined, 3_000]);
    assert.ok(limit.limit > 0);
  });
});
