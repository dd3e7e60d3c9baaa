// The limits of a run as metrics: which were tested, which
// are broken, and bounds that are histogram buckets.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { boundsOf, limitsOf, type Expected } from '../../../src/run/watch/limits.ts';
import { LIMITS, limitWord, RUN_METRICS } from '../../../src/metrics/run.ts';
import { resultSchema, type Result } from '../../../src/result/schema.ts';

const NONE_ALLOWED = { lost: 0, misrouted: 0, phantom: 0, wrongTimeouts: 0 } as const;
const KNOWN = Object.keys(resultSchema.shape.limits.unwrap().shape);

interface Case {
  readonly limits?: Partial<Expected>;
  readonly reasons?: Result['reasons'];
  readonly attempted?: number;
  readonly active?: number;
  readonly verdict?: Result['verdict'];
}

/** Tested and broken limits, as `n of m` by word, without those that are neither. */
function told({ limits, reasons = [], attempted = 10, active = 5, verdict = 'pass' }: Case): Record<string, string> {
  const result = {
    verdict,
    limits: { ...NONE_ALLOWED, ...limits },
    reasons,
    messages: { attempted },
    sessions: { active },
  } as unknown as Result;
  const found = [...limitsOf(result)].filter(([, { tested, broken }]) => tested + broken > 0);
  return Object.fromEntries(found.map(([word, { tested, broken }]) => [word, `${broken} of ${tested}`]));
}

const FACTS = {
  lost: '0 of 1',
  misrouted: '0 of 1',
  phantom: '0 of 1',
  wrong_timeouts: '0 of 1',
  vanished: '0 of 1',
};

describe('the limits of a run', () => {
  it('each have a word', () => {
    for (const limit of KNOWN) assert.ok(LIMITS.includes(limitWord(limit)), limit);
  });

  it('are tested when they are set, facts unless they are lifted', () => {
    assert.deepEqual(told({}), FACTS);
    const { lost: _lost, vanished: _vanished, ...rest } = FACTS;
    assert.deepEqual(told({ limits: { lost: 'any', timeoutRate: 0.1 } }), { ...rest, timeout_rate: '0 of 1' });
    assert.equal(told({ limits: { fates: { unnoticed: 0, refused: 3 } } })['fates'], '0 of 2');
  });

  it('are broken by what a reason says, whatever it names', () => {
    const reason = (limit: string) => ({ limit, text: '', value: 2, bound: 1 });
    const reasons = ['lost', 'vanished', 'fates.refused', 'fates.unnoticed', 'someNewLimit'].map(reason);
    const words = told({ limits: { fates: { unnoticed: 1, refused: 1, lost: 1 } }, reasons });
    assert.deepEqual(words, { ...FACTS, lost: '1 of 1', vanished: '1 of 1', fates: '2 of 3', other: '1 of 1' });
  });

  it('are not tested where there was nothing to measure, nor in a run that proves nothing', () => {
    const untested = { limit: 'timeoutRate', text: 'there was none' };
    assert.deepEqual(told({ limits: { timeoutRate: 0.1 }, reasons: [untested] }), FACTS);
    assert.deepEqual(told({ attempted: 0 }), { wrong_timeouts: '0 of 1' });
    assert.deepEqual(told({ attempted: 0, active: 0 }), {});
    assert.deepEqual(told({ verdict: 'invalid' }), {});
  });
});

describe('a limit on a time', () => {
  it('is a bound of every histogram of what it limits', () => {
    const limits = KNOWN.filter((limit) => /P\d\d$/.test(limit));
    assert.ok(limits.includes('firstResponseP95'));
    for (const limit of limits) {
      const bounds = Object.entries(boundsOf({ ...NONE_ALLOWED, [limit]: 45_500_000 }));
      assert.ok(bounds.length > 0, `${limit} has a histogram`);
      for (const [name, added] of bounds) {
        assert.deepEqual(added, [45.5]);
        assert.ok(
          RUN_METRICS.some((metric) => metric.name === name && metric.type === 'histogram'),
          name,
        );
      }
    }
    assert.deepEqual(boundsOf(NONE_ALLOWED), {});
  });
});
