// Limits at their exact bound: a value at the bound keeps
// the limit, and the smallest step beyond breaks it.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Evidence } from '../../src/model/judge/evidence.ts';
import { judge } from '../../src/model/judge/judge.ts';
import { DEFAULT_RULES } from '../../src/model/rules/rules.ts';
import { fold, type Numbers } from '../../src/result/fold.ts';
import { rateOf } from '../../src/stats/rates.ts';
import { decide, type Limits } from '../../src/result/verdict.ts';

const options = { rules: DEFAULT_RULES, speed: 1, epsilon: 0, prematureWithin: 0, generatorLate: false };
const whole = { ...judge(new Evidence(), options), missing: [], undrained: [] };
const base = fold(new Evidence(), { ...whole, drained: true });
const trust = { dishonest: [], broken: [], interrupted: false };
const none: Limits = { lost: 0, misrouted: 0, phantom: 0, wrongTimeouts: 0 };

/** A run of 100 messages in 40 sessions. */
function run(missed: number, timeouts: number, lost = 0): Numbers {
  const { messages, timeouts: judged } = base;
  return {
    ...base,
    messages: { ...messages, attempted: 100, missed: rateOf(missed, 100), fates: { ...messages.fates, lost } },
    timeouts: { ...judged, rate: rateOf(timeouts, 40) },
  };
}

test('what is just at a limit keeps it; one more breaks it', () => {
  const limits: Limits = { ...none, missedRate: 0.05, timeoutRate: 0.25, lost: 2 };
  assert.equal(decide(run(5, 10, 2), whole, trust, limits).verdict, 'pass');
  for (const [numbers, limit, verdict] of [
    [run(6, 10, 2), 'missedRate', 'failed'],
    [run(5, 11, 2), 'timeoutRate', 'failed'],
    [run(5, 10, 3), 'lost', 'violated'],
  ] as const) {
    const decided = decide(numbers, whole, trust, limits);
    assert.deepEqual([decided.verdict, ...decided.reasons.map((one) => one.limit)], [verdict, limit]);
  }
});
