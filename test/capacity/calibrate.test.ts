// Calibration: it uses as many actors as the run has, and the speed limit names what it measured.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AT_BEST, honestSpeed } from '../../src/capacity/calibrate.ts';
import { speedLimit } from '../../src/capacity/speed.ts';
import { nodeEngine } from '../../src/engines/node/engine.ts';
import { tell } from '../../src/language/language.ts';
import type { Histogram } from '../../src/model/core/histogram.ts';
import { rulesOf, workloadOf } from '../../src/scenario/define.ts';
import { quickDesk } from '../quick-desk.ts';
import { of, telling } from './telling.ts';

const sought = {
  workload: workloadOf(quickDesk, '1'),
  rules: rulesOf(quickDesk, 'bare'),
  plan: { visitors: 160, peakFrames: 20, peakConnected: 90 },
};

/** 10 000 alarms whose p99 is 2 ms, whose p99.9 is `late`, and whose worst is 500 ms. */
const window = (late: number): Histogram => of([2_000, 9_980], [late, 15], [500_000, 5]);

describe('ε of a rehearsal', () => {
  it('is the middle of the p99.9 of five windows, from when all are connected', async () => {
    const lates = [9_000, 4_000, 8_000, 5_000, 7_000].map(window);
    const { engine } = telling([...lates, window(400_000)], 90);
    const { calibration } = await honestSpeed({ ...sought, engine });
    const exact = window(7_000).quantile(0.999);
    assert.deepEqual([calibration.epsilon, calibration.actors], [exact, 90]);
    assert.ok(Math.abs(exact - 7_000) < 7_000 * 0.008, `${exact} µs`);
  });

  it('is no less than a millisecond, however quiet the moment', async () => {
    const { engine } = telling(
      Array.from({ length: 5 }, () => of([20, 10_000])),
      90,
    );
    const { calibration } = await honestSpeed({ ...sought, engine });
    assert.equal(calibration.epsilon, 1_000);
  });
});

describe('the pace of a rehearsal', () => {
  const busy = { ...sought, plan: { ...sought.plan, peakFrames: 2_000 } };
  const quiet = Array.from({ length: 5 }, () => window(3_000));

  it('is that of the speed that is asked for: an exchange is two frames', async () => {
    const { engine, asked } = telling(quiet, 90);
    await honestSpeed({ ...busy, engine, atMost: 3 });
    assert.deepEqual(asked, [{ actors: 90, exchanges: (3 * 2_000) / 2 }]);
  });

  it('is never so slow that a window has no tail', async () => {
    const { engine, asked } = telling(quiet, 90);
    await honestSpeed({ ...sought, engine, atMost: 3 });
    assert.deepEqual(asked, [{ actors: 90, exchanges: 500 }]);
  });

  it('is otherwise that of the highest speed that a quiet machine could be trusted with, and not more', async () => {
    for (const atMost of [undefined, 1e9]) {
      const { engine, asked } = telling(quiet, 90);
      const { plan, workload, rules } = busy;
      const { calibration } = await honestSpeed({ ...busy, engine, ...(atMost !== undefined && { atMost }) });
      const { framesPerCpuSecond } = calibration;
      const best = { epsilon: AT_BEST, framesPerCpuSecond };
      const { limit } = speedLimit({ calibration: best, workload, rules, offered: plan.peakFrames, engine: 'node' });
      assert.deepEqual(asked, [{ actors: 90, exchanges: (limit * plan.peakFrames) / 2 }]);
    }
  });
});

describe('a look at the machine', () => {
  it('rehearses with the actors of the run, and says so', async (t) => {
    const { limit, calibration } = await honestSpeed({ ...sought, engine: nodeEngine, atMost: 10 });
    t.diagnostic(`ε ${calibration.epsilon} µs, ${tell(limit.bound)}`);
    assert.equal(calibration.actors, 90);
    assert.ok(calibration.epsilon >= 1_000, `${calibration.epsilon} µs`);
    assert.ok(calibration.framesPerCpuSecond > 1_000);
    const [bias, rule, load] = limit.all.map(({ bound }) => tell(bound));
    assert.match(bias ?? '', /^timer delay \d+\.\d ms with 90 actors; faster, rates may shift/);
    assert.match(rule ?? '', /^timer delay \d+\.\d ms with 90 actors; faster, it may exceed 1\/20 of .*\(\d+\w\)/);
    assert.match(load ?? '', /^20 frames\/s at the peak/);
  });
});
