// The table of replicates: one spread for each metric, over the seeds with a value.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { replicateSummary } from '../../../src/study/replicates/summary.ts';
import { spread } from '../../../src/stats/spread.ts';
import { trials } from '../../model/random.ts';

describe('the summary of replicates', () => {
  it('is the spread of each metric', () => {
    trials('summary by metric', 50, (random) => {
      const rows = Array.from({ length: random.between(0, 30) }, (_, i) => ({
        seed: `s${i}`,
        timeoutRate: random.unit(),
        missed: random.below(100),
      }));
      assert.deepEqual(replicateSummary(rows, ['timeoutRate', 'missed']), {
        timeoutRate: spread(rows.map((row) => row.timeoutRate)),
        missed: spread(rows.map((row) => row.missed)),
      });
    });
  });

  it('leaves a replicate that measured nothing out of that metric only, and shows it by n', () => {
    const rows = [
      { seed: 'a', timeouts: 3, wait: 10 },
      { seed: 'b', timeouts: 5, wait: undefined },
      { seed: 'c', timeouts: 0, wait: 0 },
    ];
    const { timeouts, wait } = replicateSummary(rows, ['timeouts', 'wait']);
    assert.deepEqual([timeouts.n, timeouts.min], [3, 0]);
    assert.deepEqual([wait.n, wait.mean, wait.min], [2, 5, 0], '0 is a value, undefined is none');
    assert.deepEqual(replicateSummary([{ seed: 'b', wait: undefined }], ['wait']).wait, { n: 0 });
  });

  it('takes the metrics that are asked for, and no other key', () => {
    const rows = [{ seed: 'a', populationHash: 'h', timeouts: 3 }];
    assert.deepEqual(Object.keys(replicateSummary(rows, ['timeouts'])), ['timeouts']);
  });

  it('of one replicate has no interval, and of none no mean', () => {
    assert.equal(replicateSummary([{ seed: 'a', timeouts: 3 }], ['timeouts']).timeouts.half95, undefined);
    assert.deepEqual(replicateSummary([], ['timeouts']), { timeouts: { n: 0 } });
  });

  it('refuses a seed that stands twice, and what is no number', () => {
    const twice = [
      { seed: 'a', timeouts: 3 },
      { seed: 'a', timeouts: 4 },
    ];
    assert.throws(() => replicateSummary(twice, ['timeouts']), { name: 'Refusal', why: 'sameSeed', at: 1 });
    assert.throws(() => replicateSummary([{ seed: 'a', timeouts: NaN }], ['timeouts']), RangeError);
  });
});
